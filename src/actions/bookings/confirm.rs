//! Confirms a booking that is held: an option becomes a booking. And accepts the place that a closure has offered, or goes
//! back to the one that it took.

use super::{offered, record, returns, step};
use crate::{
    actions::{
        Condition, Policy, Services, letters,
        letters::{Known, Occasion},
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, InvalidTransition},
        failure::Failure,
        ids::{BookingId, UserId},
    },
    store::{Unit, UseCase, bookings},
};

/// Confirms a held booking, or accepts the place it is offered: by the desk, or by whom it is for.
pub struct Confirm {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// Which booking.
    pub id: BookingId,
    /// The versions that the caller will accept.
    pub condition: Condition,
}

impl UseCase for Confirm {
    type Output = Booking;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        record::may_change(&self.caller, &bookings::get(unit, self.id).await?)
    }

    async fn run(&self, unit: &Unit) -> Result<Booking, Failure> {
        let seen = bookings::get(unit, self.id).await?;
        if let Some(of) = seen.return_of {
            self.condition.check(seen.version)?;
            let known = Known { person: Some(&self.caller), ..Known::default() };
            return returns::go_back(unit, &self.services.policy, Some(self.caller.id), &seen, of, known).await;
        }
        let before = step::locked(unit, self.id).await?;
        self.condition.check(before.version)?;
        if before.offer_until.is_some() {
            let known = Known { person: Some(&self.caller), ..Known::default() };
            return offered::accept(unit, &self.services.policy, Some(self.caller.id), &before, known).await;
        }
        let known = Known { person: Some(&self.caller), ..Known::default() };
        confirmed(unit, &self.services.policy, Some(self.caller.id), &before, known).await
    }
}

/// Confirms a held booking, which is locked.
///
/// # Errors
/// [`Failure::InvalidTransition`] where it is not held, or no more.
pub(super) async fn confirmed(
    unit: &Unit,
    policy: &Policy,
    actor: Option<UserId>,
    before: &Booking,
    known: Known<'_>,
) -> Result<Booking, Failure> {
    // An option that has lapsed is over, although the job that says so may not have come by yet.
    let lapsed = before.hold_until.is_none_or(|until| until <= unit.now());
    if before.status != BookingStatus::Held || lapsed {
        return Err(InvalidTransition { from: before.status, to: BookingStatus::Confirmed }.into());
    }
    let after = Booking { hold_until: None, ..before.clone() };
    let after = step::take(unit, policy, actor, "booking.confirmed", before, BookingStatus::Confirmed, after).await?;
    letters::write(unit, policy, &after, Occasion::Confirmed, known).await?;
    Ok(after)
}
