//! Drops what is not needed any more: answers kept for idempotency keys, texts of letters, reminders of what is
//! over, tokens that have lapsed.

use crate::{
    actions::Services,
    domain::{
        failure::Failure,
        time::{DAY, Instant},
    },
    store::{Unit, UseCase, idempotency, letters, outbox, tokens},
};

/// Drops what has lapsed and tells how many things went.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services, keep_bodies_days: u32) -> Result<usize, Failure> {
    let before = services.now().plus(-i64::from(keep_bodies_days) * DAY);
    let gone = services.store.run(&Clean { letters_before: before }).await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}

struct Clean {
    letters_before: Instant,
}

impl UseCase for Clean {
    type Output = u64;

    async fn run(&self, unit: &Unit) -> Result<u64, Failure> {
        let answers = idempotency::drop_lapsed(unit).await?;
        let texts = outbox::drop_payloads(unit, self.letters_before).await?;
        let reminders = letters::drop_reminders(unit, unit.now().plus(-DAY)).await?;
        Ok(answers + texts + reminders + tokens::drop_lapsed(unit).await?)
    }
}
