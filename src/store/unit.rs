//! Units of work: one use case, one transaction. The runner opens it, tries again what is worth it, and commits; no
//! action opens or commits by itself, and nobody is answered before the commit.

use std::{
    future::Future,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use rand::RngExt;
use tokio::sync::Mutex;

use super::{
    Engine, Store,
    deferred::{Deferred, Queue},
    error,
    group::{Savepoint, Turn},
    lease::Lease,
    link::State,
    sql::{Held, Line},
};
use crate::domain::{failure::Failure, time::Instant};

/// How often a unit is tried before its passing fault is told.
const TRIES: u32 = 8;

/// READ COMMITTED is PostgreSQL's own default; the law's trigger refuses any other.
const BEGIN: &str = "BEGIN";

/// A use case: what is done in one transaction. It may run more than once (a passing fault of the database, a decision
/// on what is no longer so), so it has no effect but through its unit.
pub trait UseCase: Send + Sync {
    /// What it gives back.
    type Output: Send;

    /// Whether the caller may. Judged before anything else, a replayed answer included.
    fn authorise(&self, unit: &Unit) -> impl Future<Output = Result<(), Failure>> + Send {
        let _ = unit;
        async { Ok(()) }
    }

    /// Does it.
    fn run(&self, unit: &Unit) -> impl Future<Output = Result<Self::Output, Failure>> + Send;
}

/// What a unit works in.
enum Work {
    /// A transaction of its own.
    Own(Mutex<Lease>),
    /// Its part of a transaction that others share, for as long as its turn lasts.
    Shared(Savepoint, Turn),
}

/// A transaction under way, with the time it was opened.
pub struct Unit {
    work: Work,
    store: Store,
    now: Instant,
    catalogue_changed: AtomicBool,
    letters_written: AtomicBool,
    /// What is written later. Taken for as long as it is sent, so that two that come at once keep their order.
    deferred: Mutex<Queue>,
}

impl Unit {
    /// The time of this unit: the same for all it writes.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The engine behind it.
    pub(super) fn engine(&self) -> Engine {
        self.store.engine
    }

    /// The line of this unit; what was put off is not sent.
    pub(super) async fn line(&self) -> Line<'_> {
        Line(match &self.work {
            Work::Own(lease) => Held::Own(lease.lock().await),
            Work::Shared(savepoint, _) => savepoint.line().await,
        })
    }

    /// The store that it is a unit of.
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// Puts a statement off; sends the others first where it may not go with them.
    pub(super) async fn defer(&self, next: Deferred) -> Result<(), Failure> {
        let mut queue = self.deferred.lock().await;
        if !queue.has_room_for(&next) {
            self.send(&mut queue).await?;
        }
        queue.push(next);
        Ok(())
    }

    /// Sends what was put off.
    pub(super) async fn send_deferred(&self) -> Result<(), Failure> {
        self.send(&mut *self.deferred.lock().await).await
    }

    async fn send(&self, queue: &mut Queue) -> Result<(), Failure> {
        let Some((text, values)) = queue.take(self.store.engine) else { return Ok(()) };
        let mut line = self.line().await;
        let (link, text) = line.ready(&text)?;
        link.execute(text, values).await.map(|_| ()).map_err(error::answer)
    }

    /// Sends what was put off, and leaves nothing to do but to commit.
    async fn finish(&self) -> Result<(), Failure> {
        match &self.work {
            Work::Own(_) => self.send_deferred().await,
            Work::Shared(savepoint, _) => {
                let waiting = self.deferred.lock().await.take(self.store.engine);
                savepoint.finish(waiting).await.map_err(error::answer)
            }
        }
    }

    /// Notes that centres, resources or rooms changed, so that memory is renewed after the commit.
    pub(super) fn note_catalogue_change(&self) {
        self.catalogue_changed.store(true, Ordering::Relaxed);
    }

    /// Notes that letters were written, so that the one who sends them is called after the commit.
    pub(super) fn note_letters(&self) {
        self.letters_written.store(true, Ordering::Relaxed);
    }
}

