//! What runs beside the requests: sending letters, reminders, expiries, keeping memory and tables fresh. Each job is a
//! file with a `run_once`, which does all that is due by the clock; here they are run again and again. They are safe
//! when several processes run them: each piece of work is taken in a transaction that looks whether it is still there.

pub mod attendance;
pub mod cleanup;
pub mod day_before;
pub mod demand;
pub mod expiry;
pub mod mornings;
pub mod outbox;
pub mod reminders;
pub mod renewals;
pub mod rota;
pub mod statements;

use std::{future::Future, time::Duration};

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    actions::Services,
    config::JobSettings,
    domain::{clock_time::ClockTime, failure::Failure},
};

/// How often what is held in memory is compared with what other processes changed.
const CATALOGUE_POLL: Duration = Duration::from_secs(1);
/// How often wishes that came to nothing are written down.
const DEMAND_INTERVAL: Duration = Duration::from_secs(5);
/// How often tables are cleaned.
const CLEANUP_INTERVAL: Duration = Duration::from_hours(1);
/// How often it is looked who opens, and which keys are late.
const ROTA_INTERVAL: Duration = Duration::from_mins(5);
/// How often series to renew are looked for.
const RENEWAL_INTERVAL: Duration = Duration::from_hours(1);
/// How often statements to make are looked for.
const STATEMENT_INTERVAL: Duration = Duration::from_hours(1);

/// Starts the jobs; they end soon after `stop` is cancelled, when what they have in hand is done. Where the settings
/// say that this process runs none, only the memory of this process is kept fresh, and what it notes is written down.
pub fn start(
    services: &Services,
    mailer: outbox::Mailer,
    settings: &JobSettings,
    keep_bodies_days: u32,
    stop: &CancellationToken,
    workers: &TaskTracker,
) {
    let run = |job: Job| workers.spawn(job.repeat(services.clone(), stop.clone()));
    run(Job { name: "catalogue", pause: CATALOGUE_POLL, work: Work::Catalogue });
    run(Job { name: "demand", pause: DEMAND_INTERVAL, work: Work::Demand });
    if settings.enabled {
        run(Job { name: "outbox", pause: settings.outbox_poll, work: Work::Outbox(mailer) });
        run(Job { name: "expiry", pause: settings.expiry_interval, work: Work::Expiry });
        run(Job { name: "attendance", pause: settings.expiry_interval, work: Work::Attendance });
        run(Job { name: "reminders", pause: settings.reminder_interval, work: Work::Reminders });
        run(Job { name: "day_before", pause: settings.reminder_interval, work: Work::DayBefore });
        let morning = settings.morning;
        run(Job { name: "mornings", pause: settings.reminder_interval, work: Work::Mornings { morning } });
        run(Job { name: "rota", pause: ROTA_INTERVAL, work: Work::Rota });
        run(Job { name: "renewals", pause: RENEWAL_INTERVAL, work: Work::Renewals });
        run(Job { name: "statements", pause: STATEMENT_INTERVAL, work: Work::Statements });
        run(Job { name: "cleanup", pause: CLEANUP_INTERVAL, work: Work::Cleanup { keep_bodies_days } });
    }
}

/// A job and how often it runs.
struct Job {
    name: &'static str,
    pause: Duration,
    work: Work,
}

enum Work {
    Catalogue,
    Demand,
    Outbox(outbox::Mailer),
    Expiry,
    Attendance,
    Reminders,
    DayBefore,
    Mornings { morning: ClockTime },
    Rota,
    Renewals,
    Statements,
    Cleanup { keep_bodies_days: u32 },
}

impl Job {
    /// Runs until told to stop. A failure is told once and the work tried again; it never ends the job.
    async fn repeat(self, services: Services, stop: CancellationToken) {
        let mut failing = false;
        loop {
            let job = self.name;
            match self.run_once(&services, &stop).await {
                Ok(done) => {
                    if failing {
                        tracing::info!(job, "works again");
                    } else if done > 0 {
                        tracing::debug!(job, done, "done");
                    }
                    failing = false;
                }
                Err(failure) => {
                    if !failing {
                        tracing::warn!(job, %failure, "failed; tried again until it works");
                    }
                    failing = true;
                }
            }
            tokio::select! {
                () = stop.cancelled() => return self.end(&services).await,
                () = tokio::time::sleep(self.pause) => {}
                // While it fails, a letter more is no reason to try sooner.
                () = self.called(&services), if !failing => {}
            }
        }
    }

    async fn run_once(&self, services: &Services, stop: &CancellationToken) -> Result<usize, Failure> {
        match &self.work {
            Work::Catalogue => services.store.refresh_catalogue().await.map(|_| 0),
            Work::Demand => demand::run_once(services).await,
            Work::Outbox(mailer) => outbox::run_until(services, mailer, stop).await,
            Work::Expiry => expiry::run_once(services).await,
            Work::Attendance => attendance::run_once(services).await,
            Work::Reminders => reminders::run_once(services).await,
            Work::DayBefore => day_before::run_once(services).await,
            Work::Mornings { morning } => mornings::run_once(services, *morning).await,
            Work::Rota => rota::run_once(services).await,
            Work::Renewals => renewals::run_once(services).await,
            Work::Statements => statements::run_once(services).await,
            Work::Cleanup { keep_bodies_days } => cleanup::run_once(services, *keep_bodies_days).await,
        }
    }

    /// What is to be done before this process ends.
    async fn end(&self, services: &Services) {
        if matches!(self.work, Work::Demand)
            && let Err(failure) = demand::run_once(services).await
        {
            tracing::warn!(job = self.name, %failure, "what is not written is lost");
        }
    }

    /// Ends when there is work before the pause is over.
    async fn called(&self, services: &Services) {
        match self.work {
            Work::Outbox(_) => services.store.letters_written().await,
            _ => std::future::pending().await,
        }
    }
}

/// Does `work` for each of `things`. One that fails is told and left for the next time, so that it does not stand in
/// the way of the others. Tells how many were done.
async fn each<T, F>(job: &'static str, things: Vec<T>, work: impl Fn(T) -> F) -> usize
where
    F: Future<Output = Result<bool, Failure>>,
{
    let mut done = 0;
    for thing in things {
        match work(thing).await {
            Ok(true) => done += 1,
            Ok(false) => {}
            Err(failure) => tracing::warn!(job, %failure, "one failed; tried again the next time"),
        }
    }
    done
}
