//! Statements straight at the database, past everything that the service does first.

use std::time::Duration;

use lokaal::{domain::ids::ResourceId, store::Engine};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbErr, IsolationLevel,
    RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value, sqlx,
};

use crate::{naive::Held, support::app::TestApp};

/// What the database said to a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Done, with so many rows touched.
    Done(u64),
    /// The law: more than the capacity.
    Overfull,
    /// The law: the resource is claimed, and so keeps its capacity.
    Claimed,
    /// Refused otherwise, by this code.
    Refused(String),
}

impl Verdict {
    /// Whether it was written.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    fn of(result: Result<sea_orm::ExecResult, DbErr>) -> Self {
        let fault = match result {
            Ok(done) => return Self::Done(done.rows_affected()),
            Err(DbErr::Exec(RuntimeErr::SqlxError(fault)) | DbErr::Query(RuntimeErr::SqlxError(fault))) => fault,
            Err(fault) => panic!("no answer of the database: {fault}"),
        };
        let sqlx::Error::Database(fault) = fault.as_ref() else { panic!("no answer of the database: {fault}") };
        let code = fault.code().unwrap_or_default().into_owned();
        match code.as_str() {
            "23P01" | "LK001" => Self::Overfull,
            "LK002" => Self::Claimed,
            "1811" if fault.message().contains("claims exceed") => Self::Overfull,
            "1811" if fault.message().contains("is claimed") => Self::Claimed,
            _ => Self::Refused(code),
        }
    }
}

/// Connections of the attacker's own.
pub(crate) struct Raw {
    connection: DatabaseConnection,
    engine: Engine,
}

impl Raw {
    /// Connects to the database of a service.
    pub(crate) async fn open(app: &TestApp) -> Self {
        let mut options = ConnectOptions::new(app.database().url().to_owned());
        options.max_connections(16).acquire_timeout(Duration::from_mins(1)).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(|sqlite| sqlite.foreign_keys(true).busy_timeout(Duration::from_mins(1)));
        let connection = Database::connect(options).await.expect("the database is there");
        Self { connection, engine: app.store().engine() }
    }

    /// The engine behind it.
    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    /// Runs one statement with `$1` marks.
    pub(crate) async fn execute(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Verdict {
        execute(&self.connection, sql, values).await
    }

    /// Begins a transaction; on SQLite one that writes.
    pub(crate) async fn begin(&self) -> Attack {
        self.begin_at(None).await
    }

    /// Begins a transaction at an isolation of its own.
    pub(crate) async fn begin_at(&self, isolation_level: Option<IsolationLevel>) -> Attack {
        let mode = (self.engine == Engine::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options =
            TransactionOptions { isolation_level, sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        Attack(self.connection.begin_with_options(options).await.expect("a transaction"))
    }

    /// Claims a resource.
    pub(crate) async fn claim(&self, resource: ResourceId, held: Held) -> Verdict {
        self.execute(CLAIM, claim_values(resource, held)).await
    }

    /// What is claimed on a resource, by start.
    pub(crate) async fn held(&self, resource: ResourceId) -> Vec<Held> {
        let sql = "SELECT starts_at, ends_at, quantity FROM claims WHERE resource_id = $1 ORDER BY starts_at, id";
        let statement =
            Statement::from_sql_and_values(self.connection.get_database_backend(), sql, [resource.0.into()]);
        let rows = self.connection.query_all_raw(statement).await.expect("rows");
        rows.iter().map(Held::read).collect()
    }
}

/// A transaction of the attacker's.
pub(crate) struct Attack(DatabaseTransaction);

impl Attack {
    /// Runs one statement with `$1` marks.
    pub(crate) async fn execute(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Verdict {
        execute(&self.0, sql, values).await
    }

    /// Claims a resource.
    pub(crate) async fn claim(&self, resource: ResourceId, held: Held) -> Verdict {
        self.execute(CLAIM, claim_values(resource, held)).await
    }

    /// Commits.
    pub(crate) async fn commit(self) {
        self.0.commit().await.expect("committed");
    }

    /// Gives up.
    pub(crate) async fn rollback(self) {
        self.0.rollback().await.expect("rolled back");
    }
}

const CLAIM: &str = "INSERT INTO claims (resource_id, starts_at, ends_at, quantity) VALUES ($1, $2, $3, $4)";

fn claim_values(resource: ResourceId, held: Held) -> [Value; 4] {
    [resource.0.into(), held.from.into(), held.until.into(), held.quantity.into()]
}

async fn execute<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Verdict {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    Verdict::of(connection.execute_raw(statement).await)
}
