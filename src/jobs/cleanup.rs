//! Drops what is not needed any more: answers kept for idempotency keys, texts of letters, reminders of what is
//! over, tokens that have lapsed, and what neighbours wrote a while ago.

use crate::{
    actions::Services,
    domain::{
        failure::Failure,
        time::{DAY, Instant},
    },
    store::{Unit, UseCase, idempotency, letters, outbox, reports, tokens},
};

/// Drops what has lapsed and tells how many things went.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services, keep_bodies_days: u32) -> Result<usize, Failure> {
    let before = |days: u32| services.now().plus(-i64::from(days) * DAY);
    let clean = Clean {
        letters: before(keep_bodies_days),
        contacts: before(services.policy.keep_contact_days),
        reports: before(services.policy.keep_report_days),
    };
    let gone = services.store.run(&clean).await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}

/// Drops what came before these instants.
struct Clean {
    letters: Instant,
    contacts: Instant,
    reports: Instant,
}

impl UseCase for Clean {
    type Output = u64;

    async fn run(&self, unit: &Unit) -> Result<u64, Failure> {
        let answers = idempotency::drop_lapsed(unit).await?;
        let texts = outbox::drop_payloads(unit, self.letters).await?;
        let reminders = letters::drop_reminders(unit, unit.now().plus(-DAY)).await?;
        let forgotten = reports::forget(unit, self.contacts, self.reports).await?;
        Ok(answers + texts + reminders + forgotten + tokens::drop_lapsed(unit).await?)
    }
}
