//! A temporary PostgreSQL cluster, and a database of its own for each test.
//!
//! `scripts/test` starts one cluster for all test processes and names it in `LOKAAL_TEST_POSTGRES_URL`; where that is
//! not set, a process starts one for itself. The cluster runs as long as a pipe to `scripts/postgres` stays open, so it
//! ends with the test process, however that ends.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::OnceLock,
    thread,
};

use lokaal::store::Store;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, DbErr, Statement};
use uuid::Uuid;

use super::database;

/// The variable that names a running cluster.
const URL_VARIABLE: &str = "LOKAAL_TEST_POSTGRES_URL";
/// The database that those with all tables are copies of.
const TEMPLATE: &str = "lokaal_template";

/// Whether the cluster survives a loss of power.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is synced to disk: fast.
    Fast,
    /// As in production: for tests that rely on it.
    Durable,
}

/// A running cluster.
pub struct Cluster {
    url: String,
    server: Option<Server>,
}

/// The process that runs a cluster until its input closes.
struct Server {
    child: Child,
    input: Option<ChildStdin>,
}

impl Cluster {
    /// Starts a cluster that ends with this value, or with the process.
    pub fn start(durability: Durability) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/postgres");
        let mut command = Command::new(script);
        if durability == Durability::Durable {
            command.arg("--durable");
        }
        // A process group of its own: a signal to the tests reaches it only through the pipe, so it can clean up.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut child = command.spawn().expect("scripts/postgres runs");
        let input = child.stdin.take();
        let mut url = String::new();
        BufReader::new(child.stdout.take().expect("its output is piped")).read_line(&mut url).expect("a line");
        let url = url.trim().to_owned();
        assert!(!url.is_empty(), "scripts/postgres started no server; what it said stands above");
        Self { url, server: Some(Server { child, input }) }
    }

    /// The cluster of this run.
    pub fn shared() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| match std::env::var(URL_VARIABLE) {
            Ok(url) if !url.is_empty() => Self { url, server: None },
            _ => Self::start(Durability::Fast),
        })
    }

    /// A durable cluster of this process.
    pub fn durable() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| Self::start(Durability::Durable))
    }

    /// The URL of its administrative database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// An empty database that nobody else uses; dropped with the value.
    pub fn fresh_database(&self) -> TestDatabase {
        self.copy_of("template0")
    }

    /// A database with all tables that nobody else uses; dropped with the value. The first process of a run makes the
    /// tables, the others wait for it; after that a database is a copy.
    pub async fn migrated_database(&self) -> TestDatabase {
        self.make_template().await.expect("a database with all tables");
        self.copy_of(TEMPLATE)
    }

    async fn make_template(&self) -> Result<(), DbErr> {
        // One connection, so that the lock is held until it closes.
        let mut options = ConnectOptions::new(self.url.clone());
        options.max_connections(1).sqlx_logging(false);
        let connection = Database::connect(options).await?;
        connection.execute_unprepared("SELECT pg_advisory_lock(5282525)").await?;
        let question = format!("SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'");
        let there = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, question)).await?;
        if there.is_none() {
            connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {TEMPLATE}_new")).await?;
            connection.execute_unprepared(&format!("CREATE DATABASE {TEMPLATE}_new TEMPLATE template0")).await?;
            let settings = database::settings(&self.url_of(&format!("{TEMPLATE}_new")));
            Store::migrate(&settings).await.expect("the migrations apply");
            connection.execute_unprepared(&format!("ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")).await?;
        }
        connection.close().await
    }

    fn url_of(&self, database: &str) -> String {
        let (server, _) = self.url.rsplit_once('/').expect("a URL with a database");
        format!("{server}/{database}")
    }

    fn copy_of(&self, template: &str) -> TestDatabase {
        let name = format!("test_{}", Uuid::from_u128(rand::random()).simple());
        run(&self.url, vec![format!("CREATE DATABASE {name} TEMPLATE {template}")]).expect("a new database");
        TestDatabase { url: self.url_of(&name), administration: self.url.clone(), name }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            drop(server.input.take());
            let _ = server.child.wait();
        }
    }
}

/// An empty database in the cluster of this run.
pub fn fresh_database() -> TestDatabase {
    Cluster::shared().fresh_database()
}

/// A database of a test's own; dropped with the value, connections and all.
pub struct TestDatabase {
    url: String,
    administration: String,
    name: String,
}

impl TestDatabase {
    /// Its URL, as `LOKAAL__DATABASE__URL` wants it.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // Where the cluster is gone already, so is the database.
        let _ = run(&self.administration, vec![format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)]);
    }
}

/// Runs statements outside any transaction, on a thread of its own, so that it works inside and outside of a runtime.
pub fn run(url: &str, statements: Vec<String>) -> Result<(), DbErr> {
    let url = url.to_owned();
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut options = ConnectOptions::new(url);
            options.max_connections(1).sqlx_logging(false);
            let connection = Database::connect(options).await?;
            for statement in statements {
                connection.execute_unprepared(&statement).await?;
            }
            connection.close().await
        })
    };
    thread::spawn(work).join().expect("no panic")
}
