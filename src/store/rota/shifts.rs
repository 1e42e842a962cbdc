//! The hours that volunteers take. Whoever changes them compares the version: of sixteen that take the same offer one does.

use std::collections::HashMap;

use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::{
    domain::{
        failure::Failure,
        ids::{BookingId, CentreId, ShiftId, UserId, VolunteerId},
        rota::{Shift, ShiftRole, ShiftState},
        spans::SpanSet,
        time::{DAY, Instant, Span},
    },
    store::{Access, Unit, catalogue, sql},
};

/// Which hours of a centre.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The centre.
    pub centre: CentreId,
    /// Those that touch this time.
    pub span: Span,
    /// In this state; without one, all but those that were dropped.
    pub state: Option<ShiftState>,
    /// Behind this one.
    pub after: Option<(Instant, ShiftId)>,
}

/// Writes new hours.
pub async fn insert(unit: &Unit, shifts: &[Shift]) -> Result<(), Failure> {
    for shift in shifts {
        let text = "INSERT INTO shifts (id, centre_id, volunteer_id, role, starts_at, ends_at, state, offer_until,
                booking_id, declined_by, created_by, created_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        let values = sql::values![
            shift.id.0,
            shift.centre_id.0,
            shift.volunteer_id.map(|id| id.0),
            shift.role.as_str(),
            shift.span.start().epoch_seconds(),
            shift.span.end().epoch_seconds(),
            shift.state.as_str(),
            shift.offer_until.map(Instant::epoch_seconds),
            shift.booking_id.map(|id| id.0),
            shift.declined_by.map(|id| id.0),
            shift.created_by.map(|id| id.0),
            unit.now().epoch_seconds(),
            shift.version,
        ];
        sql::execute(unit, text, values).await?;
    }
    if shifts.iter().any(|shift| shift.role == ShiftRole::Key && shift.state.is_covered()) {
        catalogue::touch(unit).await?;
    }
    Ok(())
}

/// Hours on the rota.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn shift<A: Access>(access: &A, id: ShiftId) -> Result<Shift, Failure> {
    let found = sql::first(access, "SELECT * FROM shifts WHERE id = $1", sql::values![id.0]).await?;
    read(&found.ok_or(Failure::NotFound)?)
}

/// Writes hours over the version before them: `shift.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed them meanwhile.
pub async fn update(unit: &Unit, before: &Shift, shift: &Shift) -> Result<(), Failure> {
    let text = "UPDATE shifts SET volunteer_id = $1, state = $2, offer_until = $3, declined_by = $4, version = $5
        WHERE id = $6 AND version = $7";
    let values = sql::values![
        shift.volunteer_id.map(|id| id.0),
        shift.state.as_str(),
        shift.offer_until.map(Instant::epoch_seconds),
        shift.declined_by.map(|id| id.0),
        shift.version,
        shift.id.0,
        before.version,
    ];
    if sql::execute(unit, text, values).await? != 1 {
        return Err(Failure::Stale);
    }
    if shift.role == ShiftRole::Key && before.state.is_covered() != shift.state.is_covered() {
        catalogue::touch(unit).await?;
    }
    Ok(())
}

/// Hours of a centre by start.
pub async fn list<A: Access>(access: &A, filter: &Filter, limit: u64) -> Result<Vec<Shift>, Failure> {
    let state = if filter.state.is_some() { "state = $4" } else { "state <> $4" };
    let (after_start, after_id) = filter.after.map_or((i64::MIN, Uuid::nil()), |(at, id)| (at.epoch_seconds(), id.0));
    let text = format!(
        "SELECT * FROM shifts WHERE centre_id = $1 AND starts_at < $2 AND starts_at > $3 AND {state} AND ends_at > $5
            AND (starts_at > $6 OR (starts_at = $6 AND id > $7)) ORDER BY starts_at, id LIMIT $8"
    );
    let values = sql::values![
        filter.centre.0,
        filter.span.end().epoch_seconds(),
        earliest(filter.span),
        filter.state.unwrap_or(ShiftState::Dropped).as_str(),
        filter.span.start().epoch_seconds(),
        after_start,
        after_id,
        i64::try_from(limit).unwrap_or(i64::MAX),
    ];
    sql::all(access, &text, values).await?.iter().map(read).collect()
}

/// Before what any that touches `span` begins: those for a booking last as long as it, which is a year at most.
fn earliest(span: Span) -> i64 {
    span.start().plus(-366 * DAY).epoch_seconds()
}

/// The hours that people on the rota take and that end after `from`, by start.
pub async fn shifts_of<A: Access>(access: &A, who: &[VolunteerId], from: Instant) -> Result<Vec<Shift>, Failure> {
    if who.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT * FROM shifts WHERE ends_at > $1 AND state = 'taken' AND volunteer_id IN ({})
         ORDER BY starts_at, id LIMIT 1000",
        sql::marks(2, who.len())
    );
    let values = sql::values![from.epoch_seconds()].into_iter().chain(who.iter().map(|id| Value::from(id.0)));
    sql::all(access, &text, values).await?.iter().map(read).collect()
}

