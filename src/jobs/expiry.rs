//! Ends requests that nobody answered in time, options that lapsed, and bookings whose offered place nobody accepted; then
//! looks after those who wait.

use std::collections::HashSet;

use crate::{
    actions::{
        Services,
        bookings::{expire, offered::Lapse},
        waitlist,
    },
    domain::{booking::Booking, failure::Failure},
    store::bookings,
};

/// Bookings looked at in one go.
const BATCH: u64 = 100;

/// Ends what has run out and tells how many bookings that were; the dates of a series that run out at once are one.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services) -> Result<usize, Failure> {
    let mut expired = offers(services).await?;
    loop {
        let due = bookings::expired(&services.store, services.now(), BATCH).await?;
        let done = super::each("expiry", once_each(due), |booking| async move {
            match booking.series_id {
                Some(series) => expire::expire_series(services, series, &booking).await,
                None => expire::expire(services, &booking).await,
            }
        })
        .await;
        expired += done;
        // Where nothing moved, all that is left failed or is another process's.
        if done == 0 {
            return Ok(expired + waitlist::sweep(services).await?);
        }
    }
}

/// Cancels what is only offered and was not accepted.
async fn offers(services: &Services) -> Result<usize, Failure> {
    let mut lapsed = 0;
    loop {
        let due = bookings::offers_lapsed(&services.store, services.now(), BATCH).await?;
        let done = super::each("expiry", due, |booking_id| async move {
            services.store.run(&Lapse { policy: &services.policy, booking_id }).await
        });
        let done = done.await;
        lapsed += done;
        if done == 0 {
            return Ok(lapsed);
        }
    }
}

/// Of each series the first of its dates only: its letter tells all of them.
fn once_each(mut due: Vec<Booking>) -> Vec<Booking> {
    due.sort_by_key(|booking| booking.span);
    let mut seen = HashSet::new();
    due.retain(|booking| booking.series_id.is_none_or(|series| seen.insert(series)));
    due
}
