//! What is at the door of a room, and noting there that somebody came.

use std::sync::Arc;

use crate::{
    actions::{
        Services,
        bookings::{
            attendance::{Noted, plausible},
            step,
        },
    },
    auth::opaque,
    domain::{
        attendance::may_check_in,
        booking::{Attendance, Booking, InvalidTransition},
        centre::Centre,
        failure::Failure,
        ids::BookingId,
        room::Room,
        time::MINUTE,
    },
    store::{Unit, UseCase, bookings, doors},
};

/// A room, and the bookings that somebody may come to at its door now.
#[derive(Clone, Debug)]
pub struct AtDoor {
    /// The room.
    pub room: Arc<Room>,
    /// Its centre.
    pub centre: Arc<Centre>,
    /// Bookings that are on or begin soon, by start.
    pub bookings: Vec<Booking>,
}

/// What is at the door with this token; nothing changes. None where there is no such door.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn look(services: &Services, token: &str) -> Result<Option<AtDoor>, Failure> {
    let store = &services.store;
    let Some(room) = doors::room_of(store, &opaque::digest(token)).await? else { return Ok(None) };
    let (room, centre, _) = store.room(room).await?;
    let (now, minutes) = (services.now(), services.policy.check_in_minutes);
    let soon = now.plus(i64::from(minutes) * MINUTE);
    let mut bookings = bookings::on_in_room(store, room.id, now, soon).await?;
    bookings.retain(|booking| may_check_in(booking, minutes, now));
    Ok(Some(AtDoor { room, centre, bookings }))
}

/// Notes at a door that somebody came.
pub struct CheckIn<'a> {
    /// What actions need.
    pub services: &'a Services,
    /// The token of the door.
    pub token: &'a str,
    /// To which booking.
    pub booking_id: BookingId,
    /// How many came, where they say.
    pub head_count: Option<i32>,
}

impl UseCase for CheckIn<'_> {
    type Output = Booking;

    async fn run(&self, unit: &Unit) -> Result<Booking, Failure> {
        plausible(true, self.head_count)?;
        let room = doors::room_of(unit, &opaque::digest(self.token)).await?.ok_or(Failure::NotFound)?;
        let before = step::locked_to_free(unit, self.booking_id).await?;
        if before.room_id != room {
            return Err(Failure::NotFound);
        }
        let policy = &self.services.policy;
        if !may_check_in(&before, policy.check_in_minutes, unit.now()) {
            return Err(InvalidTransition { from: before.status, to: before.status }.into());
        }
        let noted = Noted {
            actor: None,
            action: "booking.checked_in",
            attendance: Attendance::Attended,
            // Pressed again without a number, the first stays.
            head_count: self.head_count.or(before.head_count),
        };
        noted.write(unit, policy, &before).await
    }
}
