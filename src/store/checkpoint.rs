//! Checkpoints beside those who write. SQLite copies its log back into the file when it has grown long, and whoever
//! happens to commit then waits for all of it. Here a connection of its own copies what is there every so often, which
//! hinders nobody (its chapter "Write-Ahead Logging", 2.2), so that little is left for that commit.

use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{Engine, StoreSettings, error, link::Link};
use crate::domain::failure::Failure;

/// Units of work from one copy to the next. A booking writes about a dozen pages.
const OFTEN: usize = 256;

/// What the connection keeps of the file in memory, in kibibytes: it looks at nothing.
const CACHE: u32 = 100;

/// Counts what is written, and copies it back in time.
pub(super) struct Checkpoints {
    settings: StoreSettings,
    /// Held for as long as a copy lasts. None where it has to be opened (anew).
    link: Arc<Mutex<Option<Link>>>,
    written: usize,
}

impl Checkpoints {
    pub(super) fn new(settings: &StoreSettings) -> Self {
        Self { settings: settings.clone(), link: Arc::default(), written: 0 }
    }

    /// Notes that so many units were committed.
    pub(super) fn count(&mut self, units: usize) {
        self.written += units;
        if self.written < OFTEN {
            return;
        }
        if let Ok(link) = Arc::clone(&self.link).try_lock_owned() {
            self.written = 0;
            let settings = self.settings.clone();
            tokio::spawn(async move {
                if let Err(failure) = copy(&settings, link).await {
                    // What is not copied now is copied later: nothing is lost.
                    tracing::debug!(%failure, "the log is not copied back");
                }
            });
        }
    }

    /// Closes the connection, when it has come to its end.
    pub(super) async fn close(&self) {
        if let Some(link) = self.link.lock().await.take() {
            link.close().await;
        }
    }
}

async fn copy(settings: &StoreSettings, mut link: OwnedMutexGuard<Option<Link>>) -> Result<(), Failure> {
    let link = match &mut *link {
        Some(link) => link,
        none => none.insert(Link::open(settings, Engine::Sqlite, CACHE).await?),
    };
    link.plain("PRAGMA wal_checkpoint(PASSIVE)").await.map_err(error::answer)
}
