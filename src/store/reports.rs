//! Reports of neighbours in the database. Text and contact are dropped after a while.

use std::collections::HashMap;

use sea_orm::QueryResult;
use uuid::Uuid;

use super::{Access, Unit, bookings, sql};
use crate::domain::{
    booking::Booking,
    failure::Failure,
    ids::{CentreId, IncidentId, ReportId, UserId},
    report::{Report, ReportKind, ReportState},
    time::{DAY, Instant},
};

/// Set-up and clean-up last a day at most, and a booking a year.
const LONGEST: i64 = 367 * DAY;

/// Writes a new report.
pub async fn insert(unit: &Unit, report: &Report) -> Result<(), Failure> {
    let text = "INSERT INTO reports (id, centre_id, kind, happened_at, text, contact, state, created_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = sql::values![
        report.id.0,
        report.centre_id.0,
        report.kind.as_str(),
        report.happened_at.epoch_seconds(),
        report.text.as_deref(),
        report.contact.as_deref(),
        report.state.as_str(),
        report.created_at.epoch_seconds(),
        report.version,
    ];
    sql::execute(unit, text, values).await?;
    Ok(())
}

/// Whether the same was reported by the same since: a button that is pressed twice reports once.
pub async fn is_known<A: Access>(access: &A, report: &Report, since: Instant) -> Result<bool, Failure> {
    let text = "SELECT count(*) AS n FROM reports
        WHERE centre_id = $1 AND kind = $2 AND text = $3 AND COALESCE(contact, '') = $4 AND created_at >= $5";
    let values = sql::values![
        report.centre_id.0,
        report.kind.as_str(),
        report.text.as_deref(),
        report.contact.as_deref().unwrap_or_default(),
        since.epoch_seconds(),
    ];
    Ok(sql::get::<i64>(&sql::one(access, text, values).await?, "n")? > 0)
}

/// How many reports about a centre came since.
pub async fn count_since<A: Access>(access: &A, centre: CentreId, since: Instant) -> Result<i64, Failure> {
    let text = "SELECT count(*) AS n FROM reports WHERE centre_id = $1 AND created_at >= $2";
    sql::get(&sql::one(access, text, sql::values![centre.0, since.epoch_seconds()]).await?, "n")
}

/// Writes what became of a report: `report.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn update(unit: &Unit, report: &Report) -> Result<(), Failure> {
    let text = "UPDATE reports SET state = $1, incident_id = $2, handled_by = $3, handled_at = $4, version = $5
        WHERE id = $6 AND version = $7";
    let values = sql::values![
        report.state.as_str(),
        report.incident_id.map(|id| id.0),
        report.handled_by.map(|id| id.0),
        report.handled_at.map(Instant::epoch_seconds),
        report.version,
        report.id.0,
        report.version - 1,
    ];
    if sql::execute(unit, text, values).await? == 1 { Ok(()) } else { Err(Failure::Stale) }
}

/// A report.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: ReportId) -> Result<Report, Failure> {
    let found = sql::first(access, "SELECT * FROM reports WHERE id = $1", sql::values![id.0]).await?;
    report(&found.ok_or(Failure::NotFound)?)
}

/// A report, locked for the rest of the unit.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn hold(unit: &Unit, id: ReportId) -> Result<Report, Failure> {
    let text =
        unit.engine().pick("SELECT * FROM reports WHERE id = $1 FOR UPDATE", "SELECT * FROM reports WHERE id = $1");
    report(&sql::first(unit, text, sql::values![id.0]).await?.ok_or(Failure::NotFound)?)
}

/// A page of reports about a centre in the order in which they came, each with its number, behind `after`.
pub async fn list<A: Access>(
    access: &A,
    centre: CentreId,
    state: Option<ReportState>,
    after: i64,
    limit: u64,
) -> Result<Vec<(i64, Report)>, Failure> {
    let text = "SELECT * FROM reports WHERE centre_id = $1 AND number > $2 AND ($3 = '' OR state = $3)
        ORDER BY number LIMIT $4";
    let state = state.map_or("", ReportState::as_str);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(access, text, sql::values![centre.0, after, state, limit]).await?;
    rows.iter().map(|row| Ok((sql::get(row, "number")?, report(row)?))).collect()
}

/// The confirmed bookings of a centre that were under way at an instant, set-up and clean-up included, by start.
pub async fn under_way<A: Access>(access: &A, centre: CentreId, at: Instant) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT * FROM bookings WHERE centre_id = $1 AND status = 'confirmed'
        AND starts_at > $2 AND starts_at <= $3 AND starts_at - setup_seconds <= $4 AND ends_at + cleanup_seconds > $4
        ORDER BY starts_at, id LIMIT 200";
    let at = at.epoch_seconds();
    let rows = sql::all(access, text, sql::values![centre.0, at - LONGEST, at + DAY, at]).await?;
    rows.iter().map(bookings::booking_of).collect()
}

/// The same for each of these reports, in one round trip.
pub async fn under_way_of_many<A: Access>(
    access: &A,
    ids: &[ReportId],
) -> Result<HashMap<ReportId, Vec<Booking>>, Failure> {
    let mut found: HashMap<ReportId, Vec<Booking>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let text = format!(
        "SELECT r.id AS report_id, b.* FROM reports r JOIN bookings b ON b.centre_id = r.centre_id
         WHERE r.id IN ({}) AND b.status = 'confirmed'
            AND b.starts_at > r.happened_at - {LONGEST} AND b.starts_at <= r.happened_at + {DAY}
            AND b.starts_at - b.setup_seconds <= r.happened_at AND b.ends_at + b.cleanup_seconds > r.happened_at
         ORDER BY b.starts_at, b.id",
        sql::marks(1, ids.len())
    );
    for row in sql::all(access, &text, ids.iter().map(|id| id.0.into())).await? {
        found.entry(ReportId(sql::get(&row, "report_id")?)).or_default().push(bookings::booking_of(&row)?);
    }
    Ok(found)
}

/// Drops the contacts of reports that came before one instant, and the texts of those that came before another; tells how
/// many reports that were.
pub async fn forget(unit: &Unit, contacts_before: Instant, texts_before: Instant) -> Result<u64, Failure> {
    let text = "UPDATE reports SET contact = NULL WHERE contact IS NOT NULL AND created_at < $1";
    let contacts = sql::execute(unit, text, sql::values![contacts_before.epoch_seconds()]).await?;
    let text = "UPDATE reports SET text = NULL WHERE text IS NOT NULL AND created_at < $1";
    Ok(contacts + sql::execute(unit, text, sql::values![texts_before.epoch_seconds()]).await?)
}

fn report(row: &QueryResult) -> Result<Report, Failure> {
    let id = |column| sql::get::<Option<Uuid>>(row, column);
    let instant = |column| sql::get(row, column).map(Instant::from_epoch_seconds);
    Ok(Report {
        id: ReportId(sql::get(row, "id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        kind: sql::word(row, "kind", ReportKind::parse)?,
        happened_at: instant("happened_at")?,
        text: sql::get(row, "text")?,
        contact: sql::get(row, "contact")?,
        state: sql::word(row, "state", ReportState::parse)?,
        incident_id: id("incident_id")?.map(IncidentId),
        handled_by: id("handled_by")?.map(UserId),
        handled_at: sql::get::<Option<i64>>(row, "handled_at")?.map(Instant::from_epoch_seconds),
        created_at: instant("created_at")?,
        version: sql::get(row, "version")?,
    })
}
