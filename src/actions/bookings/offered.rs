//! A place that is only offered, because a closure took the one before: accepted in time, or the booking is cancelled.

use super::{cancel, change::stale_is_changed, record, step};
use crate::{
    actions::{
        Policy,
        letters::{self, Known, Occasion},
    },
    domain::{
        booking::{Booking, BookingStatus, InvalidTransition, Side},
        cancellation,
        failure::Failure,
        ids::{BookingId, UserId},
    },
    store::{Unit, UseCase, bookings},
};

/// Accepts the place that is offered to a booking, which is locked. From then on it is its place.
///
/// # Errors
/// [`Failure::InvalidTransition`] where none is offered, or no more.
pub(in crate::actions) async fn accept(
    unit: &Unit,
    policy: &Policy,
    actor: Option<UserId>,
    before: &Booking,
    known: Known<'_>,
) -> Result<Booking, Failure> {
    let open = before.offer_until.is_some_and(|until| until > unit.now()) && before.status.holds_claims();
    if !open {
        return Err(InvalidTransition { from: before.status, to: BookingStatus::Confirmed }.into());
    }
    let after = Booking {
        offer_until: None,
        free_cancel_until: Some(cancellation::free_until(unit.now())),
        sequence: before.sequence + 1,
        updated_at: unit.now(),
        version: before.version + 1,
        ..before.clone()
    };
    bookings::update(unit, &after).await.map_err(stale_is_changed)?;
    record::audit(unit, actor, "booking.offer_accepted", Some(before), &after).await?;
    let occasion = match after.status {
        BookingStatus::Held => Occasion::OptionHeld,
        BookingStatus::Requested => Occasion::RequestReceived,
        _ => Occasion::Confirmed,
    };
    letters::write(unit, policy, &after, occasion, known).await?;
    Ok(after)
}

/// Cancels a booking whose offered place was not accepted in time. Gives false where it was after all.
pub struct Lapse<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// The booking.
    pub booking_id: BookingId,
}

impl UseCase for Lapse<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let before = step::locked_to_free(unit, self.booking_id).await?;
        let lapsed = before.offer_until.is_some_and(|until| until <= unit.now());
        if !lapsed || !before.status.holds_claims() {
            return Ok(false);
        }
        let catalogue = unit.catalogue().await?;
        let after = cancel::cancelled(&catalogue, &before, Side::Centre, None, unit.now());
        let after =
            step::take(unit, self.policy, None, "booking.offer_lapsed", &before, BookingStatus::Cancelled, after)
                .await?;
        letters::write(unit, self.policy, &after, Occasion::Cancelled, Known::default()).await?;
        Ok(true)
    }
}