impl Store {
    /// Runs a use case in a transaction of its own.
    ///
    /// # Errors
    /// What the use case says; [`Failure::Unavailable`] where the database keeps asking to try again.
    pub async fn run<U: UseCase>(&self, use_case: &U) -> Result<U::Output, Failure> {
        let mut tries = 0;
        loop {
            tries += 1;
            let failure = match self.attempt(use_case, tries > 1).await {
                Err(failure @ (Failure::Retry | Failure::Stale)) => failure,
                // What was read of an organisation before it was merged is the other's since. What a request names itself
                // is the same the second time.
                Err(Failure::Merged) if tries == 1 => Failure::Merged,
                other => return other,
            };
            if tries == TRIES {
                return Err(Failure::Unavailable(format!("tried {TRIES} times: {failure}")));
            }
            if matches!(failure, Failure::Stale) {
                self.renew_catalogue().await?;
            } else {
                tokio::time::sleep(pause(tries)).await;
            }
        }
    }

    /// Runs it once. On SQLite it shares its commit with others that wait to write, unless it is to be `alone`.
    async fn attempt<U: UseCase>(&self, use_case: &U, alone: bool) -> Result<U::Output, Failure> {
        let work = match &self.writer {
            Some(writer) => {
                let mut turn = writer.turn().await?;
                Work::Shared(turn.savepoint().await?, turn)
            }
            None => Work::Own(Mutex::new(self.begun().await?)),
        };
        let unit = self.unit(work);
        let done = match use_case.authorise(&unit).await {
            Ok(()) => use_case.run(&unit).await,
            Err(failure) => Err(failure),
        };
        let done = match done {
            Ok(output) => unit.finish().await.map(|()| output),
            failed => failed,
        };
        let Unit { work, catalogue_changed, letters_written, .. } = unit;
        match done {
            Ok(output) => {
                let catalogue_changed = catalogue_changed.into_inner();
                commit(work, alone || catalogue_changed).await?;
                if letters_written.into_inner() {
                    self.bell.notify_one();
                }
                if catalogue_changed && let Err(failure) = self.renew_catalogue().await {
                    // The change is made, and told as made: who looks next reads it.
                    tracing::warn!(%failure, "memory is not renewed yet");
                    self.catalogue.forget();
                }
                Ok(output)
            }
            Err(failure) => {
                roll_back(work).await?;
                Err(failure)
            }
        }
    }

    /// A connection with a transaction begun. One that is found gone is replaced: nothing was asked over it yet.
    async fn begun(&self) -> Result<Lease, Failure> {
        let mut lease = self.links.lease().await?;
        if let Err(fault) = lease.link()?.begin(BEGIN).await {
            if lease.link()?.state() != State::Broken {
                return Err(error::answer(fault));
            }
            drop(lease);
            lease = self.links.lease().await?;
            lease.link()?.begin(BEGIN).await.map_err(error::answer)?;
        }
        Ok(lease)
    }

    fn unit(&self, work: Work) -> Unit {
        Unit {
            work,
            store: self.clone(),
            now: self.now(),
            catalogue_changed: AtomicBool::new(false),
            letters_written: AtomicBool::new(false),
            deferred: Mutex::default(),
        }
    }
}

/// Commits: by itself, or on SQLite with the turn's group. A change of places is committed `alone`, at once: what comes
/// next is decided on what memory holds, which is renewed from what is committed.
async fn commit(work: Work, alone: bool) -> Result<(), Failure> {
    match work {
        Work::Own(lease) => lease.into_inner().link()?.commit().await.map_err(error::answer),
        Work::Shared(savepoint, turn) => {
            drop(savepoint);
            turn.commit(alone).await
        }
    }
}

/// Rolls back, or leaves it to whoever comes next in the same transaction. The failure that it is for is the one to tell,
/// a connection that is gone has rolled back by itself, unless it rests on what others wrote in the same transaction,
/// which came to nothing.
///
/// # Errors
/// [`Failure::Retry`] in that case.
async fn roll_back(work: Work) -> Result<(), Failure> {
    match work {
        Work::Own(lease) => {
            if let Err(fault) = lease.into_inner().link()?.roll_back().await {
                tracing::debug!(%fault, "rollback failed");
            }
            Ok(())
        }
        Work::Shared(savepoint, turn) => {
            drop(savepoint);
            turn.leave().await
        }
    }
}

/// How long to wait before the next try: longer each time, and differently for each rival.
fn pause(tries: u32) -> Duration {
    Duration::from_millis(rand::rng().random_range(1..=4_u64 << tries))
}
