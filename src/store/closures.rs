//! Closures in the database. A lifted closure keeps its row. What closures claim stands with the other claims.

pub mod returns;

use std::collections::HashMap;

use sea_orm::{QueryResult, Value};

use super::{Access, Unit, bookings, catalogue, sql};
use crate::domain::{
    booking::{Booking, EquipmentWish},
    closure::{Closure, ClosureReason, DecisionAction},
    failure::Failure,
    ids::{BookingId, CentreId, ClosureId, RoomId, UserId},
    time::{Instant, Span},
};

/// Writes a new closure.
pub async fn insert(unit: &Unit, closure: &Closure) -> Result<(), Failure> {
    sql::execute(
        unit,
        "INSERT INTO closures (id, centre_id, whole_centre, starts_at, ends_at, reason, note, created_by, created_at,
            lifted_at, provisional, recalled, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        sql::values![
            closure.id.0,
            closure.centre_id.0,
            closure.room_ids.is_none(),
            closure.span.start().epoch_seconds(),
            closure.span.end().epoch_seconds(),
            closure.reason.as_str(),
            closure.note.as_deref(),
            closure.created_by.0,
            unit.now().epoch_seconds(),
            closure.lifted_at.map(Instant::epoch_seconds),
            closure.provisional,
            closure.recalled,
            closure.version,
        ],
    )
    .await?;
    if closure.provisional {
        catalogue::touch(unit).await?;
    }
    insert_rooms(unit, closure).await
}

/// Writes a closure over the version before it: `closure.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn update(unit: &Unit, before: &Closure, closure: &Closure) -> Result<(), Failure> {
    if before.provisional || closure.provisional {
        catalogue::touch(unit).await?;
    }
    let rows = sql::execute(
        unit,
        "UPDATE closures SET whole_centre = $1, starts_at = $2, ends_at = $3, reason = $4, note = $5, lifted_at = $6,
            provisional = $7, version = $8
         WHERE id = $9 AND version = $10",
        sql::values![
            closure.room_ids.is_none(),
            closure.span.start().epoch_seconds(),
            closure.span.end().epoch_seconds(),
            closure.reason.as_str(),
            closure.note.as_deref(),
            closure.lifted_at.map(Instant::epoch_seconds),
            closure.provisional,
            closure.version,
            closure.id.0,
            closure.version - 1,
        ],
    )
    .await?;
    if rows != 1 {
        return Err(Failure::Stale);
    }
    sql::execute(unit, "DELETE FROM closure_rooms WHERE closure_id = $1", sql::values![closure.id.0]).await?;
    insert_rooms(unit, closure).await
}

async fn insert_rooms(unit: &Unit, closure: &Closure) -> Result<(), Failure> {
    let Some(rooms) = closure.room_ids.as_ref().filter(|rooms| !rooms.is_empty()) else { return Ok(()) };
    let marks: Vec<String> = (0..rooms.len()).map(|row| format!("({})", sql::marks(row * 2 + 1, 2))).collect();
    let text = format!("INSERT INTO closure_rooms (closure_id, room_id) VALUES {}", marks.join(", "));
    sql::execute(unit, &text, rooms.iter().flat_map(|room| sql::values![closure.id.0, room.0])).await?;
    Ok(())
}

/// A booking that a closure met, and the place that it had before.
#[derive(Clone, Debug, PartialEq)]
pub struct Displacement {
    /// The booking.
    pub booking_id: BookingId,
    /// What became of it.
    pub action: DecisionAction,
    /// The room that it had.
    pub room_id: RoomId,
    /// The time that it had.
    pub span: Span,
    /// The layout that it had.
    pub layout: Option<String>,
    /// Whether it took places of a shared room.
    pub shared: bool,
    /// The equipment that it had.
    pub equipment: Vec<EquipmentWish>,
}

/// Notes what became of the bookings that a closure met, and which places they had.
pub async fn note_displaced(unit: &Unit, id: ClosureId, displaced: &[Displacement]) -> Result<(), Failure> {
    for part in displaced.chunks(500) {
        let rows: Vec<String> = (0..part.len()).map(|row| format!("({})", sql::marks(row * 10 + 1, 10))).collect();
        let text = format!(
            "INSERT INTO closure_bookings (closure_id, booking_id, action, room_id, starts_at, ends_at, decided_at,
                layout, shared, equipment)
             VALUES {}",
            rows.join(", ")
        );
        let mut values: Vec<Value> = Vec::with_capacity(part.len() * 10);
        for one in part {
            values.extend(sql::values![
                id.0,
                one.booking_id.0,
                one.action.as_str(),
                one.room_id.0,
                one.span.start().epoch_seconds(),
                one.span.end().epoch_seconds(),
                unit.now().epoch_seconds(),
                one.layout.as_deref(),
                one.shared,
                sql::to_json(&one.equipment)?,
            ]);
        }
        sql::execute(unit, &text, values).await?;
    }
    Ok(())
}

