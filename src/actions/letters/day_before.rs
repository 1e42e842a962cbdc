//! The reminder that a booking is near: once for its time and room, a day before.

use super::{
    Known, Occasion,
    each::{self, About},
    facts::Snapshot,
    recipients,
};
use crate::{
    actions::Policy,
    domain::{
        booking::{Booking, BookingStatus},
        centre::Centre,
        failure::Failure,
        hours::bookable_hours,
        ids::BookingId,
        room::Room,
        time::DAY,
    },
    mail::{BookingNews, Letter, reminder::AccessFacts},
    store::{Unit, UseCase, access_notes, bookings, letters, organisations},
};

/// Seconds before the start of a booking in which it is reminded of. Who books later than that is told at once how to get
/// in.
pub const AHEAD: i64 = DAY;

/// Writes the reminder of a booking. Gives false where it was written for this time and room, or none is due any more.
pub struct Remind<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// The booking.
    pub id: BookingId,
}

impl UseCase for Remind<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let read = bookings::get(unit, self.id).await?;
        // Who cancels or moves it meanwhile comes before or behind.
        let booking = bookings::lock(unit, self.id, read.version).await?;
        let left = booking.span.start().since(unit.now());
        if booking.status != BookingStatus::Confirmed || !(1..=AHEAD).contains(&left) {
            return Ok(false);
        }
        if !letters::note_reminder(unit, &booking).await? {
            return Ok(false);
        }
        self.write(unit, &booking).await?;
        Ok(true)
    }
}

impl Remind<'_> {
    async fn write(&self, unit: &Unit, booking: &Booking) -> Result<(), Failure> {
        let catalogue = unit.catalogue().await?;
        let (room, centre) = catalogue.room(booking.room_id).ok_or(Failure::Stale)?;
        let parties = recipients::parties(unit, booking, BookingNews::Confirmed, Known::default()).await?;
        let snapshot = Snapshot { booking, room: &room, centre: &centre, parties: &parties };
        let facts = snapshot.of(Occasion::Confirmed, &catalogue, unit.now());
        let access = access(unit, booking, &room, &centre).await?;
        let letter = Letter::Reminder { booking: Box::new(facts), access: Box::new(access) };
        let about = About {
            // A stream of its own: while it is held, nothing waits behind it.
            stream: format!("reminder:{}", booking.id),
            ..About::of(booking)
        };
        each::write(unit, self.policy, &letter, about, recipients::booker_side(booking, &parties, &[])).await
    }
}

/// How to get in when it begins.
async fn access(unit: &Unit, booking: &Booking, room: &Room, centre: &Centre) -> Result<AccessFacts, Failure> {
    let key_holder = organisations::who_open(unit, booking.key_holder_id).await?.into_values().next();
    Ok(AccessFacts {
        room_id: room.id,
        staffed: bookable_hours(centre, room, booking.span).staffed.at(booking.span.start()).is_some(),
        key_holder,
        out_of_hours_phone: centre.out_of_hours_phone.clone(),
        note: access_notes::of(unit, room.id).await?,
    })
}
