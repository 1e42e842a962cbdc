//! A database with all tables, of a test's own, on either engine.

use std::time::Duration;

use lokaal::{
    clock::Clock,
    store::{Engine, Store, StoreSettings},
};
use tempfile::TempDir;

use super::postgres;

/// A database with all tables; it goes with the value.
pub struct TestDatabase {
    url: String,
    held: Held,
}

/// What goes with the value.
enum Held {
    Directory(TempDir),
    Database(postgres::TestDatabase),
}

impl TestDatabase {
    /// A new one on this engine.
    pub async fn new(engine: Engine) -> Self {
        Self::on(engine, postgres::Cluster::shared).await
    }

    /// A new one that survives a loss of power, as in production.
    pub async fn durable(engine: Engine) -> Self {
        Self::on(engine, postgres::Cluster::durable).await
    }

    async fn on(engine: Engine, cluster: fn() -> &'static postgres::Cluster) -> Self {
        match engine {
            Engine::Sqlite => {
                let directory = tempfile::tempdir().expect("a directory");
                let url = format!("sqlite://{}", directory.path().join("lokaal.db").display());
                Store::migrate(&settings(&url)).await.expect("the migrations apply");
                Self { url, held: Held::Directory(directory) }
            }
            Engine::Postgres => Self::in_cluster(cluster()).await,
        }
    }

    /// A new one in this cluster.
    pub async fn in_cluster(cluster: &postgres::Cluster) -> Self {
        let database = cluster.migrated_database().await;
        Self { url: database.url().to_owned(), held: Held::Database(database) }
    }

    /// Its URL, as `LOKAAL__DATABASE__URL` wants it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How a store reaches it.
    pub fn settings(&self) -> StoreSettings {
        settings(&self.url)
    }

    /// A store over it.
    pub async fn store(&self, clock: impl Into<Clock>) -> Store {
        Store::connect(&self.settings(), clock.into()).await.expect("the database is there")
    }
}

pub(super) fn settings(url: &str) -> StoreSettings {
    StoreSettings {
        url: url.into(),
        max_connections: 16,
        acquire_timeout: Duration::from_secs(20),
        busy_timeout: Duration::from_secs(20),
    }
}
