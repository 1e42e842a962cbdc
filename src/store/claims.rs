//! Claims in the database. The law itself is the database's (see the migration `m0003_law`); here they are locked for,
//! written, released and read.

mod anew;
mod around;
mod occupied;

pub use anew::{ahead, behind, clear, cut_off, cut_off_closures, insert_all, within};
pub use around::around;
pub use occupied::occupied;

use sea_orm::Value;

use super::{Access, Engine, Unit, catalogue::hold_room, sql};
use crate::domain::{
    claim::{Claim, LONGEST_CLAIM},
    failure::Failure,
    ids::{BookingId, ResourceId},
    room::Room,
    time::{Instant, Span},
};

/// A claim as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredClaim {
    /// What it claims, and when.
    pub claim: Claim,
    /// The booking that holds it; none is a closure.
    pub booking_id: Option<BookingId>,
}

/// Locks resources in order, before anything is written: rivals then wait in a queue in place of a deadlock.
pub async fn lock(unit: &Unit, resources: &[ResourceId]) -> Result<(), Failure> {
    // SQLite has one writer at a time: its unit began with the write lock.
    if unit.engine() == Engine::Sqlite || resources.is_empty() {
        return Ok(());
    }
    let text = format!(
        "SELECT id FROM resources WHERE id IN ({}) ORDER BY id FOR NO KEY UPDATE",
        sql::marks(1, resources.len())
    );
    let found = sql::all(unit, &text, resources.iter().map(|id| Value::from(id.0))).await?;
    let mut distinct = resources.to_vec();
    distinct.sort();
    distinct.dedup();
    if found.len() == distinct.len() { Ok(()) } else { Err(Failure::Stale) }
}

/// Locks resources in order and then the room that needs them, in one round trip, and compares the room's version with
/// the one that was decided on; see [`lock`] and [`super::catalogue::hold_room`].
///
/// # Errors
/// [`Failure::Stale`] where the room changed since, or lost a resource.
pub async fn lock_with_room(unit: &Unit, resources: &[ResourceId], room: &Room) -> Result<(), Failure> {
    if unit.engine() == Engine::Sqlite || resources.is_empty() {
        return hold_room(unit, room).await;
    }
    // The row of the room is locked by the node on top, when the join below it has come to its end: the order stays.
    let text = format!(
        "SELECT rooms.version, held.n FROM
            (SELECT count(*) AS n FROM
                (SELECT id FROM resources WHERE id IN ({}) ORDER BY id FOR NO KEY UPDATE) AS locked) AS held
            CROSS JOIN rooms WHERE rooms.id = ${} FOR SHARE OF rooms",
        sql::marks(1, resources.len()),
        resources.len() + 1
    );
    let values = resources.iter().map(|id| Value::from(id.0)).chain([Value::from(room.id.0)]);
    let row = sql::first(unit, &text, values).await?.ok_or(Failure::NotFound)?;
    let locked: i64 = sql::get(&row, "n")?;
    let all = usize::try_from(locked).is_ok_and(|locked| locked == resources.len());
    if all && sql::get::<i64>(&row, "version")? == room.version { Ok(()) } else { Err(Failure::Stale) }
}

/// Writes the claims of a booking, or of closures where there is none. Their resources are locked already.
///
/// # Errors
/// [`Failure::Overfull`], at the latest when the unit commits, where the law refuses one: then none is written.
pub async fn insert(unit: &Unit, booking: Option<BookingId>, claims: &[Claim]) -> Result<(), Failure> {
    let rows: Vec<_> = claims.iter().map(|claim| (booking, *claim)).collect();
    write(unit, &rows).await
}

/// Writes the claims of many bookings; see [`insert`].
pub async fn insert_many(unit: &Unit, claims: &[(BookingId, Claim)]) -> Result<(), Failure> {
    let rows: Vec<_> = claims.iter().map(|(booking, claim)| (Some(*booking), *claim)).collect();
    write(unit, &rows).await
}

