//! Reads that belong together: all of them see the database as it was at one moment.

use sea_orm::{AccessMode, DatabaseTransaction, IsolationLevel, TransactionOptions, TransactionTrait};

use super::{Access, Engine, Store, error};
use crate::domain::failure::Failure;

/// The database as it was at the first read.
pub(super) struct Snapshot {
    transaction: DatabaseTransaction,
    engine: Engine,
}

impl Snapshot {
    pub(super) async fn open(store: &Store) -> Result<Self, Failure> {
        let options = match store.engine {
            Engine::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            // A transaction that only reads sees one state of the write-ahead log.
            Engine::Sqlite => TransactionOptions::default(),
        };
        let transaction = store.read.begin_with_options(options).await.map_err(error::failure)?;
        Ok(Self { transaction, engine: store.engine })
    }

    /// Gives the connection back. Nothing was written that could be lost.
    pub(super) async fn close(self) {
        if let Err(fault) = self.transaction.rollback().await {
            tracing::debug!(%fault, "a snapshot did not end well");
        }
    }
}

impl Access for Snapshot {
    type Connection = DatabaseTransaction;

    fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    fn engine(&self) -> Engine {
        self.engine
    }
}
