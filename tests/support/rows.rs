//! The rows of a database, read and written past all rules.

use std::time::Duration;

use lokaal::domain::{
    ids::{CentreId, UserId},
    person::StaffRole,
    time::Instant,
};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, FromQueryResult, JsonValue, QueryResult,
    Statement, Value,
};
use uuid::Uuid;

/// What these connections are called in PostgreSQL's lists.
pub const APPLICATION: &str = "lokaal tests";

/// Connections of the test's own.
pub struct Rows(DatabaseConnection);

impl Rows {
    /// Connects to the database behind this URL.
    pub async fn open(url: &str) -> Self {
        let mut options = ConnectOptions::new(url.to_owned());
        options.max_connections(2).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(|sqlite| sqlite.foreign_keys(true).busy_timeout(Duration::from_secs(20)));
        // So that a test can tell these from the connections of the service.
        options.map_sqlx_postgres_opts(|postgres| postgres.application_name(APPLICATION));
        Self(Database::connect(options).await.expect("the database is there"))
    }

    /// Closes the connections.
    pub async fn close(self) {
        self.0.close().await.expect("closed");
    }

    fn statement(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
        Statement::from_sql_and_values(self.0.get_database_backend(), sql, values)
    }

    /// Runs a statement with `$1` marks and tells how many rows it touched.
    pub async fn execute(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> u64 {
        self.0.execute_raw(self.statement(sql, values)).await.unwrap_or_else(|e| panic!("{sql}: {e}")).rows_affected()
    }

    /// The first row.
    pub async fn first(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Option<QueryResult> {
        self.0.query_one_raw(self.statement(sql, values)).await.unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// Every row.
    pub async fn all(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Vec<QueryResult> {
        self.0.query_all_raw(self.statement(sql, values)).await.unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// The one number that a query gives in its column `n`.
    pub async fn count(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> i64 {
        let row = self.first(sql, values).await.expect("a row");
        row.try_get("", "n").expect("a number n")
    }

    /// Adds a row.
    pub async fn insert(&self, table: &str, columns: &[(&str, Value)]) {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let marks: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
        self.execute(&sql, columns.iter().map(|(_, value)| value.clone())).await;
    }

    /// All that the database holds, as text: to show that nothing changed. Without what is noted of wishes that came to
    /// nothing: a job writes it down behind every refusal.
    pub async fn dump(&self) -> String {
        let backend = self.0.get_database_backend();
        let tables = match backend {
            DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
            _ => "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
        };
        let mut dump = String::new();
        for table in self.all(tables, []).await {
            let table: String = table.try_get("", "name").expect("a name");
            if table.starts_with("demand") {
                continue;
            }
            let statement = Statement::from_string(backend, format!("SELECT * FROM {table}"));
            let rows = JsonValue::find_by_statement(statement).all(&self.0).await.expect("rows");
            let mut lines: Vec<String> = rows.iter().map(|row| format!("{table} {row}\n")).collect();
            lines.sort();
            dump.extend(lines);
        }
        dump
    }

    pub(super) async fn user_id(&self, email: &str) -> Option<UserId> {
        let row = self.first("SELECT id FROM users WHERE email = $1", [email.into()]).await?;
        Some(UserId(row.try_get::<Uuid>("", "id").expect("an id")))
    }

    pub(super) async fn add_user(&self, email: &str, now: Instant) -> UserId {
        let id = UserId::new(now);
        let name = email.split('@').next().unwrap_or_default();
        let columns = [
            ("id", id.0.into()),
            ("email", email.into()),
            ("name", name.into()),
            ("locale", "nl".into()),
            ("created_at", now.epoch_seconds().into()),
        ];
        self.insert("users", &columns).await;
        id
    }

    pub(super) async fn add_post(&self, user: UserId, role: StaffRole, centre: Option<CentreId>, now: Instant) {
        let columns = [
            ("user_id", user.0.into()),
            ("role", role.as_str().into()),
            ("centre_id", centre.map(|id| id.0).into()),
            ("created_at", now.epoch_seconds().into()),
        ];
        let there = "SELECT count(*) AS n FROM staff_posts WHERE user_id = $1 AND role = $2";
        if self.count(there, [user.0.into(), role.as_str().into()]).await == 0 {
            self.insert("staff_posts", &columns).await;
        }
    }
}
