//! Ends requests that nobody answered in time and options that lapsed.

use crate::{
    actions::{Services, bookings::expire},
    domain::failure::Failure,
    store::bookings,
};

/// Bookings looked at in one go.
const BATCH: u64 = 100;

/// Ends what has run out and tells how many bookings that were.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services) -> Result<usize, Failure> {
    let mut expired = 0;
    loop {
        let due = bookings::expired(&services.store, services.now(), BATCH).await?;
        let done = super::each("expiry", due, |booking| async move { expire::expire(services, &booking).await }).await;
        expired += done;
        // Where nothing moved, all that is left failed or is another process's.
        if done == 0 {
            return Ok(expired);
        }
    }
}
