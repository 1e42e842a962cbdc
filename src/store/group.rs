//! SQLite's one writer, and commits that are shared. Units of work take turns; each runs inside a savepoint of its own,
//! and whoever finds others waiting hands the open transaction on to the next in place of committing it. The last one
//! commits for all: one sync of the disk, and pages that all of them touch are written once. Nobody is answered before
//! that commit.
//!
//! The way to the database and back costs more than most statements, and everybody waits for it. So a savepoint is opened
//! with the first statement inside it and released with the last one; one that is still open belongs to somebody who
//! failed or went away, and whoever comes next takes back what was done in it.
//!
//! Where the transaction comes to nothing as a whole (the disk is full, SQLite ended it by itself), each of its units
//! runs again by itself, on a connection that is opened anew.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use sea_orm::{Value, sqlx};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::{CACHE, Engine, StoreSettings, checkpoint::Checkpoints, error, link::Link, sql::Held};
use crate::domain::failure::Failure;

/// Units that share a commit at most. With more, the first would wait long for the last.
const MOST: usize = 16;

/// What is handed on from turn to turn.
struct Group {
    /// None where it has to be opened (anew).
    link: Option<Arc<Mutex<Link>>>,
    /// The transaction that is open.
    shared: Option<Shared>,
    checkpoints: Checkpoints,
}

/// An open transaction with those whose work is in it, who wait for the commit. Dropped together, so that nobody is told
/// that what another transaction holds is theirs.
struct Shared {
    savepoint: Savepoint,
    members: Vec<oneshot::Sender<()>>,
}

/// Where the unit whose turn it is works.
#[derive(Clone)]
pub(super) struct Savepoint {
    link: Arc<Mutex<Link>>,
    open: Arc<AtomicBool>,
}

