//! The service put together: store, router and workers, and how it stops.

mod run;

use std::time::Duration;

use tokio::{net::TcpListener, time::Instant};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    actions::Services,
    auth::{
        passwords::{Cost, Passwords},
        tokens::Tokens,
    },
    clock::Clock,
    config::{HttpSettings, JobSettings, MailSettings, Settings},
    demo::{self, leuven},
    domain::{failure::Failure, time::MINUTE},
    http::{self, HttpState, Router},
    jobs::{self, outbox::Mailer},
    mail::{self, SetupError, Transport},
};

pub use run::{StartFault, run};

/// How often numbers are put into their buckets and addresses forgotten.
const TIDY_EVERY: Duration = Duration::from_secs(10);

/// The service, ready to serve.
pub struct App {
    state: HttpState,
    router: Router,
    settings: HttpSettings,
    mailer: Mailer,
    jobs: JobSettings,
    keep_bodies_days: u32,
    stop: CancellationToken,
    workers: TaskTracker,
}

impl App {
    /// Opens the database (with missing migrations applied where the settings say so) and builds everything on it.
    /// Workers start with [`App::serve`].
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the database can't be reached, its migrations are missing, it holds people of the
    /// demo whom the settings refuse, or mail is not set up.
    pub async fn build(settings: &Settings, clock: Clock) -> Result<Self, Failure> {
        let services = Services::open(settings, clock).await?;
        demo::refuse_people(&services.store, settings).await?;
        let auth = &settings.auth;
        let lifetime = i64::from(auth.access_minutes) * MINUTE;
        let tokens = Tokens::new(&auth.secret, auth.previous_secret.as_ref(), lifetime);
        let passwords = Passwords::new(Cost::from(auth))?;
        if settings.demo.load {
            leuven::load(&services, passwords.hash(demo::PASSWORD).await?).await?;
        }
        let state = HttpState::new(services, tokens, passwords, settings);
        Ok(Self {
            router: http::router(state.clone(), settings),
            state,
            settings: settings.http.clone(),
            mailer: mailer(&settings.mail)?,
            jobs: settings.jobs,
            keep_bodies_days: settings.mail.keep_bodies_days,
            stop: CancellationToken::new(),
            workers: TaskTracker::new(),
        })
    }

    /// What the handlers share.
    #[must_use]
    pub fn state(&self) -> &HttpState {
        &self.state
    }

    /// The router, for who brings a server of their own.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// How letters leave.
    #[must_use]
    pub fn mailer(&self) -> &Mailer {
        &self.mailer
    }

    /// Cancelled, it makes [`App::serve`] stop.
    #[must_use]
    pub fn stop(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Serves, and runs the workers, until told to stop. Then no connection is accepted any more, what is under way may
    /// go on for the settings' grace, and the pools are closed.
    pub async fn serve(self, listener: TcpListener) {
        let grace = self.settings.shutdown_grace;
        let transport = self.mailer.transport.clone();
        self.workers.spawn(tidy(self.state.clone(), self.stop.clone()));
        let services = &self.state.services;
        jobs::start(services, self.mailer, &self.jobs, self.keep_bodies_days, &self.stop, &self.workers);
        let serving = http::serve(listener, self.router, self.stop.clone(), &self.settings);
        let ordered = async {
            self.stop.cancelled().await;
            Instant::now()
        };
        let ((), ordered) = tokio::join!(serving, ordered);
        finish("requests", &self.state.under_way, ordered + grace).await;
        finish("workers", &self.workers, ordered + grace).await;
        transport.close().await;
        self.state.services.store.close().await;
        tracing::info!("stopped");
    }
}

/// Keeps the memory of the HTTP side small, until told to stop.
async fn tidy(state: HttpState, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        state.tidy();
    }
}

/// Waits for what is under way, at most until then.
async fn finish(what: &'static str, tasks: &TaskTracker, deadline: Instant) {
    tasks.close();
    if tokio::time::timeout_at(deadline, tasks.wait()).await.is_err() {
        tracing::warn!(what, left = tasks.len(), "stopped before all was done");
    }
}

fn mailer(settings: &MailSettings) -> Result<Mailer, Failure> {
    let unfit = |fault: SetupError| Failure::Unavailable(fault.to_string());
    Ok(Mailer { transport: Transport::new(settings).map_err(unfit)?, from: mail::sender(settings).map_err(unfit)? })
}
