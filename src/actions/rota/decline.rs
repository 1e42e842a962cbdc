//! 'I can't': a duty is offered to the rota, and where nobody there takes it in time to the desk.

use super::{offered, record, release};
use crate::{
    actions::{Policy, Services, bookings::record::audit, letters},
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::{BookingId, DutyId, ShiftId, UserId},
        rota::{Shift, ShiftRole, ShiftState},
        rules::opening_hours,
    },
    store::{Unit, UseCase, bookings, rota},
};

/// What is told to who comes too late.
const NOT_THEIRS: &str = "The duty is over, or is not yours any more.";

/// Gives a duty up.
pub struct DeclineDuty {
    /// What actions need.
    pub services: Services,
    /// Whose it is.
    pub caller: Caller,
    /// Which.
    pub id: DutyId,
}

impl UseCase for DeclineDuty {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        decline(unit, &self.services.policy, self.caller.id, self.id).await
    }
}

/// Gives a duty of a person up: hours on the rota, or a booking that they were to open for.
///
/// # Errors
/// [`Failure::NotFound`] where there is none that is theirs, [`Failure::TooLate`] where it is over.
pub(super) async fn decline(unit: &Unit, policy: &Policy, person: UserId, id: DutyId) -> Result<(), Failure> {
    match rota::shift(unit, ShiftId(id.0)).await {
        Ok(shift) => of_shift(unit, policy, person, &shift).await,
        Err(Failure::NotFound) => of_booking(unit, policy, person, BookingId(id.0)).await,
        Err(failure) => Err(failure),
    }
}

async fn of_shift(unit: &Unit, policy: &Policy, person: UserId, shift: &Shift) -> Result<(), Failure> {
    let places = rota::of_person(unit, person).await?;
    let own = places.iter().any(|place| Some(place.id) == shift.volunteer_id);
    if !own {
        // Who gave it up before may ask again, and is told that it is not theirs any more.
        return Err(if shift.declined_by == Some(person) { Failure::TooLate(NOT_THEIRS) } else { Failure::NotFound });
    }
    if shift.state != ShiftState::Taken || shift.span.end() <= unit.now() {
        return Err(Failure::TooLate(NOT_THEIRS));
    }
    release(unit, policy, shift, Some(person), Some(person)).await?;
    Ok(())
}

async fn of_booking(unit: &Unit, policy: &Policy, person: UserId, id: BookingId) -> Result<(), Failure> {
    let seen = bookings::get(unit, id).await?;
    let holders = rota::holders(unit, std::slice::from_ref(&seen), None).await?;
    let own = seen.key_holder_id.and_then(|holder| holders.get(&holder)).is_some_and(|one| one.user_id == Some(person));
    if !own {
        return Err(Failure::NotFound);
    }
    if seen.status != BookingStatus::Confirmed || seen.span.end() <= unit.now() {
        return Err(Failure::TooLate(NOT_THEIRS));
    }
    let before = bookings::lock(unit, id, seen.version).await?;
    let after = Booking { key_holder_id: None, updated_at: unit.now(), version: before.version + 1, ..before.clone() };
    bookings::update(unit, &after).await?;
    audit(unit, Some(person), "booking.key_holder_declined", Some(&before), &after).await?;
    let catalogue = unit.catalogue().await?;
    let (room, centre) = catalogue.room(after.room_id).ok_or(Failure::Stale)?;
    let anew = crate::domain::centre::Centre {
        covered: rota::covered_anew(unit, centre.id, after.span).await?,
        ..crate::domain::centre::Centre::clone(&centre)
    };
    // Somebody on the rota is there in any case, or staff is.
    if opening_hours::check(&anew, &room, after.span).covered || rota::of_booking(unit, id).await?.is_some() {
        return Ok(());
    }
    let wanted = for_booking(unit, &after, Some(person));
    let (shift, to) = offered(unit, &centre, wanted).await?;
    rota::insert(unit, std::slice::from_ref(&shift)).await?;
    record(unit, Some(person), "shift.offered", None, &shift).await?;
    letters::duties::offered(unit, policy, &centre, &shift, &to).await?;
    letters::duties::to_desk(unit, policy, &centre, &shift).await?;
    letters::duties::key_needed(unit, policy, &centre, &after, after.span.start()).await
}

/// Hours in which somebody is looked for who opens for a booking.
pub(super) fn for_booking(unit: &Unit, booking: &Booking, declined_by: Option<UserId>) -> Shift {
    Shift {
        id: ShiftId::new(unit.now()),
        centre_id: booking.centre_id,
        volunteer_id: None,
        role: ShiftRole::Key,
        span: booking.span,
        state: ShiftState::Desk,
        offer_until: None,
        booking_id: Some(booking.id),
        declined_by,
        created_by: declined_by,
        version: 1,
    }
}
