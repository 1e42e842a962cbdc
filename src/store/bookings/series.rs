//! The bookings of a series, written and read at once.

use std::collections::HashMap;

use super::row;
use crate::{
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, SeriesId},
        time::Instant,
    },
    store::{Access, Unit, sql},
};

/// Rows of one statement, with 50 values each, below the engines' bounds on bound values.
const PART: usize = 200;

/// Writes many new bookings; see [`super::insert`].
pub async fn insert_many(unit: &Unit, bookings: &[&Booking]) -> Result<(), Failure> {
    let columns = row::COLUMNS;
    for part in bookings.chunks(PART) {
        let row = |n: usize| format!("({})", sql::marks(n * columns.len() + 1, columns.len()));
        let rows: Vec<String> = (0..part.len()).map(row).collect();
        let text = format!("INSERT INTO bookings ({}) VALUES {}", columns.join(", "), rows.join(", "));
        let mut values = Vec::with_capacity(part.len() * columns.len());
        for booking in part {
            values.extend(row::values(booking)?);
        }
        sql::defer(unit, "bookings", &text, values).await?;
    }
    Ok(())
}

/// Sets when the desk is to be reminded of the requests of a series that this unit made or moved: of each half-way, so
/// that one reminder does for all that are to be answered by the same moment.
pub async fn set_series_reminders(unit: &Unit, id: SeriesId, ids: &[BookingId]) -> Result<(), Failure> {
    if ids.is_empty() {
        return Ok(());
    }
    let text = format!(
        "UPDATE bookings SET remind_at = $1 + (answer_by - $1) / 2, reminded = 0
         WHERE series_id = $2 AND status = 'requested' AND id IN ({})",
        sql::marks(3, ids.len())
    );
    let values = sql::values![unit.now().epoch_seconds(), id.0];
    sql::execute(unit, &text, values.into_iter().chain(ids.iter().map(|id| id.0.into()))).await?;
    Ok(())
}

/// Locks bookings for the rest of the unit, and compares them with what was decided on. Their resources are locked
/// before.
///
/// # Errors
/// [`Failure::Stale`] where one is no longer the version that was read.
pub async fn lock_many(unit: &Unit, read: &[&Booking]) -> Result<(), Failure> {
    let lock = unit.engine().pick("FOR UPDATE", "");
    let text =
        format!("SELECT id, version FROM bookings WHERE id IN ({}) ORDER BY id {lock}", sql::marks(1, read.len()));
    let rows = sql::all(unit, &text, read.iter().map(|booking| booking.id.0.into())).await?;
    let versions: Result<HashMap<uuid::Uuid, i64>, Failure> =
        rows.iter().map(|row| Ok((sql::get(row, "id")?, sql::get(row, "version")?))).collect();
    let versions = versions?;
    let same = read.iter().all(|booking| versions.get(&booking.id.0) == Some(&booking.version));
    if same { Ok(()) } else { Err(Failure::Stale) }
}

/// The bookings of a series, by the start that its rule gave them.
pub async fn of_series<A: Access>(access: &A, id: SeriesId) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT * FROM bookings WHERE series_id = $1 ORDER BY series_starts_at, created_at, id";
    sql::all(access, text, sql::values![id.0]).await?.iter().map(row::booking).collect()
}

/// The bookings of many series.
pub async fn of_many_series<A: Access>(access: &A, ids: &[SeriesId]) -> Result<Vec<Booking>, Failure> {
    let mut found = Vec::new();
    for part in ids.chunks(PART) {
        let text = format!(
            "SELECT * FROM bookings WHERE series_id IN ({}) ORDER BY series_id, series_starts_at, created_at, id",
            sql::marks(1, part.len())
        );
        for row in sql::all(access, &text, part.iter().map(|id| id.0.into())).await? {
            found.push(row::booking(&row)?);
        }
    }
    Ok(found)
}

/// Notes the same reminder for the other requests of the booking's series that it does for.
pub async fn note_series_reminders(
    unit: &Unit,
    series: SeriesId,
    due: &super::DueReminder,
    next: Option<Instant>,
) -> Result<(), Failure> {
    let text = "UPDATE bookings SET remind_at = $1, reminded = reminded + 1
        WHERE series_id = $2 AND status = 'requested' AND remind_at = $3 AND reminded = $4";
    let at = due.remind_at.epoch_seconds();
    let values = sql::values![next.map(Instant::epoch_seconds), series.0, at, due.reminded];
    sql::execute(unit, text, values).await?;
    Ok(())
}
