//! How a deposit looks in answers.

use serde::Serialize;

use crate::domain::{deposit::Deposit, ids::BookingId, price::Money};

/// The deposit of a booking.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DepositView {
    /// The booking.
    booking_id: BookingId,
    /// What is asked.
    asked: Money,
    /// What was received of it.
    received: Money,
    /// What was given back of that.
    returned: Money,
    /// What is kept of it for good.
    kept: Money,
    /// What is held: received, and neither given back nor kept.
    held: Money,
    /// Why something is kept.
    reason: Option<String>,
}

impl From<&Deposit> for DepositView {
    fn from(deposit: &Deposit) -> Self {
        Self {
            booking_id: deposit.booking_id,
            asked: Money::euro_cents(deposit.asked),
            received: Money::euro_cents(deposit.received),
            returned: Money::euro_cents(deposit.returned),
            kept: Money::euro_cents(deposit.kept),
            held: Money::euro_cents(deposit.held()),
            reason: deposit.reason.clone(),
        }
    }
}