/// Whether somebody on the rota takes other hours at a time that `span` touches.
pub async fn overlaps(unit: &Unit, who: VolunteerId, span: Span, except: Option<ShiftId>) -> Result<bool, Failure> {
    let text = "SELECT id FROM shifts WHERE volunteer_id = $1 AND state = 'taken' AND starts_at < $2 AND starts_at > $3
        AND ends_at > $4 AND id <> $5 LIMIT 1";
    let values = sql::values![
        who.0,
        span.end().epoch_seconds(),
        earliest(span),
        span.start().epoch_seconds(),
        except.map_or(Uuid::nil(), |id| id.0),
    ];
    Ok(sql::first(unit, text, values).await?.is_some())
}

/// What is looked for, or found, for a booking.
pub async fn of_booking<A: Access>(access: &A, id: BookingId) -> Result<Option<Shift>, Failure> {
    let text = "SELECT * FROM shifts WHERE booking_id = $1 AND state <> 'dropped'";
    sql::first(access, text, sql::values![id.0]).await?.as_ref().map(read).transpose()
}

/// Hours that were offered long enough.
pub async fn lapsed<A: Access>(access: &A, now: Instant, limit: u64) -> Result<Vec<ShiftId>, Failure> {
    let text = "SELECT id FROM shifts WHERE ends_at > $1 AND state = 'offered' AND offer_until <= $1
        ORDER BY offer_until, id LIMIT $2";
    let rows = sql::all(access, text, sql::values![now.epoch_seconds(), i64::try_from(limit).unwrap_or(i64::MAX)]);
    rows.await?.iter().map(|row| Ok(ShiftId(sql::get(row, "id")?))).collect()
}

/// Hours ahead that are for a booking which does not need them any more: it ended, moved, or has a key-holder again.
pub async fn dangling<A: Access>(access: &A, now: Instant, limit: u64) -> Result<Vec<ShiftId>, Failure> {
    let text = "SELECT s.id FROM shifts s JOIN bookings b ON b.id = s.booking_id WHERE s.ends_at > $1
        AND s.state <> 'dropped' AND (b.status <> 'confirmed' OR b.centre_id <> s.centre_id
            OR b.starts_at <> s.starts_at OR b.ends_at <> s.ends_at OR b.key_holder_id IS NOT NULL)
        ORDER BY s.starts_at, s.id LIMIT $2";
    let rows = sql::all(access, text, sql::values![now.epoch_seconds(), i64::try_from(limit).unwrap_or(i64::MAX)]);
    rows.await?.iter().map(|row| Ok(ShiftId(sql::get(row, "id")?))).collect()
}

/// When somebody with a key is there, in one centre or all, from `now` on.
pub async fn covered<A: Access>(
    access: &A,
    only: Option<CentreId>,
    now: Instant,
) -> Result<HashMap<CentreId, Vec<Span>>, Failure> {
    let of_one = only.map_or("", |_| "AND centre_id = $2");
    let text = format!(
        "SELECT centre_id, starts_at, ends_at FROM shifts
         WHERE ends_at > $1 AND state <> 'dropped' AND state IN ('taken', 'staffed') AND role = 'key' {of_one}"
    );
    let values = sql::values![now.epoch_seconds()].into_iter().chain(only.map(|id| Value::from(id.0)));
    let mut covered: HashMap<CentreId, Vec<Span>> = HashMap::new();
    for row in sql::all(access, &text, values).await? {
        covered.entry(CentreId(sql::get(&row, "centre_id")?)).or_default().push(span(&row)?);
    }
    Ok(covered)
}

/// When somebody with a key is there in a time, past memory, and so until the unit ends.
pub async fn covered_anew(unit: &Unit, centre: CentreId, time: Span) -> Result<SpanSet, Failure> {
    let lock = unit.engine().pick("ORDER BY id FOR SHARE", "");
    let text = format!(
        "SELECT starts_at, ends_at FROM shifts WHERE centre_id = $1 AND starts_at < $2 AND starts_at > $3
            AND ends_at > $4 AND state IN ('taken', 'staffed') AND role = 'key' {lock}"
    );
    let values = sql::values![centre.0, time.end().epoch_seconds(), earliest(time), time.start().epoch_seconds()];
    sql::all(unit, &text, values).await?.iter().map(span).collect()
}

fn span(row: &QueryResult) -> Result<Span, Failure> {
    let at = |column| -> Result<Instant, Failure> { Ok(Instant::from_epoch_seconds(sql::get(row, column)?)) };
    Span::new(at("starts_at")?, at("ends_at")?).ok_or_else(|| Failure::Internal("hours that run backwards".into()))
}

fn read(row: &QueryResult) -> Result<Shift, Failure> {
    let id = |column: &str| sql::get::<Option<Uuid>>(row, column);
    Ok(Shift {
        id: ShiftId(sql::get(row, "id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        volunteer_id: id("volunteer_id")?.map(VolunteerId),
        role: sql::word(row, "role", ShiftRole::parse)?,
        span: span(row)?,
        state: sql::word(row, "state", ShiftState::parse)?,
        offer_until: sql::get::<Option<i64>>(row, "offer_until")?.map(Instant::from_epoch_seconds),
        booking_id: id("booking_id")?.map(BookingId),
        declined_by: id("declined_by")?.map(UserId),
        created_by: id("created_by")?.map(UserId),
        version: sql::get(row, "version")?,
    })
}
