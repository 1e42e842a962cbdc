//! Bookings that are on in a room, and those to which nobody came.

use super::row;
use crate::{
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, OrganisationId, RoomId, UserId},
        time::{DAY, Instant},
    },
    store::{Access, Engine, Unit, sql},
};

/// Nothing lasts longer: a year.
const LONGEST: i64 = 366 * DAY;

/// Confirmed bookings of a room that end after `now` and start no later than `soon`, by start.
pub async fn on_in_room<A: Access>(
    access: &A,
    room: RoomId,
    now: Instant,
    soon: Instant,
) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT * FROM bookings WHERE room_id = $1 AND status = 'confirmed' AND starts_at > $2
        AND starts_at <= $3 AND ends_at > $4 ORDER BY starts_at, id LIMIT 100";
    let (now, soon) = (now.epoch_seconds(), soon.epoch_seconds());
    let rows = sql::all(access, text, sql::values![room.0, now - LONGEST, soon, now]).await?;
    rows.iter().map(row::booking).collect()
}

/// Confirmed bookings of a room that are on, began no later than `since`, and to which nobody came as far as is known.
pub async fn absent<A: Access>(
    access: &A,
    room: RoomId,
    since: Instant,
    now: Instant,
) -> Result<Vec<BookingId>, Failure> {
    let text = "SELECT id FROM bookings WHERE room_id = $1 AND status = 'confirmed' AND attendance <> 'attended'
        AND starts_at > $2 AND starts_at <= $3 AND ends_at > $4 ORDER BY starts_at, id LIMIT 100";
    let (now, since) = (now.epoch_seconds(), since.epoch_seconds());
    let rows = sql::all(access, text, sql::values![room.0, now - LONGEST, since, now]).await?;
    rows.iter().map(|row| Ok(BookingId(sql::get(row, "id")?))).collect()
}

/// Holds whose incidents, or times that nobody came, are counted for the rest of the unit, so that two cannot both be the
/// last before a limit.
pub async fn hold_troubles(
    unit: &Unit,
    organisation: Option<OrganisationId>,
    person: Option<UserId>,
) -> Result<(), Failure> {
    // SQLite has one writer at a time: its unit began with the write lock.
    if unit.engine() == Engine::Sqlite {
        return Ok(());
    }
    let (text, id) = match (organisation, person) {
        (Some(organisation), _) => ("SELECT id FROM organisations WHERE id = $1 FOR NO KEY UPDATE", organisation.0),
        (None, Some(person)) => ("SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", person.0),
        (None, None) => return Ok(()),
    };
    sql::first(unit, text, sql::values![id]).await?;
    Ok(())
}

/// Notes that somebody was told of this time that nobody came; false where they were before.
pub async fn note_no_show_letter(unit: &Unit, id: BookingId) -> Result<bool, Failure> {
    let text = "INSERT INTO no_show_letters (booking_id, told_at) VALUES ($1, $2) ON CONFLICT (booking_id) DO NOTHING";
    Ok(sql::execute(unit, text, sql::values![id.0, unit.now().epoch_seconds()]).await? == 1)
}
