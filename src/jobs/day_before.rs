//! Reminds who booked, a day before it begins.

use crate::{
    actions::{
        Services,
        letters::day_before::{AHEAD, Remind},
    },
    domain::failure::Failure,
    store::letters,
};

/// Bookings looked at in one go.
const BATCH: u64 = 100;

/// Writes the reminders that are due and tells how many bookings they are about.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services) -> Result<usize, Failure> {
    let mut reminded = 0;
    loop {
        let now = services.now();
        let due = letters::to_remind(&services.store, now, now.plus(AHEAD), BATCH).await?;
        let done = super::each("reminders", due, |id| async move {
            services.store.run(&Remind { policy: &services.policy, id }).await
        })
        .await;
        reminded += done;
        // Where nothing moved, all that is left failed or is another process's.
        if done == 0 {
            return Ok(reminded);
        }
    }
}