impl Savepoint {
    /// The line for the next statement of the unit.
    pub(super) async fn line(&self) -> Held<'_> {
        let link = self.link.lock().await;
        Held::Shared(link, self.opening())
    }

    /// What has to stand before the next statement, whose line is held already.
    fn opening(&self) -> &'static str {
        if self.open.swap(true, Ordering::SeqCst) { "" } else { "SAVEPOINT unit; " }
    }

    /// Sends the last of the unit's statements, where there are any, and releases the savepoint with them.
    pub(super) async fn finish(&self, last: Option<(String, Vec<Value>)>) -> Result<(), sqlx::Error> {
        let mut link = self.link.lock().await;
        let (text, values) = match last {
            Some((text, values)) => (format!("{}{text}; ", self.opening()), values),
            None => (String::new(), Vec::new()),
        };
        if self.open.load(Ordering::SeqCst) {
            link.execute(text + "RELEASE unit", values).await?;
            self.open.store(false, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Takes back what was done in it and not released.
    async fn clear(&self) -> Result<(), sqlx::Error> {
        if self.open.load(Ordering::SeqCst) { self.link.lock().await.plain("ROLLBACK TO unit").await } else { Ok(()) }
    }

    /// Commits all but what it still holds.
    async fn commit(&self) -> Result<(), sqlx::Error> {
        self.clear().await?;
        self.link.lock().await.commit().await
    }
}

/// The queue in front of the one connection that writes.
pub(super) struct Writer {
    settings: StoreSettings,
    group: Arc<Mutex<Group>>,
    waiting: AtomicUsize,
}

/// Counts one who waits, for as long as they do.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn among(all: &'a AtomicUsize) -> Self {
        all.fetch_add(1, Ordering::SeqCst);
        Self(all)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Writer {
    /// Opens the connection.
    pub(super) async fn open(settings: &StoreSettings) -> Result<Self, Failure> {
        let link = Some(connect(settings).await?);
        let checkpoints = Checkpoints::new(settings);
        let group = Arc::new(Mutex::new(Group { link, shared: None, checkpoints }));
        Ok(Self { settings: settings.clone(), group, waiting: AtomicUsize::new(0) })
    }

    /// Waits for a turn; first come, first served.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where it takes too long.
    pub(super) async fn turn(self: &Arc<Self>) -> Result<Turn, Failure> {
        // Made before the wait: who goes away while others count on them still sees to what is open.
        let mut turn = Turn { writer: Arc::clone(self), group: None, over: false };
        let waiting = Waiting::among(&self.waiting);
        let group = within(self.settings.acquire_timeout, Arc::clone(&self.group).lock_owned()).await;
        drop(waiting);
        turn.group = Some(group.ok_or_else(|| Failure::Unavailable("no connection is free".into()))?);
        Ok(turn)
    }

    /// Commits what is open and nobody is there to commit, or gives it up where nobody got to work in it.
    async fn settle(&self) {
        let mut group = self.group.lock().await;
        if self.waiting.load(Ordering::SeqCst) > 0 {
            return;
        }
        if group.is_left_behind() {
            // It would keep everybody else from writing.
            group.give_up().await;
        } else {
            group.commit().await;
        }
    }

    /// Closes the connection.
    pub(super) async fn close(&self) {
        let mut group = self.group.lock().await;
        group.commit().await;
        group.checkpoints.close().await;
        if let Some(link) = group.link.take().and_then(Arc::into_inner) {
            link.into_inner().close().await;
        }
    }
}

async fn connect(settings: &StoreSettings) -> Result<Arc<Mutex<Link>>, Failure> {
    Ok(Arc::new(Mutex::new(Link::open(settings, Engine::Sqlite, CACHE).await?)))
}

async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(time, work).await.ok()
}

impl Group {
    /// A savepoint in the open transaction; begins one where there is none.
    async fn savepoint(&mut self, settings: &StoreSettings) -> Result<Savepoint, Failure> {
        if let Some(Shared { savepoint, .. }) = &self.shared {
            return match savepoint.clear().await {
                Ok(()) => Ok(savepoint.clone()),
                Err(fault) => {
                    tracing::debug!(%fault, "a savepoint is gone");
                    Err(Failure::Retry)
                }
            };
        }
        if self.is_left_behind() {
            self.give_up().await;
        }
        let link = match &self.link {
            Some(link) => link,
            None => self.link.insert(connect(settings).await?),
        };
        // IMMEDIATE: taking the write lock later, after a read, fails at once under contention.
        link.lock().await.begin("BEGIN IMMEDIATE").await.map_err(error::answer)?;
        let savepoint = Savepoint { link: Arc::clone(link), open: Arc::default() };
        self.shared = Some(Shared { savepoint: savepoint.clone(), members: Vec::new() });
        Ok(savepoint)
    }

    /// Whether a transaction may be open that nobody works in: somebody went away while it was begun.
    fn is_left_behind(&self) -> bool {
        let may_be = |link: &Arc<Mutex<Link>>| link.try_lock().map_or(true, |link| link.in_transaction());
        self.shared.is_none() && self.link.as_ref().is_some_and(may_be)
    }

    /// Commits what is open, and tells those who wait for it. Never to be broken off: nobody would know how it ended.
    async fn commit(&mut self) {
        let Some(Shared { savepoint, members }) = self.shared.take() else { return };
        if let Err(fault) = savepoint.commit().await {
            tracing::warn!(%fault, "a shared commit failed");
            drop((savepoint, members));
            return self.give_up().await;
        }
        self.checkpoints.count(members.len());
        for member in members {
            // One who no longer listens has gone; what they did is done.
            let _ = member.send(());
        }
    }

    /// Drops the transaction, whatever is left of it, and the connection with it: nobody knows what state it is in.
    async fn give_up(&mut self) {
        drop(self.shared.take());
        if let Some(link) = self.link.take().and_then(Arc::into_inner) {
            link.into_inner().close().await;
        }
    }
}

/// A turn at writing. Dropped before it is over (its client has gone), it lets the next one on.
pub(super) struct Turn {
    writer: Arc<Writer>,
    group: Option<OwnedMutexGuard<Group>>,
    /// It ended as it should: what is open is committed, or left to the next in line.
    over: bool,
}

impl Turn {
    /// The savepoint to work in. It has to be dropped before the turn ends.
    pub(super) async fn savepoint(&mut self) -> Result<Savepoint, Failure> {
        let Some(group) = &mut self.group else { return Err(Failure::Internal("a turn that is over".into())) };
        match group.savepoint(&self.writer.settings).await {
            Err(failure) => {
                group.give_up().await;
                Err(failure)
            }
            begun => begun,
        }
    }

    /// Ends the turn with its savepoint released, and waits until it is committed. `alone`: at once, with nobody else.
    ///
    /// # Errors
    /// [`Failure::Retry`] where the commit failed.
    pub(super) async fn commit(self, alone: bool) -> Result<(), Failure> {
        self.end(true, alone).await
    }

    /// Ends the turn with its savepoint left open, to be taken back. What was refused may have been so for what others wrote who are not
    /// committed yet: so it waits for their commit as well, and nobody is told a 'no' that never was.
    ///
    /// # Errors
    /// [`Failure::Retry`] where their commit failed.
    pub(super) async fn leave(self) -> Result<(), Failure> {
        self.end(false, false).await
    }

    async fn end(mut self, wrote: bool, alone: bool) -> Result<(), Failure> {
        let Some(mut group) = self.group.take() else { return Err(Failure::Internal("a turn that is over".into())) };
        let (member, committed) = oneshot::channel();
        let members = group.shared.as_mut().map(|shared| &mut shared.members);
        let Some(members) = members else { return Err(Failure::Internal("a turn without a transaction".into())) };
        let waits = wrote || !members.is_empty();
        if waits {
            members.push(member);
        }
        // Should the next in line go away, their turn sees to the commit.
        // Half of those who are there go together: while they are answered and ask for more, the others write.
        let last = alone || members.len() >= MOST.min(self.writer.waiting.load(Ordering::SeqCst));
        self.over = true;
        if last {
            // A task of its own: a client that goes away must not break off the commit of the others.
            tokio::spawn(async move { group.commit().await });
        } else {
            drop(group);
        }
        if !waits || committed.await.is_ok() { Ok(()) } else { Err(Failure::Retry) }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // The lock is free before anybody looks.
        self.group = None;
        if self.over {
            return;
        }
        let writer = Arc::clone(&self.writer);
        let is_closed = |group: &Group| group.shared.is_none() && !group.is_left_behind();
        let open = !matches!(writer.group.try_lock(), Ok(group) if is_closed(&group));
        if open && let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { writer.settle().await });
        }
    }
}
