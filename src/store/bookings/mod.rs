//! Bookings in the database. Rows are never deleted.

mod ahead;
mod asker;
mod find;
mod many;
mod parties;
mod present;
mod reach;
mod row;
mod series;

pub use ahead::{ahead_in_centre, hold};
pub use asker::{is_member, key_holder_training, person_exists, standing};
pub(in crate::store) use asker::{private_troubles, standing_of, troubles_of, troubles_of_organisation};
pub use find::{DueReminder, Filter, Scope, due_reminders, expired, list};
pub use many::{
    CalendarEntry, by_ids, calendar_entries_of, drop_reminders, note_calendar_entries, offered_to, offers_lapsed,
    standings, update_many,
};
pub use parties::{Addressee, Parties, clerks, managers, parties, parties_of_many};
pub use present::{absent, hold_troubles, note_no_show_letter, on_in_room};
pub use reach::{Reach, reach};
pub(in crate::store) use row::booking as booking_of;
pub use series::{insert_many, lock_many, note_series_reminders, of_many_series, of_series, set_series_reminders};

use std::collections::{BTreeSet, HashMap};

use super::{Access, Unit, sql};
use crate::domain::{
    attendance::NoShows,
    booking::Booking,
    failure::Failure,
    ids::{BookingId, CentreId, OrganisationId, RoomId, SeriesId, UserId},
    incident::Incidents,
    time::{Instant, Span},
};

/// Writes a new booking. Where its reference is taken, the unit is run again: its action then has another.
pub async fn insert(unit: &Unit, booking: &Booking) -> Result<(), Failure> {
    let columns = row::COLUMNS;
    let text = format!("INSERT INTO bookings ({}) VALUES ({})", columns.join(", "), sql::marks(1, columns.len()));
    sql::defer(unit, "bookings", &text, row::values(booking)?).await
}

/// Writes a booking over the version before it: `booking.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn update(unit: &Unit, booking: &Booking) -> Result<(), Failure> {
    let columns = row::COLUMNS;
    let sets: Vec<String> = columns.iter().enumerate().map(|(n, column)| format!("{column} = ${}", n + 1)).collect();
    let text = format!(
        "UPDATE bookings SET {} WHERE id = ${} AND version = ${}",
        sets.join(", "),
        columns.len() + 1,
        columns.len() + 2
    );
    let values = row::values(booking)?.into_iter().chain(sql::values![booking.id.0, booking.version - 1]);
    if sql::execute(unit, &text, values).await? == 1 { Ok(()) } else { Err(Failure::Stale) }
}

/// A booking.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: BookingId) -> Result<Booking, Failure> {
    let found = sql::first(access, "SELECT * FROM bookings WHERE id = $1", sql::values![id.0]).await?;
    row::booking(&found.ok_or(Failure::NotFound)?)
}

/// A booking, locked for the rest of the unit. Its resources are locked before it.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Stale`] where it is no longer the version that was decided on.
pub async fn lock(unit: &Unit, id: BookingId, version: i64) -> Result<Booking, Failure> {
    let text =
        unit.engine().pick("SELECT * FROM bookings WHERE id = $1 FOR UPDATE", "SELECT * FROM bookings WHERE id = $1");
    let found = sql::first(unit, text, sql::values![id.0]).await?;
    let booking = row::booking(&found.ok_or(Failure::NotFound)?)?;
    if booking.version == version { Ok(booking) } else { Err(Failure::Stale) }
}

/// Sets when the desk is to be reminded of a request, as if it never was; none takes the reminder off.
pub async fn set_reminder(unit: &Unit, id: BookingId, at: Option<Instant>) -> Result<(), Failure> {
    let at = at.map(Instant::epoch_seconds);
    sql::execute(unit, "UPDATE bookings SET remind_at = $1, reminded = 0 WHERE id = $2", sql::values![at, id.0])
        .await?;
    Ok(())
}

/// Notes a reminder that is due and when the next one is, if any. False where it is not due any more: the request was
/// answered, or another process reminded.
pub async fn note_reminder(unit: &Unit, due: &DueReminder, next: Option<Instant>) -> Result<bool, Failure> {
    let text = "UPDATE bookings SET remind_at = $1, reminded = reminded + 1
        WHERE id = $2 AND status = 'requested' AND remind_at = $3 AND reminded = $4";
    let at = due.remind_at.epoch_seconds();
    let values = sql::values![next.map(Instant::epoch_seconds), due.booking_id.0, at, due.reminded];
    Ok(sql::execute(unit, text, values).await? == 1)
}

