//! A connection, of either kind, and what is asked over it. The driver's own pool is passed by: it asks the server
//! after each use whether it is still there, which costs as much as most statements.

use std::str::FromStr;

use sea_orm::{
    QueryResult, Value,
    sea_query::Values,
    sqlx::{
        self, AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, SqliteConnection,
        postgres::PgConnectOptions, sqlite::SqliteConnectOptions,
    },
};
use sea_query_sqlx::SqlxValues;
use secrecy::ExposeSecret;

use super::{Engine, StoreSettings, error};
use crate::domain::failure::Failure;

/// A connection.
pub(super) struct Link {
    wire: Wire,
    state: State,
    /// Whether a transaction is open that is this connection's own to end.
    transaction: bool,
}

enum Wire {
    Postgres(Box<PgConnection>),
    Sqlite(Box<SqliteConnection>),
}

/// How a connection was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It may be used.
    Idle,
    /// Something was asked, and whoever asked went away before the answer.
    Asked,
    /// It is gone, or what it keeps prepared is of no use any more.
    Broken,
}

/// Awaits an answer over either wire, and keeps note of how it went. What waits is kept apart: it is large, and whoever
/// asks would grow with it.
macro_rules! ask {
    ($link:expr, $connection:ident => $work:expr) => {{
        // What is gone does not come back.
        let next = if $link.state == State::Broken { State::Broken } else { State::Idle };
        if next == State::Idle {
            $link.state = State::Asked;
        }
        let answer = match &mut $link.wire {
            Wire::Postgres($connection) => Box::pin($work).await,
            Wire::Sqlite($connection) => Box::pin($work).await,
        };
        $link.state = match &answer {
            Err(fault) if error::ends_connection(fault) => State::Broken,
            _ => next,
        };
        answer
    }};
}

impl Link {
    /// Opens a connection; SQLite's keeps `cache` kibibytes of the file in memory.
    pub(super) async fn open(settings: &StoreSettings, engine: Engine, cache: u32) -> Result<Self, Failure> {
        let opened = match engine {
            Engine::Postgres => match postgres(settings) {
                Ok(options) => Box::pin(options.connect()).await.map(|link| Wire::Postgres(Box::new(link))),
                Err(fault) => Err(fault),
            },
            Engine::Sqlite => match sqlite(settings, cache) {
                Ok(options) => Box::pin(options.connect()).await.map(|link| Wire::Sqlite(Box::new(link))),
                Err(fault) => Err(fault),
            },
        };
        match opened {
            Ok(wire) => Ok(Self { wire, state: State::Idle, transaction: false }),
            Err(fault) => Err(unreachable(engine, &fault)),
        }
    }

    /// How it was left.
    pub(super) fn state(&self) -> State {
        self.state
    }

    /// Whether a transaction is open.
    pub(super) fn in_transaction(&self) -> bool {
        self.transaction
    }

    /// Every row.
    pub(super) async fn all(&mut self, text: String, values: Vec<Value>) -> Result<Vec<QueryResult>, sqlx::Error> {
        let values = SqlxValues(Values(values));
        ask!(self, link => {
            async {
                let rows = sqlx::query_with(AssertSqlSafe(text), values).fetch_all(&mut **link).await?;
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
        })
    }

    /// The first row, where there is one.
    pub(super) async fn first(&mut self, text: String, values: Vec<Value>) -> Result<Option<QueryResult>, sqlx::Error> {
        let values = SqlxValues(Values(values));
        ask!(self, link => {
            async {
                let row = sqlx::query_with(AssertSqlSafe(text), values).fetch_optional(&mut **link).await?;
                Ok(row.map(QueryResult::from))
            }
        })
    }

    /// Runs it, and tells how many rows it touched.
    pub(super) async fn execute(&mut self, text: String, values: Vec<Value>) -> Result<u64, sqlx::Error> {
        let values = SqlxValues(Values(values));
        ask!(self, link => {
            async { Ok(sqlx::query_with(AssertSqlSafe(text), values).execute(&mut **link).await?.rows_affected()) }
        })
    }

    /// Runs what has no values, as it stands.
    pub(super) async fn plain(&mut self, text: &'static str) -> Result<(), sqlx::Error> {
        ask!(self, link => async { (&mut **link).execute(text).await.map(|_| ()) })
    }

    /// Begins a transaction with `text`.
    pub(super) async fn begin(&mut self, text: &'static str) -> Result<(), sqlx::Error> {
        // Noted before it is sent: who goes away meanwhile leaves a transaction behind.
        self.transaction = true;
        self.plain(text).await
    }

    /// Commits the transaction.
    pub(super) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.plain("COMMIT").await?;
        self.transaction = false;
        Ok(())
    }

    /// Takes the transaction back.
    pub(super) async fn roll_back(&mut self) -> Result<(), sqlx::Error> {
        self.plain("ROLLBACK").await?;
        self.transaction = false;
        Ok(())
    }

    /// Makes it fit for use again after it was left in the middle of something.
    pub(super) async fn mend(&mut self) -> Result<(), sqlx::Error> {
        ask!(self, link => link.ping())?;
        if self.transaction { self.roll_back().await } else { Ok(()) }
    }

    /// Closes it with a word of goodbye.
    pub(super) async fn close(self) {
        // One that is closed already has nothing left to give back.
        let _ = match self.wire {
            Wire::Postgres(link) => Box::pin(link.close()).await,
            Wire::Sqlite(link) => Box::pin(link.close()).await,
        };
    }
}

/// What is told where no connection can be opened.
pub(super) fn unreachable(engine: Engine, fault: &sqlx::Error) -> Failure {
    // The text of a connection fault may hold the URL; the engine's name is enough.
    tracing::debug!(engine = engine.as_str(), %fault, "no connection");
    Failure::Unavailable(format!("the {} database cannot be reached", engine.as_str()))
}

/// How PostgreSQL is reached.
pub(super) fn postgres(settings: &StoreSettings) -> Result<PgConnectOptions, sqlx::Error> {
    let options = PgConnectOptions::from_str(settings.url.expose_secret())?.disable_statement_logging();
    Ok(options.statement_cache_capacity(STATEMENTS).options([
        // Plans are made once for a statement. By itself PostgreSQL makes one anew for each array of identifiers, which
        // costs more than to run it.
        ("plan_cache_mode", "force_generic_plan"),
        // No statement here is long enough to be worth a compiler.
        ("jit", "off"),
    ]))
}

/// How SQLite is opened.
pub(super) fn sqlite(settings: &StoreSettings, cache: u32) -> Result<SqliteConnectOptions, sqlx::Error> {
    let options = SqliteConnectOptions::from_str(settings.url.expose_secret())?.disable_statement_logging();
    Ok(options
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(settings.busy_timeout)
        .statement_cache_capacity(STATEMENTS)
        .pragma("journal_mode", "WAL")
        .pragma("synchronous", "FULL")
        .pragma("cache_size", format!("-{cache}"))
        // What a savepoint may have to take back is kept in memory, and not written to a file for each booking.
        .pragma("temp_store", "MEMORY")
        // Pages that many bookings touch are then written back once for all of them: 32 MB of log at most.
        .pragma("wal_autocheckpoint", "8000"))
}

/// Statements that a connection keeps prepared.
const STATEMENTS: usize = 256;
