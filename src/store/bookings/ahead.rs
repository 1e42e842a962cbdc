//! The bookings that a change of their centre has to carry.

use std::collections::HashMap;

use super::row;
use crate::{
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, CentreId},
        time::{DAY, Instant},
    },
    store::{Access, Unit, sql},
};

/// The bookings of a centre whose claims end after `from`, by start.
pub async fn ahead_in_centre<A: Access>(access: &A, centre: CentreId, from: Instant) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT * FROM bookings WHERE centre_id = $1 AND ends_at > $2
        AND status IN ('requested', 'held', 'confirmed') ORDER BY starts_at, id";
    // Nobody cleans up for longer than a day.
    let rows = sql::all(access, text, sql::values![centre.0, from.epoch_seconds() - DAY]).await?;
    let bookings = rows.iter().map(row::booking).collect::<Result<Vec<_>, _>>()?;
    Ok(bookings.into_iter().filter(|booking| booking.claimed_span().end() > from).collect())
}

/// Locks bookings, in the order of their identifiers, for the rest of the unit. Their resources are locked before them.
///
/// # Errors
/// [`Failure::Stale`] where one is no longer the version that was read.
pub async fn hold(unit: &Unit, bookings: &[Booking]) -> Result<(), Failure> {
    let versions: HashMap<BookingId, i64> = bookings.iter().map(|booking| (booking.id, booking.version)).collect();
    let mut ids: Vec<BookingId> = versions.keys().copied().collect();
    ids.sort();
    for part in ids.chunks(500) {
        let marks = sql::marks(1, part.len());
        let lock = unit.engine().pick("ORDER BY id FOR UPDATE", "");
        let text = format!("SELECT id, version FROM bookings WHERE id IN ({marks}) {lock}");
        for row in sql::all(unit, &text, part.iter().map(|id| id.0.into())).await? {
            let id = BookingId(sql::get(&row, "id")?);
            if versions.get(&id) != Some(&sql::get(&row, "version")?) {
                return Err(Failure::Stale);
            }
        }
    }
    Ok(())
}
