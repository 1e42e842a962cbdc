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
        ids::{BookingId, SeriesId},
        price::Price,
        series::Series,
        time::Instant,
    },
    store::{Unit, UseCase, bookings, series},
};

/// Ends a booking that has run out: its claims go, and the booker gets an apology and what is free instead. Gives false
/// where it has not run out after all, because it was answered or moved meanwhile.
pub async fn expire(services: &Services, booking: &Booking) -> Result<bool, Failure> {
    let alternatives = alternatives(services, booking).await;
    let expire = Expire { policy: &services.policy, booking_id: booking.id, alternatives };
    services.store.run(&expire).await
}

/// Ends all dates of a series that have run out, with one letter; see [`expire`]. `first` is the first of them.
pub async fn expire_series(services: &Services, id: SeriesId, first: &Booking) -> Result<bool, Failure> {
    let alternatives = alternatives(services, first).await;
    services.store.run(&ExpireSeries { policy: &services.policy, id, alternatives }).await
}

async fn alternatives(services: &Services, booking: &Booking) -> Vec<Alternative> {
    // Looked for before the unit, so that nothing is locked meanwhile. No offer is no reason to keep it.
    quote::instead_of(services, booking).await.unwrap_or_else(|failure| {
        tracing::warn!(booking = %booking.id, %failure, "no alternatives for a booking that ran out");
        Vec::new()
    })
}

/// What is recorded.
const EXPIRED: &str = "booking.expired";

/// A booking as it is when it has run out, but for its stage and version.
fn ended(before: &Booking) -> Booking {
    Booking {
        // What the centre causes costs nothing.
        price: before.price.clone().map(Price::with_nothing_due),
        offer_until: None,
        sequence: before.sequence + 1,
        ..before.clone()
    }
}

struct Expire<'a> {
    policy: &'a Policy,
    booking_id: BookingId,
    alternatives: Vec<Alternative>,
}

impl UseCase for Expire<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let before = step::locked_to_free(unit, self.booking_id).await?;
        if !has_run_out(&before, unit.now()) {
            return Ok(false);
        }
        let after =
            step::take(unit, self.policy, None, EXPIRED, &before, BookingStatus::Expired, ended(&before)).await?;
        // Who does not go back keeps what they have, as they were told.
        if after.return_of.is_some() {
            return Ok(true);
        }
        let occasion = Occasion::Expired { alternatives: self.alternatives.clone() };
        letters::write(unit, self.policy, &after, occasion, Known::default()).await?;
        Ok(true)
    }
}

struct ExpireSeries<'a> {
    policy: &'a Policy,
    id: SeriesId,
    alternatives: Vec<Alternative>,
}

impl UseCase for ExpireSeries<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let before = series::get(unit, self.id).await?;
        let all = bookings::of_series(unit, self.id).await?;
        let over: Vec<&Booking> = all.iter().filter(|booking| has_run_out(booking, unit.now())).collect();
        if over.is_empty() {
            return Ok(false);
        }
        step::lock_many(unit, &over).await?;
        let changes = over.into_iter().map(|booking| (booking, ended(booking))).collect();
        let done = step::take_many(unit, self.policy, None, EXPIRED, BookingStatus::Expired, changes).await?;
        let after =
            Series { sequence: before.sequence + 1, updated_at: unit.now(), version: before.version + 1, ..before };
        series::update(unit, &after).await?;
        for dates in letters::series::by_whom(&done) {
            let occasion = Occasion::Expired { alternatives: self.alternatives.clone() };
            match dates.as_slice() {
                [one] => letters::write(unit, self.policy, one, occasion, Known::default()).await?,
                several => {
                    letters::series::ended(unit, self.policy, &after, several, occasion, Known::default()).await?;
                }
            }
        }
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
