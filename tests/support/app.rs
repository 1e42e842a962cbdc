//! The service inside the test: on a port of its own, with a clock set by hand and a database of its own.

use std::sync::Arc;

use lokaal::{
    app::App,
    clock::ManualClock,
    config::{Settings, Sources},
    domain::{
        ids::{CentreId, UserId},
        person::StaffRole,
        time::Instant,
    },
    http::HttpState,
    store::{Engine, Store},
};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{actor::Actor, database::TestDatabase, rows::Rows};

/// Thursday 3 December 2026, 09:00 in Brussels: where a test's clock begins.
pub const START: Instant = Instant::from_epoch_seconds(1_796_284_800);

/// What signs the tokens.
pub const SECRET: &str = "a secret of the tests, and of nobody else";

/// The service under test. It stops, and its database goes, with the value.
pub struct TestApp {
    /// The clock of the service.
    pub clock: ManualClock,
    /// The rows of its database, past all rules.
    pub rows: Rows,
    state: HttpState,
    address: String,
    client: reqwest::Client,
    server: JoinHandle<()>,
    stop: CancellationToken,
    _stop_with_this: DropGuard,
    _files: TempDir,
    // Last: dropped after all that uses it.
    database: TestDatabase,
}

impl TestApp {
    /// Starts the service on this engine.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, &[]).await
    }

    /// Starts the service with these settings on top of those for tests: `("LOKAAL__LIMITS__ENABLED", "true")`.
    pub async fn start_with(engine: Engine, variables: &[(&str, &str)]) -> Self {
        Self::start_on(TestDatabase::new(engine).await, variables).await
    }

    /// Starts the service on this database, with these settings on top of those for tests.
    pub async fn start_on(database: TestDatabase, variables: &[(&str, &str)]) -> Self {
        let files = tempfile::tempdir().expect("a directory");
        let mail = files.path().join("mail").display().to_string();
        let usual = [
            ("LOKAAL__DATABASE__URL", database.url()),
            ("LOKAAL__HTTP__ADDRESS", "127.0.0.1:0"),
            ("LOKAAL__HTTP__PUBLIC_URL", "http://lokaal.test"),
            ("LOKAAL__MAIL__DIRECTORY", &mail),
            ("LOKAAL__AUTH__SECRET", SECRET),
            // The lowest cost: what is tested is never how long it takes.
            ("LOKAAL__AUTH__ARGON2_MEMORY_KIB", "8"),
            ("LOKAAL__AUTH__ARGON2_ITERATIONS", "1"),
            ("LOKAAL__LIMITS__ENABLED", "false"),
            ("LOKAAL__DEMO__LOAD", "false"),
            ("LOKAAL__JOBS__ENABLED", "false"),
        ];
        let sources = Sources::from_variables(usual.into_iter().chain(variables.iter().copied()));
        let settings = Settings::load(&sources).expect("settings fit for use");
        let clock = ManualClock::new(START);
        let app = App::build(&settings, clock.clone().into()).await.expect("the service is built");
        let listener = TcpListener::bind(settings.http.address).await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (state, stop) = (app.state().clone(), app.stop());
        Self {
            clock,
            rows: Rows::open(database.url()).await,
            state,
            address,
            client: client(),
            server: tokio::spawn(app.serve(listener)),
            _stop_with_this: stop.clone().drop_guard(),
            stop,
            _files: files,
            database,
        }
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The database it runs on.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// What its handlers share.
    pub fn state(&self) -> &HttpState {
        &self.state
    }

    /// Its store.
    pub fn store(&self) -> &Store {
        &self.state.services.store
    }

    /// Now, by its clock.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Tells it to stop and waits until it has.
    pub async fn stop(&mut self) {
        self.stop.cancel();
        (&mut self.server).await.expect("no panic");
    }

    /// Stops it and leaves its database. Its people stay signed in: elsewhere, see [`Actor::at`].
    pub async fn into_database(mut self) -> TestDatabase {
        self.stop().await;
        self.database
    }

    /// Somebody who is not signed in.
    pub fn anonymous(&self) -> Actor {
        Actor::new(self.client.clone(), self.address.clone())
    }

    /// Somebody with an account, made where it is not there, and nothing else.
    pub async fn person(&self, email: &str) -> Actor {
        let id = match self.rows.user_id(email).await {
            Some(id) => id,
            None => self.rows.add_user(email, self.now()).await,
        };
        self.signed_in(id, email)
    }

    /// Somebody on the city's staff: desk and manager of a centre, steward and administrator of the city.
    pub async fn staff(&self, role: StaffRole, centre: impl Into<Option<CentreId>>) -> Actor {
        let centre = centre.into();
        let place = centre.map(|id| format!(".{}", id.0.simple())).unwrap_or_default();
        let actor = self.person(&format!("{}{place}@staff.example.org", role.as_str())).await;
        self.rows.add_post(actor.id(), role, centre, self.now()).await;
        actor
    }

    /// The administrator of the city.
    pub async fn administrator(&self) -> Actor {
        self.staff(StaffRole::Administrator, None).await
    }

    fn signed_in(&self, id: UserId, email: &str) -> Actor {
        let tokens = Arc::clone(&self.state.tokens);
        let clock = self.clock.clone();
        // A token for each request: tests that move the clock by days stay signed in.
        let token = move || tokens.issue(id, clock.now()).expect("a token");
        self.anonymous().signed_in(id, email, token)
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().expect("a client")
}

/// Makes a test for each engine of each function: `both_engines! { async fn name(app: TestApp) { … } }`.
#[macro_export]
macro_rules! both_engines {
    ($($(#[$attribute:meta])* async fn $name:ident($($app:ident)+: TestApp) $body:block)+) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing from around it")]
            use super::*;

            async fn case($($app)+: $crate::support::app::TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                case($crate::support::app::TestApp::start(lokaal::store::Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                case($crate::support::app::TestApp::start(lokaal::store::Engine::Postgres).await).await;
            }
        }
    )+};
}
