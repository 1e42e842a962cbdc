//! Deposits in the database.

use super::{Access, Unit, sql};
use crate::domain::{booking::Booking, deposit::Deposit, failure::Failure, ids::BookingId};

/// The deposit of a booking: as it is kept or, where nothing happened with it yet, as the price asks for it.
///
/// # Errors
/// [`Failure::NotFound`] where none is asked.
pub async fn get<A: Access>(access: &A, booking: &Booking) -> Result<Deposit, Failure> {
    let text = "SELECT * FROM deposits WHERE booking_id = $1";
    if let Some(row) = sql::first(access, text, sql::values![booking.id.0]).await? {
        return Ok(Deposit {
            booking_id: BookingId(sql::get(&row, "booking_id")?),
            asked: sql::get(&row, "asked_cents")?,
            received: sql::get(&row, "received_cents")?,
            returned: sql::get(&row, "returned_cents")?,
            kept: sql::get(&row, "kept_cents")?,
            reason: sql::get(&row, "reason")?,
            version: sql::get(&row, "version")?,
        });
    }
    let asked = booking.price.as_ref().and_then(|price| price.deposit.as_ref()).ok_or(Failure::NotFound)?;
    Ok(Deposit::asked(booking.id, asked.cents))
}

/// Keeps a deposit as it is since. Its booking is locked.
pub async fn put(unit: &Unit, deposit: &Deposit) -> Result<(), Failure> {
    let text = "INSERT INTO deposits
            (booking_id, asked_cents, received_cents, returned_cents, kept_cents, reason, updated_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (booking_id) DO UPDATE SET asked_cents = excluded.asked_cents,
            received_cents = excluded.received_cents, returned_cents = excluded.returned_cents,
            kept_cents = excluded.kept_cents, reason = excluded.reason, updated_at = excluded.updated_at,
            version = excluded.version";
    let values = sql::values![
        deposit.booking_id.0,
        deposit.asked,
        deposit.received,
        deposit.returned,
        deposit.kept,
        deposit.reason.as_deref(),
        unit.now().epoch_seconds(),
        deposit.version,
    ];
    sql::execute(unit, text, values).await?;
    Ok(())
}
