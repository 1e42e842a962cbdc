//! Many bookings at once, each in a few statements however many they are.

use std::collections::HashMap;

use sea_orm::Value;

use super::{asker, row};
use crate::{
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, ClosureId, OrganisationId},
        organisation::Standing,
        time::Instant,
    },
    store::{Access, Unit, sql},
};

/// Bound identifiers of one statement.
const PART: usize = 500;

/// Rows of one statement: with all their columns below the engines' bounds on bound values.
const ROWS: usize = 200;

/// These bookings, by start.
pub async fn by_ids<A: Access>(access: &A, ids: &[BookingId]) -> Result<Vec<Booking>, Failure> {
    let mut found = Vec::with_capacity(ids.len());
    for part in ids.chunks(PART) {
        let text = format!("SELECT * FROM bookings WHERE id IN ({})", sql::marks(1, part.len()));
        for row in sql::all(access, &text, part.iter().map(|id| Value::from(id.0))).await? {
            found.push(row::booking(&row)?);
        }
    }
    found.sort_by_key(|booking| (booking.span.start(), booking.id));
    Ok(found)
}

/// Writes bookings over the versions before them: `version` of each is the new one. Those rows are there.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed one meanwhile.
pub async fn update_many(unit: &Unit, bookings: &[Booking]) -> Result<(), Failure> {
    let columns = row::COLUMNS;
    let sets: Vec<String> = columns
        .iter()
        .filter(|column| **column != "id")
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    for part in bookings.chunks(ROWS) {
        let row = |n: usize| format!("({})", sql::marks(n * columns.len() + 1, columns.len()));
        let rows: Vec<String> = (0..part.len()).map(row).collect();
        let text = format!(
            "INSERT INTO bookings ({}) VALUES {} ON CONFLICT (id) DO UPDATE SET {}
             WHERE bookings.version = excluded.version - 1",
            columns.join(", "),
            rows.join(", "),
            sets.join(", ")
        );
        let mut values = Vec::with_capacity(part.len() * columns.len());
        for booking in part {
            values.extend(row::values(booking)?);
        }
        let written = sql::execute(unit, &text, values).await?;
        if usize::try_from(written).is_ok_and(|written| written != part.len()) {
            return Err(Failure::Stale);
        }
    }
    Ok(())
}

/// Takes the reminders off that the desk was to have of these bookings.
pub async fn drop_reminders(unit: &Unit, ids: &[BookingId]) -> Result<(), Failure> {
    for part in ids.chunks(PART) {
        let marks = sql::marks(1, part.len());
        let text = format!("UPDATE bookings SET remind_at = NULL, reminded = 0 WHERE id IN ({marks})");
        sql::execute(unit, &text, part.iter().map(|id| Value::from(id.0))).await?;
    }
    Ok(())
}

/// How these organisations stand.
pub async fn standings<A: Access>(
    access: &A,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Standing>, Failure> {
    let mut found = HashMap::new();
    for part in ids.chunks(PART) {
        let text = format!(
            "SELECT id, name, kind, priority_class AS class, tariff_category, verified, {}
             FROM organisations o WHERE o.id IN ({})",
            asker::troubles_of_organisation(access.engine()),
            sql::marks(1, part.len())
        );
        for row in sql::all(access, &text, part.iter().map(|id| Value::from(id.0))).await? {
            found.insert(OrganisationId(sql::get(&row, "id")?), asker::standing_of(&row)?);
        }
    }
    Ok(found)
}

/// A mailbox that holds the calendar entry of a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The booking.
    pub booking_id: BookingId,
    /// The mailbox.
    pub email: String,
    /// Whether it is a date of the entry of its series.
    pub in_series: bool,
}

/// The mailboxes that hold calendar entries of these bookings.
pub async fn calendar_entries_of<A: Access>(access: &A, ids: &[BookingId]) -> Result<Vec<CalendarEntry>, Failure> {
    let mut found = Vec::new();
    for part in ids.chunks(PART) {
        let text = format!(
            "SELECT booking_id, email, in_series FROM calendar_entries WHERE booking_id IN ({}) ORDER BY email",
            sql::marks(1, part.len())
        );
        for row in sql::all(access, &text, part.iter().map(|id| Value::from(id.0))).await? {
            found.push(CalendarEntry {
                booking_id: BookingId(sql::get(&row, "booking_id")?),
                email: sql::get(&row, "email")?,
                in_series: sql::get(&row, "in_series")?,
            });
        }
    }
    Ok(found)
}

/// Notes that mailboxes hold the calendar entries of bookings, each at its sequence.
pub async fn note_calendar_entries(unit: &Unit, entries: &[(BookingId, String, i32)]) -> Result<(), Failure> {
    for part in entries.chunks(PART) {
        let rows: Vec<String> = (0..part.len()).map(|row| format!("({})", sql::marks(row * 3 + 1, 3))).collect();
        let text = format!(
            "INSERT INTO calendar_entries (booking_id, email, sequence) VALUES {}
             ON CONFLICT (booking_id, email) DO UPDATE SET sequence = excluded.sequence",
            rows.join(", ")
        );
        let values = part.iter().flat_map(|(id, email, sequence)| sql::values![id.0, email.as_str(), *sequence]);
        sql::execute(unit, &text, values).await?;
    }
    Ok(())
}

/// Bookings whose offered place was not accepted in time, the longest over first.
pub async fn offers_lapsed<A: Access>(access: &A, now: Instant, limit: u64) -> Result<Vec<BookingId>, Failure> {
    let text = "SELECT id FROM bookings WHERE offer_until <= $1 AND status IN ('requested', 'held', 'confirmed')
        ORDER BY offer_until, updated_at, id LIMIT $2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(access, text, sql::values![now.epoch_seconds(), limit]).await?;
    rows.iter().map(|row| Ok(BookingId(sql::get(row, "id")?))).collect()
}

/// The bookings that are offered another place by a closure in a letter to this mailbox: those whose booker it is, or of
/// which it holds a calendar entry.
pub async fn offered_to<A: Access>(access: &A, closure: ClosureId, email: &str) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT b.* FROM bookings b
        WHERE b.offer_until IS NOT NULL AND b.status IN ('requested', 'held', 'confirmed')
            AND EXISTS (SELECT 1 FROM closure_bookings c
                WHERE c.booking_id = b.id AND c.closure_id = $1 AND c.action = 'offer')
            AND (EXISTS (SELECT 1 FROM users u WHERE u.id = b.booker_id AND u.email = $2)
                OR (b.booker_id IS NULL AND b.caller_email = $2)
                OR (b.booker_id IS NULL AND b.caller_email IS NULL AND EXISTS (
                    SELECT 1 FROM organisations o WHERE o.id = b.organisation_id AND o.contact_email = $2))
                OR EXISTS (SELECT 1 FROM calendar_entries e WHERE e.booking_id = b.id AND e.email = $2))
        ORDER BY b.starts_at, b.id";
    sql::all(access, text, sql::values![closure.0, email]).await?.iter().map(row::booking).collect()
}
