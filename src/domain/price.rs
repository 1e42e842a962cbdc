//! Prices: integer euro cents, line by line, kept as quoted.

use serde::{Deserialize, Serialize};

/// An amount in a currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Money {
    /// Hundredths of the currency's unit.
    pub cents: i64,
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
}

impl Money {
    /// An amount in euro cents.
    #[must_use]
    pub fn euro_cents(cents: i64) -> Self {
        Self { cents, currency: "EUR".to_owned() }
    }
}

/// What a booking costs, and what of it is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Price {
    /// The sum of the lines.
    pub total: Money,
    /// What is due: less than the total after some cancellations.
    pub due: Money,
    /// The lines.
    pub lines: Vec<PriceLine>,
    /// The deposit that is asked besides; it is no part of the total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Money>,
}

impl Price {
    /// The price with nothing due: what the centre causes costs nothing.
    #[must_use]
    pub fn with_nothing_due(self) -> Self {
        Self { due: Money { cents: 0, ..self.due.clone() }, ..self }
    }
}

/// A line of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PriceLine {
    /// Code of what is charged.
    pub code: String,
    /// In words.
    pub text: String,
    /// How many units.
    pub quantity: i64,
    /// Price of one unit.
    pub unit: Money,
    /// Quantity times unit.
    pub total: Money,
}
