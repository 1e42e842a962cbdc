//! Connections that are lent. As many as the settings allow are open at once; who comes when all are lent waits in line.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    Engine, StoreSettings,
    link::{Link, State},
};
use crate::domain::failure::Failure;

/// How long a connection may lie idle. What stands between this process and the database may have forgotten an older one.
const LONGEST_IDLE: Duration = Duration::from_mins(5);

/// A connection, and how many were lost before it was opened.
struct Opened {
    link: Link,
    losses: u64,
}

/// The connections of one kind.
pub(super) struct Links {
    settings: StoreSettings,
    engine: Engine,
    cache: u32,
    /// Those that are not lent, each with when it came back; the last one goes first.
    idle: Mutex<Vec<(Opened, Instant)>>,
    /// How often one was found gone.
    losses: AtomicU64,
    places: Arc<Semaphore>,
}

impl Links {
    /// At most so many connections, each with so much `cache`. None is opened yet.
    pub(super) fn new(settings: &StoreSettings, engine: Engine, most: u32, cache: u32) -> Arc<Self> {
        let places = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS)));
        Arc::new(Self {
            settings: settings.clone(),
            engine,
            cache,
            idle: Mutex::default(),
            losses: AtomicU64::new(0),
            places,
        })
    }

    /// Lends a connection.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where none is free in time, or none can be opened.
    pub(super) async fn lease(self: &Arc<Self>) -> Result<Lease, Failure> {
        let waiting = Arc::clone(&self.places).acquire_owned();
        let place = within(self.settings.acquire_timeout, waiting).await.and_then(Result::ok);
        let place = place.ok_or_else(|| Failure::Unavailable("no connection is free".into()))?;
        let opened = match self.rested() {
            Some(opened) => opened,
            None => self.open().await?,
        };
        Ok(Lease { lent: Some((opened, place)), home: Arc::clone(self) })
    }

    async fn open(&self) -> Result<Opened, Failure> {
        let losses = self.losses.load(Ordering::SeqCst);
        let link = within(self.settings.acquire_timeout, Link::open(&self.settings, self.engine, self.cache)).await;
        let late = || Err(Failure::Unavailable("the database takes too long to answer".into()));
        Ok(Opened { link: link.unwrap_or_else(late)?, losses })
    }

    /// Lends none any more, and closes those that are not lent.
    pub(super) async fn close(&self) {
        self.places.close();
        let idle = std::mem::take(&mut *self.lock());
        for (opened, _) in idle {
            opened.link.close().await;
        }
    }

    /// A connection that was not idle for long.
    fn rested(&self) -> Option<Opened> {
        let mut idle = self.lock();
        let (opened, since) = idle.pop()?;
        if since.elapsed() < LONGEST_IDLE {
            return Some(opened);
        }
        // The others came back before it.
        idle.clear();
        None
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(Opened, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a connection back. The place that it had is free when this is done, and not before.
    fn give_back(&self, opened: Opened) {
        if opened.link.state() == State::Broken {
            return self.forget();
        }
        let mut idle = self.lock();
        if opened.losses == self.losses.load(Ordering::SeqCst) && !self.places.is_closed() {
            idle.push((opened, Instant::now()));
        }
    }

    /// Forgets all that were opened before one was found gone, those that are lent as well when they come back: each would
    /// most likely fail somebody.
    fn forget(&self) {
        let mut idle = self.lock();
        self.losses.fetch_add(1, Ordering::SeqCst);
        idle.clear();
    }
}

async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(time, work).await.ok()
}

/// A connection that is lent. It goes back by itself; where somebody went away in the middle, after it was set right.
pub(super) struct Lease {
    lent: Option<(Opened, OwnedSemaphorePermit)>,
    home: Arc<Links>,
}

impl Lease {
    /// The connection.
    ///
    /// # Errors
    /// None that happens: a lease that is in use has its connection.
    pub(super) fn link(&mut self) -> Result<&mut Link, Failure> {
        match &mut self.lent {
            Some((opened, _)) => Ok(&mut opened.link),
            None => Err(Failure::Internal("a lease without a connection".into())),
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some((mut opened, place)) = self.lent.take() else { return };
        let link = &opened.link;
        if link.state() == State::Idle && !link.in_transaction() || link.state() == State::Broken {
            self.home.give_back(opened);
            return drop(place);
        }
        let home = Arc::clone(&self.home);
        // Without a runtime the process is ending, and the connection with it.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                match within(home.settings.acquire_timeout, opened.link.mend()).await {
                    Some(Ok(())) => home.give_back(opened),
                    Some(Err(fault)) => {
                        tracing::debug!(%fault, "a connection could not be set right");
                        home.forget();
                    }
                    None => {
                        tracing::debug!("a connection takes too long to be set right");
                        home.forget();
                    }
                }
                drop(place);
            });
        }
    }
}
