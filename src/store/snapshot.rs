//! Reads that belong together: all of them see the database as it was at one moment.

use tokio::sync::Mutex;

use super::{
    Access, Engine, Store, error,
    lease::Lease,
    sql::{Held, Line},
};
use crate::domain::failure::Failure;

/// The database as it was at the first read.
pub(super) struct Snapshot {
    lease: Mutex<Lease>,
    engine: Engine,
}

impl Snapshot {
    pub(super) async fn open(store: &Store) -> Result<Self, Failure> {
        // On SQLite a transaction that only reads sees one state of the write-ahead log.
        let begin = store.engine.pick("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "BEGIN");
        let mut lease = store.links.lease().await?;
        lease.link()?.begin(begin).await.map_err(error::answer)?;
        Ok(Self { lease: Mutex::new(lease), engine: store.engine })
    }

    /// Gives the connection back. Nothing was written that could be lost.
    pub(super) async fn close(self) {
        let mut lease = self.lease.into_inner();
        if let Ok(link) = lease.link()
            && let Err(fault) = link.roll_back().await
        {
            tracing::debug!(%fault, "a snapshot did not end well");
        }
    }
}

impl Access for Snapshot {
    fn engine(&self) -> Engine {
        self.engine
    }

    async fn line(&self) -> Result<Line<'_>, Failure> {
        Ok(Line(Held::Own(self.lease.lock().await)))
    }
}
