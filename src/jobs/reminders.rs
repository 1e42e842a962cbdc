//! Reminds of requests that wait for an answer: half-way the desk, and half-way through the rest the managers.

use crate::{
    actions::{Services, letters::remind::Remind},
    domain::failure::Failure,
    store::bookings,
};

/// Requests looked at in one go.
const BATCH: u64 = 100;

/// Writes the reminders that are due and tells how many requests they are about.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services) -> Result<usize, Failure> {
    let mut reminded = 0;
    loop {
        let due = bookings::due_reminders(&services.store, services.now(), BATCH).await?;
        let done = super::each("reminders", due, |due| async move {
            services.store.run(&Remind { policy: &services.policy, due }).await
        })
        .await;
        reminded += done;
        // Where nothing moved, all that is left failed or is another process's.
        if done == 0 {
            return Ok(reminded);
        }
    }
}
