//! Cancels a booking: its time is free from then on; its row, price and history stay.

use super::{draft, record, step};
use crate::{
    actions::{
        Condition, Services, letters,
        letters::{Known, Occasion},
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, InvalidTransition, Side},
        cancellation,
        failure::Failure,
        ids::BookingId,
        price::Price,
        room::CancellationStep,
        time::Instant,
    },
    store::{Unit, UseCase, bookings, catalogue::Catalogue},
};

/// Cancels a booking.
pub struct Cancel {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// Which booking.
    pub id: BookingId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// Why, up to 500 characters.
    pub reason: Option<String>,
}

impl UseCase for Cancel {
    type Output = Booking;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        record::may_change(&self.caller, &bookings::get(unit, self.id).await?)
    }

    async fn run(&self, unit: &Unit) -> Result<Booking, Failure> {
        let reason = draft::reason(self.reason.as_deref(), false)?;
        let before = step::locked_to_free(unit, self.id).await?;
        self.condition.check(before.version)?;
        let now = unit.now();
        // What took place can't be undone.
        if before.span.end() <= now && before.status.holds_claims() {
            return Err(InvalidTransition { from: before.status, to: BookingStatus::Cancelled }.into());
        }
        let by = side(&self.caller, &before);
        let catalogue = unit.catalogue().await?;
        let after = cancelled(&catalogue, &before, by, reason, now);
        let after = step::take(
            unit,
            &self.services.policy,
            Some(self.caller.id),
            "booking.cancelled",
            &before,
            BookingStatus::Cancelled,
            after,
        )
        .await?;
        // Who does not go back keeps what they have, as they were told.
        if after.return_of.is_some() {
            return Ok(after);
        }
        letters::write(
            unit,
            &self.services.policy,
            &after,
            Occasion::Cancelled,
            Known { person: Some(&self.caller), ..Known::default() },
        )
        .await?;
        Ok(after)
    }
}

/// On whose side a booking is cancelled: the desk's, unless it is their own.
pub(in crate::actions) fn side(caller: &Caller, booking: &Booking) -> Side {
    let own = booking.booker_id == Some(caller.id)
        || booking.organisation_id.is_some_and(|organisation| caller.is_admin_of(organisation));
    if caller.is_desk_of(booking.centre_id) && !own { Side::Centre } else { Side::Booker }
}

/// A booking as it is when it is cancelled, but for its stage and version.
pub(in crate::actions) fn cancelled(
    catalogue: &Catalogue,
    before: &Booking,
    by: Side,
    reason: Option<String>,
    now: Instant,
) -> Booking {
    let steps = catalogue.rooms.get(&before.room_id).map_or(&[][..], |room| &room.rules.cancellation);
    // Who was offered another place by the centre, or moved by it of late, owes nothing for not taking it.
    let free = before.offer_until.is_some() || before.free_cancel_until.is_some_and(|until| now < until);
    let cause = if free { Side::Centre } else { by };
    Booking {
        offer_until: None,
        cancelled_at: Some(now),
        cancelled_by: Some(by),
        reason,
        price: before.price.clone().map(|price| due(price, cause, steps, now, before.span.start())),
        sequence: before.sequence + 1,
        ..before.clone()
    }
}

/// What stays due: nothing where the centre is the cause.
fn due(price: Price, by: Side, steps: &[CancellationStep], now: Instant, start: Instant) -> Price {
    match by {
        Side::Centre => price.with_nothing_due(),
        Side::Booker => Price { due: cancellation::due(&price, cancellation::due_percent(steps, now, start)), ..price },
    }
}
