//! The end of a request that nobody answered in time, and of an option that lapsed.

use super::{quote, step};
use crate::{
    actions::{
        Policy, Services,
        letters::{self, Known, Occasion},
    },
    domain::{
        booking::{Booking, BookingStatus},
        failure::{Alternative, Failure},
        ids::BookingId,
        price::Price,
        time::Instant,
    },
    store::{Unit, UseCase},
};

/// Ends a booking that has run out: its claims go, and the booker gets an apology and what is free instead. Gives false
/// where it has not run out after all, because it was answered or moved meanwhile.
pub async fn expire(services: &Services, booking: &Booking) -> Result<bool, Failure> {
    // Looked for before the unit, so that nothing is locked meanwhile. No offer is no reason to keep it.
    let alternatives = quote::instead_of(services, booking).await.unwrap_or_else(|failure| {
        tracing::warn!(booking = %booking.id, %failure, "no alternatives for a booking that ran out");
        Vec::new()
    });
    let expire = Expire { policy: &services.policy, booking_id: booking.id, alternatives };
    services.store.run(&expire).await
}

struct Expire<'a> {
    policy: &'a Policy,
    booking_id: BookingId,
    alternatives: Vec<Alternative>,
}

impl UseCase for Expire<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let before = step::locked(unit, self.booking_id).await?;
        if !has_run_out(&before, unit.now()) {
            return Ok(false);
        }
        let after = Booking {
            // What the centre causes costs nothing.
            price: before.price.clone().map(Price::with_nothing_due),
            offer_until: None,
            sequence: before.sequence + 1,
            ..before.clone()
        };
        let after = step::take(unit, None, "booking.expired", &before, BookingStatus::Expired, after).await?;
        let occasion = Occasion::Expired { alternatives: self.alternatives.clone() };
        letters::write(unit, self.policy, &after, occasion, Known::default()).await?;
        Ok(true)
    }
}

/// Whether it waits for something that was to come before now.
fn has_run_out(booking: &Booking, now: Instant) -> bool {
    let until = match booking.status {
        BookingStatus::Requested => booking.answer_by,
        BookingStatus::Held => booking.hold_until,
        _ => None,
    };
    until.is_some_and(|until| until <= now)
}