async fn write(unit: &Unit, claims: &[(Option<BookingId>, Claim)]) -> Result<(), Failure> {
    // Five values a row: well below the engines' bounds on bound values.
    for part in claims.chunks(500) {
        let rows: Vec<String> = (0..part.len()).map(|row| format!("({})", sql::marks(row * 5 + 1, 5))).collect();
        let text = format!(
            "INSERT INTO claims (resource_id, booking_id, starts_at, ends_at, quantity) VALUES {}",
            rows.join(", ")
        );
        let values = part.iter().flat_map(|(booking, claim)| {
            sql::values![
                claim.resource_id.0,
                booking.map(|id| id.0),
                claim.span.start().epoch_seconds(),
                claim.span.end().epoch_seconds(),
                claim.quantity,
            ]
        });
        sql::defer(unit, "claims", &text, values).await?;
    }
    Ok(())
}

/// Takes off the claims of a booking.
pub async fn release(unit: &Unit, booking: BookingId) -> Result<(), Failure> {
    sql::execute(unit, "DELETE FROM claims WHERE booking_id = $1", sql::values![booking.0]).await?;
    Ok(())
}

/// Takes off the claims of many bookings.
pub async fn release_many(unit: &Unit, bookings: &[BookingId]) -> Result<(), Failure> {
    let text = format!("DELETE FROM claims WHERE booking_id IN ({})", sql::marks(1, bookings.len()));
    sql::execute(unit, &text, bookings.iter().map(|id| Value::from(id.0))).await?;
    Ok(())
}

/// The resources on which these bookings hold claims, sorted.
pub async fn resources_of<A: Access>(access: &A, bookings: &[BookingId]) -> Result<Vec<ResourceId>, Failure> {
    let marks = sql::marks(1, bookings.len());
    let text = format!("SELECT DISTINCT resource_id FROM claims WHERE booking_id IN ({marks}) ORDER BY resource_id");
    let rows = sql::all(access, &text, bookings.iter().map(|id| Value::from(id.0))).await?;
    rows.iter().map(|row| Ok(ResourceId(sql::get(row, "resource_id")?))).collect()
}

/// The claims of a booking, sorted.
pub async fn of_booking<A: Access>(access: &A, booking: BookingId) -> Result<Vec<Claim>, Failure> {
    let text = "SELECT * FROM claims WHERE booking_id = $1 ORDER BY resource_id, starts_at";
    let rows = sql::all(access, text, sql::values![booking.0]).await?;
    rows.iter().map(|row| Ok(stored(row)?.claim)).collect()
}

/// The claims of bookings, by resource and start.
pub async fn of_bookings<A: Access>(access: &A, bookings: &[BookingId]) -> Result<Vec<(BookingId, Claim)>, Failure> {
    let marks = sql::marks(1, bookings.len());
    let text = format!("SELECT * FROM claims WHERE booking_id IN ({marks}) ORDER BY resource_id, starts_at");
    let rows = sql::all(access, &text, bookings.iter().map(|id| Value::from(id.0))).await?;
    let found: Result<Vec<StoredClaim>, Failure> = rows.iter().map(stored).collect();
    Ok(found?.into_iter().filter_map(|one| Some((one.booking_id?, one.claim))).collect())
}

fn stored(row: &sea_orm::QueryResult) -> Result<StoredClaim, Failure> {
    let start = Instant::from_epoch_seconds(sql::get(row, "starts_at")?);
    let end = Instant::from_epoch_seconds(sql::get(row, "ends_at")?);
    let span = Span::new(start, end).ok_or_else(|| Failure::Internal("an empty claim is stored".into()))?;
    Ok(StoredClaim {
        claim: Claim {
            resource_id: ResourceId(sql::get(row, "resource_id")?),
            span,
            quantity: sql::get(row, "quantity")?,
        },
        booking_id: sql::get::<Option<uuid::Uuid>>(row, "booking_id")?.map(BookingId),
    })
}
