//! The desk answers a request. Approving judges no rule again: the desk has looked, and the law always holds.

use super::{draft, record, step};
use crate::{
    actions::{
        Condition, Services, letters,
        letters::{Known, Occasion},
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, InvalidTransition},
        failure::{Alternative, Failure},
        ids::BookingId,
    },
    store::{Unit, UseCase, bookings},
};

/// Says yes.
pub struct Approve {
    /// What actions need.
    pub services: Services,
    /// Who answers.
    pub caller: Caller,
    /// Which booking.
    pub id: BookingId,
    /// The versions that the caller will accept.
    pub condition: Condition,
}

impl UseCase for Approve {
    type Output = Booking;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        record::is_desk(&self.caller, &bookings::get(unit, self.id).await?)
    }

    async fn run(&self, unit: &Unit) -> Result<Booking, Failure> {
        let before = step::locked(unit, self.id).await?;
        self.condition.check(before.version)?;
        // A held booking is confirmed, not approved: the moves differ although they end alike. And a request that nobody
        // answered in time is over, although the job that says so may not have come by yet.
        let lapsed = before.answer_by.is_none_or(|answer_by| answer_by <= unit.now());
        if before.status != BookingStatus::Requested || lapsed {
            return Err(InvalidTransition { from: before.status, to: BookingStatus::Confirmed }.into());
        }
        // Who has it in a calendar as not yet sure must see that it is now.
        let after = Booking { answer_by: None, sequence: before.sequence + 1, ..before.clone() };
        let actor = Some(self.caller.id);
        let after = step::take(
            unit,
            &self.services.policy,
            actor,
            "booking.approved",
            &before,
            BookingStatus::Confirmed,
            after,
        )
        .await?;
        letters::write(
            unit,
            &self.services.policy,
            &after,
            Occasion::Confirmed,
            Known { person: Some(&self.caller), ..Known::default() },
        )
        .await?;
        Ok(after)
    }
}

/// Says no, with a reason and a better offer.
pub struct Decline {
    /// What actions need.
    pub services: Services,
    /// Who answers.
    pub caller: Caller,
    /// Which booking.
    pub id: BookingId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// Why, 1 to 500 characters.
    pub reason: String,
    /// What is free instead.
    pub alternatives: Vec<Alternative>,
}

impl UseCase for Decline {
    type Output = Booking;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        record::is_desk(&self.caller, &bookings::get(unit, self.id).await?)
    }

    async fn run(&self, unit: &Unit) -> Result<Booking, Failure> {
        let reason = draft::reason(Some(&self.reason), true)?;
        let before = step::locked_to_free(unit, self.id).await?;
        self.condition.check(before.version)?;
        let after = Booking {
            answer_by: None,
            offer_until: None,
            reason,
            price: before.price.clone().map(crate::domain::price::Price::with_nothing_due),
            sequence: before.sequence + 1,
            ..before.clone()
        };
        let actor = Some(self.caller.id);
        let after =
            step::take(unit, &self.services.policy, actor, "booking.declined", &before, BookingStatus::Declined, after)
                .await?;
        let occasion = Occasion::Declined { alternatives: self.alternatives.clone() };
        letters::write(
            unit,
            &self.services.policy,
            &after,
            occasion,
            Known { person: Some(&self.caller), ..Known::default() },
        )
        .await?;
        Ok(after)
    }
}
