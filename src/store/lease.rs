//! Connections that are lent. As many as the settings allow are open at once; who comes when all are lent waits in line.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    Engine, StoreSettings,
    link::{Link, State},
};
use crate::domain::failure::Failure;

/// The connections of one kind.
pub(super) struct Links {
    settings: StoreSettings,
    engine: Engine,
    cache: u32,
    idle: Mutex<Vec<Link>>,
    places: Arc<Semaphore>,
}

impl Links {
    /// At most so many connections, each with so much `cache`. None is opened yet.
    pub(super) fn new(settings: &StoreSettings, engine: Engine, most: u32, cache: u32) -> Arc<Self> {
        let places = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS)));
        Arc::new(Self { settings: settings.clone(), engine, cache, idle: Mutex::default(), places })
    }

    /// Lends a connection.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where none is free in time, or none can be opened.
    pub(super) async fn lease(self: &Arc<Self>) -> Result<Lease, Failure> {
        let waiting = Arc::clone(&self.places).acquire_owned();
        let place = within(self.settings.acquire_timeout, waiting).await.and_then(Result::ok);
        let place = place.ok_or_else(|| Failure::Unavailable("no connection is free".into()))?;
        let idle = self.lock().pop();
        let link = match idle {
            Some(link) => link,
            None => within(self.settings.acquire_timeout, Link::open(&self.settings, self.engine, self.cache))
                .await
                .unwrap_or_else(|| Err(Failure::Unavailable("the database takes too long to answer".into())))?,
        };
        Ok(Lease { lent: Some((link, place)), home: Arc::clone(self) })
    }

    /// Lends none any more, and closes those that are not lent.
    pub(super) async fn close(&self) {
        self.places.close();
        let idle = std::mem::take(&mut *self.lock());
        for link in idle {
            link.close().await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Link>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a connection back. The place that it had is free when this is done, and not before.
    fn give_back(&self, link: Link) {
        match link.state() {
            // The others were most likely opened before it broke: each would fail somebody.
            State::Broken => self.lock().clear(),
            _ if self.places.is_closed() => {}
            _ => self.lock().push(link),
        }
    }
}

async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(time, work).await.ok()
}

/// A connection that is lent. It goes back by itself; where somebody went away in the middle, after it was set right.
pub(super) struct Lease {
    lent: Option<(Link, OwnedSemaphorePermit)>,
    home: Arc<Links>,
}

impl Lease {
    /// The connection.
    ///
    /// # Errors
    /// None that happens: a lease that is in use has its connection.
    pub(super) fn link(&mut self) -> Result<&mut Link, Failure> {
        match &mut self.lent {
            Some((link, _)) => Ok(link),
            None => Err(Failure::Internal("a lease without a connection".into())),
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some((mut link, place)) = self.lent.take() else { return };
        if link.state() == State::Idle && !link.in_transaction() || link.state() == State::Broken {
            self.home.give_back(link);
            return drop(place);
        }
        let home = Arc::clone(&self.home);
        // Without a runtime the process is ending, and the connection with it.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                match within(home.settings.acquire_timeout, link.mend()).await {
                    Some(Ok(())) => home.give_back(link),
                    Some(Err(fault)) => tracing::debug!(%fault, "a connection could not be set right"),
                    None => tracing::debug!("a connection takes too long to be set right"),
                }
                drop(place);
            });
        }
    }
}
