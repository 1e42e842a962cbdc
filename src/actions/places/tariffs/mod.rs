//! Tariffs: what rooms cost.

mod check;
mod create;
mod delete;
mod update;

use serde_json::{Value, json};

use super::Subject;
use crate::domain::tariff::Tariff;

pub use create::CreateTariff;
pub use delete::DeleteTariff;
pub use update::UpdateTariff;

fn subject(tariff: &Tariff) -> Subject {
    Subject { kind: "tariff", id: tariff.id.0, centre_id: tariff.centre_id }
}

fn facts(tariff: &Tariff) -> Value {
    json!({
        "room_ids": tariff.room_ids,
        "name": tariff.name,
        "category": tariff.category,
        "unit": tariff.unit,
        "price": tariff.price,
        "dayparts": tariff.dayparts,
        "surcharges": tariff.surcharges,
        "free_kinds": tariff.free_kinds,
        "deposit": tariff.deposit,
        "valid_from": tariff.valid_from,
        "valid_until": tariff.valid_until,
    })
}