/// The bookings that a closure cancelled, by start.
pub async fn cancelled_by<A: Access>(access: &A, id: ClosureId) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT DISTINCT booking_id FROM closure_bookings WHERE closure_id = $1 AND action = 'cancel'";
    let rows = sql::all(access, text, sql::values![id.0]).await?;
    let ids: Result<Vec<BookingId>, Failure> =
        rows.iter().map(|row| Ok(BookingId(sql::get(row, "booking_id")?))).collect();
    bookings::by_ids(access, &ids?).await
}

/// A closure.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: ClosureId) -> Result<Closure, Failure> {
    let rows = sql::all(access, "SELECT * FROM closures WHERE id = $1", sql::values![id.0]).await?;
    with_rooms(access, rows).await?.pop().ok_or(Failure::NotFound)
}

/// The closures of a centre that are neither lifted nor over at `now`, by start.
pub async fn in_force<A: Access>(access: &A, centre: CentreId, now: Instant) -> Result<Vec<Closure>, Failure> {
    let text = "SELECT * FROM closures WHERE centre_id = $1 AND lifted_at IS NULL AND ends_at > $2
        ORDER BY starts_at, id";
    let rows = sql::all(access, text, sql::values![centre.0, now.epoch_seconds()]).await?;
    with_rooms(access, rows).await
}

/// The closures of all centres that are announced and not certain yet, by start.
pub async fn provisional<A: Access>(access: &A) -> Result<Vec<Closure>, Failure> {
    let text = "SELECT * FROM closures WHERE provisional AND lifted_at IS NULL ORDER BY starts_at, id";
    let rows = sql::all(access, text, []).await?;
    with_rooms(access, rows).await
}

/// Which closures to list. Lifted ones are not listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Of this centre.
    pub centre: Option<CentreId>,
    /// That end after this instant.
    pub from: Option<Instant>,
    /// That start before this instant.
    pub until: Option<Instant>,
    /// Behind this one, in the order of the list.
    pub after: Option<(Instant, ClosureId)>,
}

/// Closures by start, at most `limit`.
pub async fn list<A: Access>(access: &A, filter: &Filter, limit: u64) -> Result<Vec<Closure>, Failure> {
    let mut conditions = vec!["lifted_at IS NULL".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Some(centre) = filter.centre {
        conditions.push(format!("centre_id = {}", bind(centre.0.into())));
    }
    if let Some(from) = filter.from {
        conditions.push(format!("ends_at > {}", bind(from.epoch_seconds().into())));
    }
    if let Some(until) = filter.until {
        conditions.push(format!("starts_at < {}", bind(until.epoch_seconds().into())));
    }
    if let Some((start, id)) = filter.after {
        let start = bind(start.epoch_seconds().into());
        conditions.push(format!("(starts_at > {start} OR (starts_at = {start} AND id > {}))", bind(id.0.into())));
    }
    let limit = bind(i64::try_from(limit).unwrap_or(i64::MAX).into());
    let text =
        format!("SELECT * FROM closures WHERE {} ORDER BY starts_at, id LIMIT {limit}", conditions.join(" AND "));
    let rows = sql::all(access, &text, values).await?;
    with_rooms(access, rows).await
}

/// The closures of rows, each with its rooms.
async fn with_rooms<A: Access>(access: &A, rows: Vec<QueryResult>) -> Result<Vec<Closure>, Failure> {
    let mut closures = rows.iter().map(closure).collect::<Result<Vec<_>, _>>()?;
    let mut rooms: HashMap<ClosureId, Vec<RoomId>> = HashMap::new();
    let of_rooms: Vec<ClosureId> =
        closures.iter().filter(|closure| closure.room_ids.is_some()).map(|closure| closure.id).collect();
    for part in of_rooms.chunks(200) {
        let text = format!(
            "SELECT closure_id, room_id FROM closure_rooms WHERE closure_id IN ({}) ORDER BY closure_id, room_id",
            sql::marks(1, part.len())
        );
        for row in sql::all(access, &text, part.iter().map(|id| Value::from(id.0))).await? {
            let id = ClosureId(sql::get(&row, "closure_id")?);
            rooms.entry(id).or_default().push(RoomId(sql::get(&row, "room_id")?));
        }
    }
    for closure in &mut closures {
        if let Some(list) = &mut closure.room_ids {
            *list = rooms.remove(&closure.id).unwrap_or_default();
        }
    }
    Ok(closures)
}

fn closure(row: &QueryResult) -> Result<Closure, Failure> {
    let start = Instant::from_epoch_seconds(sql::get(row, "starts_at")?);
    let end = Instant::from_epoch_seconds(sql::get(row, "ends_at")?);
    let whole_centre: bool = sql::get(row, "whole_centre")?;
    Ok(Closure {
        id: ClosureId(sql::get(row, "id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        room_ids: (!whole_centre).then(Vec::new),
        span: Span::new(start, end).ok_or_else(|| Failure::Internal("an empty closure is stored".into()))?,
        reason: sql::word(row, "reason", ClosureReason::parse)?,
        note: sql::get(row, "note")?,
        provisional: sql::get(row, "provisional")?,
        recalled: sql::get(row, "recalled")?,
        created_by: UserId(sql::get(row, "created_by")?),
        lifted_at: sql::get::<Option<i64>>(row, "lifted_at")?.map(Instant::from_epoch_seconds),
        version: sql::get(row, "version")?,
    })
}
