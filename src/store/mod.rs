//! The store: everything that is SQL. Actions call its functions with a [`Unit`] (inside a use case) or with the
//! [`Store`] itself (plain reads); rows come out as domain values, breaches of the law as domain failures.

use std::{sync::Arc, time::Duration};

use lokaal_migrations::{Migrator, MigratorTrait};
use sea_orm::{
    DatabaseConnection,
    sqlx::{postgres::PgPoolOptions, sqlite::SqlitePoolOptions},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Notify;

use crate::{
    clock::Clock,
    config::DatabaseSettings,
    domain::{failure::Failure, time::Instant},
};

mod checkpoint;
mod deferred;
mod error;
mod group;
mod lease;
mod link;
mod snapshot;
mod sql;
mod unit;

pub mod access_notes;
pub mod audit;
pub mod bookings;
pub mod catalogue;
pub mod claims;
pub mod closures;
pub mod comments;
pub mod demand;
pub mod demo;
pub mod deposits;
pub mod doors;
pub mod feeds;
pub mod idempotency;
pub mod incidents;
pub mod keys;
pub mod letters;
pub mod organisations;
pub mod outbox;
pub mod people;
pub mod places;
pub mod quotas;
pub mod reports;
pub mod rota;
pub mod series;
pub mod sign_ins;
pub mod statements;
pub mod tariffs;
pub mod tokens;
pub mod waitlist;

pub use sql::{Access, Engine};
pub use unit::{Unit, UseCase};

/// How to reach the database.
#[derive(Clone, Debug)]
pub struct StoreSettings {
    /// `sqlite://path` or `postgres://…`; may hold a password.
    pub url: SecretString,
    /// Connections at most (to PostgreSQL, or that read SQLite).
    pub max_connections: u32,
    /// How long a caller waits for a connection.
    pub acquire_timeout: Duration,
    /// SQLite only: how long a writer waits for another process that writes.
    pub busy_timeout: Duration,
}

impl From<&DatabaseSettings> for StoreSettings {
    fn from(settings: &DatabaseSettings) -> Self {
        Self {
            url: settings.url.secret(),
            max_connections: settings.max_connections,
            acquire_timeout: settings.acquire_timeout,
            busy_timeout: settings.busy_timeout,
        }
    }
}

/// The database, its pools, and what is kept in memory of it.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    settings: StoreSettings,
    links: Arc<lease::Links>,
    /// SQLite's one writer. On PostgreSQL all write, on the connections that read.
    writer: Option<Arc<group::Writer>>,
    clock: Clock,
    catalogue: Arc<catalogue::Cache>,
    /// Rung when letters were written by this process.
    bell: Arc<Notify>,
}

impl Store {
    /// Opens the pools. No table is needed yet.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the database can't be reached or the URL is of no known kind.
    pub async fn connect(settings: &StoreSettings, clock: Clock) -> Result<Self, Failure> {
        let engine = Engine::of_url(settings.url.expose_secret())
            .ok_or_else(|| Failure::Unavailable("unknown kind of database URL".into()))?;
        let (links, writer) = match engine {
            Engine::Postgres => (lease::Links::new(settings, engine, settings.max_connections, CACHE), None),
            Engine::Sqlite => {
                // Its reads wait for no network: more at once than there are cores only cost memory.
                let cores =
                    std::thread::available_parallelism().map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(1));
                let readers = settings.max_connections.min((2 * cores).max(4));
                create_parent(settings.url.expose_secret())?;
                let writer = group::Writer::open(settings).await?;
                (lease::Links::new(settings, engine, readers, READER_CACHE), Some(Arc::new(writer)))
            }
        };
        // Tells at once where the database cannot be reached.
        links.lease().await?;
        let settings = settings.clone();
        Ok(Self { engine, settings, links, writer, clock, catalogue: Arc::default(), bell: Arc::default() })
    }

    /// The engine behind it.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The clock that all its times come from.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Now, by the clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Waits until this process writes letters; at once where it did since the last time. What others write is found
    /// by looking.
    pub async fn letters_written(&self) {
        self.bell.notified().await;
    }

    /// Applies the migrations that are missing, on a connection of its own.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] or [`Failure::Internal`] where a change fails; it is then undone.
    pub async fn migrate(settings: &StoreSettings) -> Result<(), Failure> {
        let connection = for_migrations(settings).await?;
        let result = Migrator::up(&connection, None).await;
        connection.close().await.map_err(error::failure)?;
        result.map_err(error::failure)
    }

    /// Names of the migrations that are applied and of those that are missing.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the database can't be reached.
    pub async fn migration_status(&self) -> Result<(Vec<String>, Vec<String>), Failure> {
        let names = |list: Vec<lokaal_migrations::Change>| list.iter().map(|m| m.name().to_owned()).collect();
        let connection = for_migrations(&self.settings).await?;
        let applied = Migrator::get_applied_migrations(&connection).await.map_err(error::failure)?;
        let pending = Migrator::get_pending_migrations(&connection).await.map_err(error::failure)?;
        connection.close().await.map_err(error::failure)?;
        Ok((names(applied), names(pending)))
    }

    /// Whether the database answers and its tables are those of this version.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where not.
    pub async fn ready(&self) -> Result<(), Failure> {
        let known = Migrator::migrations().len();
        let row = sql::one(self, "SELECT count(*) AS n FROM seaql_migrations", []).await?;
        let applied: i64 = sql::get(&row, "n")?;
        if usize::try_from(applied).is_ok_and(|applied| applied >= known) {
            Ok(())
        } else {
            Err(Failure::Unavailable("migrations are missing".into()))
        }
    }

    /// Closes the pools.
    pub async fn close(self) {
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
        self.links.close().await;
    }
}

/// What SQLite's one writer keeps of the file in memory, and each that reads, in kibibytes. What is not kept is read from
/// the system's cache of the file.
const CACHE: u32 = 16_000;
const READER_CACHE: u32 = 2_000;

/// Opens the one connection that migrations run on.
async fn for_migrations(settings: &StoreSettings) -> Result<DatabaseConnection, Failure> {
    let engine = Engine::of_url(settings.url.expose_secret())
        .ok_or_else(|| Failure::Unavailable("unknown kind of database URL".into()))?;
    let opened = match engine {
        Engine::Postgres => match link::postgres(settings) {
            Ok(options) => {
                let pool = PgPoolOptions::new().max_connections(1).acquire_timeout(settings.acquire_timeout);
                pool.connect_with(options).await.map(DatabaseConnection::from)
            }
            Err(fault) => Err(fault),
        },
        Engine::Sqlite => {
            create_parent(settings.url.expose_secret())?;
            match link::sqlite(settings, CACHE) {
                Ok(options) => {
                    let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(settings.acquire_timeout);
                    pool.connect_with(options).await.map(DatabaseConnection::from)
                }
                Err(fault) => Err(fault),
            }
        }
    };
    opened.map_err(|fault| link::unreachable(engine, &fault))
}

/// Makes the directory of a new SQLite file.
fn create_parent(url: &str) -> Result<(), Failure> {
    let path = url.trim_start_matches("sqlite://").trim_start_matches("sqlite:");
    let path = path.split('?').next().unwrap_or_default();
    let Some(parent) = std::path::Path::new(path).parent().filter(|parent| !parent.as_os_str().is_empty()) else {
        return Ok(());
    };
    std::fs::create_dir_all(parent)
        .map_err(|fault| Failure::Unavailable(format!("the directory of the database cannot be made: {fault}")))
}
