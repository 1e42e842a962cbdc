//! Claims taken off and claimed anew, many at once: what a change of rooms, resources and closures needs. All resources
//! at hand are locked already.

use sea_orm::Value;

use super::{StoredClaim, stored, write};
use crate::{
    domain::{
        claim::LONGEST_CLAIM,
        failure::Failure,
        ids::{BookingId, ResourceId},
        time::{Instant, Span},
    },
    store::{Access, Unit, sql},
};

/// Bound identifiers of one statement.
const PART: usize = 500;

/// What is claimed on these resources and ends after `from`, by resource and start.
pub async fn ahead<A: Access>(
    access: &A,
    resources: &[ResourceId],
    from: Instant,
) -> Result<Vec<StoredClaim>, Failure> {
    of_resources(access, resources, "ends_at > $1", from).await
}

/// What was claimed on these resources and began before `from`, by resource and start.
pub async fn behind<A: Access>(
    access: &A,
    resources: &[ResourceId],
    from: Instant,
) -> Result<Vec<StoredClaim>, Failure> {
    of_resources(access, resources, "starts_at < $1", from).await
}

/// What is claimed on these resources inside `window`, by resource and start.
pub async fn within<A: Access>(
    access: &A,
    resources: &[ResourceId],
    window: Span,
) -> Result<Vec<StoredClaim>, Failure> {
    let mut found = Vec::new();
    let (start, end) = (window.start().epoch_seconds(), window.end().epoch_seconds());
    for part in resources.chunks(PART) {
        // No claim is longer, so that none that began earlier reaches into the window.
        let text = format!(
            "SELECT resource_id, starts_at, ends_at, quantity, booking_id FROM claims
             WHERE starts_at > $1 AND starts_at < $2 AND ends_at > $3 AND resource_id IN ({})
             ORDER BY resource_id, starts_at",
            sql::marks(4, part.len())
        );
        let values = sql::values![start - LONGEST_CLAIM - 1, end, start].into_iter();
        for row in sql::all(access, &text, values.chain(ids(part.iter().map(|id| id.0)))).await? {
            found.push(stored(&row)?);
        }
    }
    Ok(found)
}

async fn of_resources<A: Access>(
    access: &A,
    resources: &[ResourceId],
    condition: &str,
    from: Instant,
) -> Result<Vec<StoredClaim>, Failure> {
    let mut found = Vec::new();
    for part in resources.chunks(PART) {
        let text = format!(
            "SELECT resource_id, starts_at, ends_at, quantity, booking_id FROM claims
             WHERE {condition} AND resource_id IN ({}) ORDER BY resource_id, starts_at",
            sql::marks(2, part.len())
        );
        let values = std::iter::once(Value::from(from.epoch_seconds())).chain(ids(part.iter().map(|id| id.0)));
        for row in sql::all(access, &text, values).await? {
            found.push(stored(&row)?);
        }
    }
    Ok(found)
}

/// Takes off what these bookings claim from `from` on; what they claimed before it stays.
pub async fn cut_off(unit: &Unit, bookings: &[BookingId], from: Instant) -> Result<(), Failure> {
    for part in bookings.chunks(PART) {
        let condition = format!("booking_id IN ({})", sql::marks(2, part.len()));
        cut(unit, &condition, from, part.iter().map(|id| id.0)).await?;
    }
    Ok(())
}

/// Takes off what closures claim of these resources from `from` on; what they claimed before it stays.
pub async fn cut_off_closures(unit: &Unit, resources: &[ResourceId], from: Instant) -> Result<(), Failure> {
    for part in resources.chunks(PART) {
        let condition = format!("booking_id IS NULL AND resource_id IN ({})", sql::marks(2, part.len()));
        cut(unit, &condition, from, part.iter().map(|id| id.0)).await?;
    }
    Ok(())
}

async fn cut(
    unit: &Unit,
    condition: &str,
    from: Instant,
    which: impl Iterator<Item = uuid::Uuid> + Clone,
) -> Result<(), Failure> {
    let values = || std::iter::once(Value::from(from.epoch_seconds())).chain(ids(which.clone()));
    let text = format!("DELETE FROM claims WHERE {condition} AND starts_at >= $1");
    sql::execute(unit, &text, values()).await?;
    let text = format!("UPDATE claims SET ends_at = $1 WHERE {condition} AND starts_at < $1 AND ends_at > $1");
    sql::execute(unit, &text, values()).await?;
    Ok(())
}

/// Takes off everything that is claimed on these resources.
pub async fn clear(unit: &Unit, resources: &[ResourceId]) -> Result<(), Failure> {
    for part in resources.chunks(PART) {
        let text = format!("DELETE FROM claims WHERE resource_id IN ({})", sql::marks(1, part.len()));
        sql::execute(unit, &text, ids(part.iter().map(|id| id.0))).await?;
    }
    Ok(())
}

/// Writes claims of many holders, in the order given: sorted by resource.
///
/// # Errors
/// [`Failure::Overfull`] where the law refuses one: then the unit is over.
pub async fn insert_all(unit: &Unit, claims: &[StoredClaim]) -> Result<(), Failure> {
    let rows: Vec<_> = claims.iter().map(|stored| (stored.booking_id, stored.claim)).collect();
    write(unit, &rows).await
}

fn ids(ids: impl Iterator<Item = uuid::Uuid>) -> impl Iterator<Item = Value> {
    ids.map(Value::from)
}
