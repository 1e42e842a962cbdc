//! What the desk decides about hours on the rota: who takes them, that staff does, that the rota is asked, or that nobody is
//! needed. And the end of an offer that nobody took, which puts them before the desk.

use serde::Deserialize;

use super::{
    accept::taken,
    offered, record, release,
    shifts::{fits, taker},
};
use crate::{
    actions::{Policy, letters},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{ShiftId, VolunteerId},
        rota::{Shift, ShiftState},
    },
    store::{Unit, UseCase, bookings, rota},
};

/// What the desk decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Somebody on the rota is there.
    Volunteer,
    /// Staff of the centre is there.
    Staff,
    /// The rota is asked.
    Offer,
    /// Nobody is needed.
    Drop,
}

/// Decides about hours on the rota that are not over.
pub struct Settle<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Who decides.
    pub caller: Caller,
    /// Which hours.
    pub id: ShiftId,
    /// What.
    pub decision: Decision,
    /// Who is there, where somebody on the rota is.
    pub volunteer: Option<VolunteerId>,
}

impl UseCase for Settle<'_> {
    type Output = Shift;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let shift = rota::shift(unit, self.id).await?;
        if self.caller.is_desk_of(shift.centre_id) {
            Ok(())
        } else if self.caller.reads_city() {
            Err(Failure::Forbidden)
        } else {
            Err(Failure::NotFound)
        }
    }

    async fn run(&self, unit: &Unit) -> Result<Shift, Failure> {
        let before = rota::shift(unit, self.id).await?;
        if before.state == ShiftState::Dropped || before.span.end() <= unit.now() {
            return Err(Failure::TooLate("It is over, or nobody is needed any more."));
        }
        if self.volunteer.is_some() != (self.decision == Decision::Volunteer) {
            let message = "Name who is there, where somebody on the rota is, and nobody otherwise.";
            return Err(Failure::invalid("/volunteer_id", "required", message));
        }
        let catalogue = unit.catalogue().await?;
        let centre = catalogue.centres.get(&before.centre_id).ok_or(Failure::Stale)?;
        let had = match before.volunteer_id {
            Some(id) => rota::volunteer(unit, id).await.ok(),
            None => None,
        };
        let next = Shift { volunteer_id: None, offer_until: None, version: before.version + 1, ..before.clone() };
        let (after, by) = match (self.decision, self.volunteer) {
            (Decision::Volunteer, Some(id)) => {
                let one = taker(unit, id, centre, "/volunteer_id").await?;
                let hours = (before.role, before.span, Some(before.id));
                fits(unit, &one, centre, hours, "/volunteer_id").await?;
                (taken(&before, &one), Some(one))
            }
            (Decision::Offer, _) if before.state == ShiftState::Taken => {
                return release(unit, self.policy, &before, None, Some(self.caller.id)).await;
            }
            (Decision::Offer, _) => {
                let (after, to) = offered(unit, centre, next).await?;
                letters::duties::offered(unit, self.policy, centre, &after, &to).await?;
                (after, None)
            }
            (Decision::Staff, _) => (Shift { state: ShiftState::Staffed, ..next }, None),
            (Decision::Drop | Decision::Volunteer, _) => (Shift { state: ShiftState::Dropped, ..next }, None),
        };
        rota::update(unit, &before, &after).await?;
        record(unit, Some(self.caller.id), "shift.settled", Some(&before), &after).await?;
        if let Some(had) = had.filter(|had| Some(had.volunteer.id) != after.volunteer_id) {
            letters::duties::dropped(unit, self.policy, centre, &after, &had).await?;
        }
        if let Some(by) = by.filter(|by| Some(by.volunteer.id) != before.volunteer_id) {
            letters::duties::taken(unit, self.policy, centre, &after, &by).await?;
        }
        Ok(after)
    }
}

/// Puts hours before the desk that nobody on the rota took in time. Gives false where somebody did after all.
pub struct Lapse<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Which hours.
    pub id: ShiftId,
}

impl UseCase for Lapse<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let before = rota::shift(unit, self.id).await?;
        let lapsed = before.offer_until.is_some_and(|until| until <= unit.now());
        if before.state != ShiftState::Offered || !lapsed {
            return Ok(false);
        }
        let catalogue = unit.catalogue().await?;
        let centre = catalogue.centres.get(&before.centre_id).ok_or(Failure::Stale)?;
        let after = Shift { state: ShiftState::Desk, offer_until: None, version: before.version + 1, ..before.clone() };
        rota::update(unit, &before, &after).await?;
        record(unit, None, "shift.lapsed", Some(&before), &after).await?;
        letters::duties::to_desk(unit, self.policy, centre, &after).await?;
        Ok(true)
    }
}

/// Drops hours for a booking that does not need them any more. Gives false where it does after all.
pub struct DropUnneeded<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Which hours.
    pub id: ShiftId,
}

impl UseCase for DropUnneeded<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let before = rota::shift(unit, self.id).await?;
        let Some(booking) = before.booking_id else { return Ok(false) };
        let booking = bookings::get(unit, booking).await?;
        let needed = booking.status == crate::domain::booking::BookingStatus::Confirmed
            && booking.centre_id == before.centre_id
            && booking.span == before.span
            && booking.key_holder_id.is_none();
        if needed || before.state == ShiftState::Dropped {
            return Ok(false);
        }
        let catalogue = unit.catalogue().await?;
        let centre = catalogue.centres.get(&before.centre_id).ok_or(Failure::Stale)?;
        let had = match before.volunteer_id {
            Some(id) => rota::volunteer(unit, id).await.ok(),
            None => None,
        };
        let after = Shift {
            volunteer_id: None,
            state: ShiftState::Dropped,
            offer_until: None,
            version: before.version + 1,
            ..before.clone()
        };
        rota::update(unit, &before, &after).await?;
        record(unit, None, "shift.dropped", Some(&before), &after).await?;
        if let Some(had) = had {
            letters::duties::dropped(unit, self.policy, centre, &after, &had).await?;
        }
        Ok(true)
    }
}