/// Amplified events of a centre that start inside `year` and hold their claims, `except` left out. A booking and the place
/// that is kept for its return are one event: it takes place once.
pub async fn amplified_in<A: Access>(
    access: &A,
    centre: CentreId,
    year: Span,
    except: Option<BookingId>,
) -> Result<u32, Failure> {
    let text = "SELECT count(*) AS n FROM bookings
        WHERE centre_id = $1 AND music = 'amplified' AND starts_at >= $2 AND starts_at < $3
            AND status IN ('requested', 'held', 'confirmed') AND id <> $4
            AND NOT EXISTS (SELECT 1 FROM bookings o WHERE o.id = bookings.return_of AND o.centre_id = $1
                AND o.music = 'amplified' AND o.starts_at >= $2 AND o.starts_at < $3
                AND o.status IN ('requested', 'held', 'confirmed'))";
    let nobody = uuid::Uuid::nil();
    let values = sql::values![
        centre.0,
        year.start().epoch_seconds(),
        year.end().epoch_seconds(),
        except.map_or(nobody, |id| id.0),
    ];
    let n: i64 = sql::get(&sql::one(access, text, values).await?, "n")?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Locks the count of a centre's amplified events for the rest of the unit, so that two cannot both be the last.
pub async fn lock_amplified(unit: &Unit, centre: CentreId) -> Result<(), Failure> {
    if unit.engine() == super::Engine::Postgres {
        sql::first(unit, "SELECT id FROM centres WHERE id = $1 FOR NO KEY UPDATE", sql::values![centre.0]).await?;
    }
    Ok(())
}

/// When nobody came to what a person booked privately, and when something went wrong at it.
pub async fn troubles_of_person<A: Access>(access: &A, person: UserId) -> Result<(NoShows, Incidents), Failure> {
    let text = format!("SELECT {}", private_troubles(access.engine()));
    troubles_of(&sql::one(access, &text, sql::values![person.0]).await?)
}

/// The bookings that hold claims on a room and end after `from`, by start: what a change of the room has to carry.
pub async fn ahead_in_room<A: Access>(access: &A, room: RoomId, from: Instant) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT * FROM bookings WHERE room_id = $1 AND ends_at > $2
        AND status IN ('requested', 'held', 'confirmed') ORDER BY starts_at, id";
    let rows = sql::all(access, text, sql::values![room.0, from.epoch_seconds()]).await?;
    rows.iter().map(row::booking).collect()
}

/// Notes that a mailbox holds the calendar entry of a booking at this sequence.
pub async fn note_calendar_entry(unit: &Unit, id: BookingId, email: &str, sequence: i32) -> Result<(), Failure> {
    sql::defer(
        unit,
        "calendar_entries",
        "INSERT INTO calendar_entries (booking_id, email, sequence) VALUES ($1, $2, $3)
         ON CONFLICT (booking_id, email) DO UPDATE SET sequence = excluded.sequence",
        sql::values![id.0, email, sequence],
    )
    .await
}

/// Notes that a mailbox holds these bookings as dates of the calendar entry of their series.
pub async fn note_series_entry(unit: &Unit, ids: &[BookingId], email: &str) -> Result<(), Failure> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> = (0..ids.len()).map(|row| format!("(${}, $1, 0, TRUE)", row + 2)).collect();
    let text = format!(
        "INSERT INTO calendar_entries (booking_id, email, sequence, in_series) VALUES {}
         ON CONFLICT (booking_id, email) DO UPDATE SET in_series = TRUE",
        rows.join(", ")
    );
    let values = sql::values![email].into_iter().chain(ids.iter().map(|id| id.0.into()));
    sql::defer(unit, "calendar_entries", &text, values).await
}

/// The bookings that are dates of the calendar entry of a series, by start, and the mailboxes that hold it.
pub async fn dates_of_entry<A: Access>(access: &A, id: SeriesId) -> Result<(Vec<Booking>, Vec<String>), Failure> {
    let entries =
        "FROM calendar_entries e JOIN bookings b ON b.id = e.booking_id WHERE b.series_id = $1 AND e.in_series";
    let text = format!("SELECT DISTINCT b.* {entries} ORDER BY b.series_starts_at, b.id");
    let bookings: Result<Vec<_>, _> =
        sql::all(access, &text, sql::values![id.0]).await?.iter().map(row::booking).collect();
    let text = format!("SELECT DISTINCT e.email {entries} ORDER BY e.email");
    let rows = sql::all(access, &text, sql::values![id.0]).await?;
    let holders: Result<Vec<_>, _> = rows.iter().map(|row| sql::get(row, "email")).collect();
    Ok((bookings?, holders?))
}

/// Whether a booking is in calendars as a date of the entry of its series.
pub async fn is_date_of_entry<A: Access>(access: &A, id: BookingId) -> Result<bool, Failure> {
    let text = "SELECT count(*) AS n FROM calendar_entries WHERE booking_id = $1 AND in_series";
    Ok(sql::get::<i64>(&sql::one(access, text, sql::values![id.0]).await?, "n")? > 0)
}

/// The mailboxes that hold a calendar entry of a booking.
pub async fn calendar_entries<A: Access>(access: &A, id: BookingId) -> Result<Vec<String>, Failure> {
    let text = "SELECT email FROM calendar_entries WHERE booking_id = $1 ORDER BY email";
    let rows = sql::all(access, text, sql::values![id.0]).await?;
    rows.iter().map(|row| sql::get(row, "email")).collect()
}

/// The name of an organisation, where there is one with this id.
pub async fn organisation_name<A: Access>(access: &A, id: OrganisationId) -> Result<Option<String>, Failure> {
    let row = sql::first(access, "SELECT name FROM organisations WHERE id = $1", sql::values![id.0]).await?;
    row.map(|row| sql::get(&row, "name")).transpose()
}

/// The names of organisations, by id.
pub async fn organisation_names<A: Access>(
    access: &A,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Result<HashMap<OrganisationId, String>, Failure> {
    let ids: BTreeSet<OrganisationId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("SELECT id, name FROM organisations WHERE id IN ({})", sql::marks(1, ids.len()));
    let rows = sql::all(access, &text, ids.into_iter().map(|id| id.0.into())).await?;
    rows.iter().map(|row| Ok((OrganisationId(sql::get(row, "id")?), sql::get(row, "name")?))).collect()
}

/// The names of the organisations of these bookings, by id.
pub async fn organisation_names_of_many<A: Access>(
    access: &A,
    bookings: &[Booking],
) -> Result<HashMap<OrganisationId, String>, Failure> {
    let ids: BTreeSet<OrganisationId> = bookings.iter().filter_map(|booking| booking.organisation_id).collect();
    let mut names = HashMap::new();
    for part in ids.into_iter().collect::<Vec<_>>().chunks(500) {
        names.extend(organisation_names(access, part.iter().copied()).await?);
    }
    Ok(names)
}
