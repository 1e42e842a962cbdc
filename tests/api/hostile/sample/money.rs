//! Good requests about money.

use lokaal::domain::ids::{CentreId, StatementId};
use serde_json::{Value, json};

use super::{Sample, Setting, sample};
use crate::support::TestApp;

impl Setting {
    /// Deposits and statements.
    pub(super) fn money(&self) -> Vec<Sample> {
        let deposit = |step: &str| format!("/bookings/{}/deposit{step}", self.booking);
        let amount = json!({ "amount": { "cents": 1, "currency": "EUR" } });
        let kept = crate::bookings::with(amount.clone(), json!({ "reason": "Een stoel is stuk" }));
        let stated = json!({ "organisation_id": self.organisation, "month": "2026-11" });
        let paid = format!("/statements/{}/paid", self.statement);
        vec![
            sample("POST", &deposit(""), json!({ "amount": { "cents": 100_000, "currency": "EUR" } }), &[]),
            sample("POST", &deposit("/received"), amount.clone(), &[]),
            sample("POST", &deposit("/returned"), amount, &[]),
            sample("POST", &deposit("/kept"), kept, &[]),
            sample("POST", "/statements", stated, &[]),
            sample("POST", &paid, json!({ "date": "2026-12-01" }), &[]),
        ]
    }
}

/// A statement of nothing, for this organisation.
pub(super) async fn a_statement(app: &TestApp, organisation: &str) -> String {
    let id = StatementId::new(app.now());
    let organisation: uuid::Uuid = organisation.parse().expect("an id");
    let columns = [
        ("id", id.0.into()),
        ("organisation_id", organisation.into()),
        ("month", "2026-10".into()),
        ("total_cents", 0_i64.into()),
        ("created_at", app.now().epoch_seconds().into()),
    ];
    app.rows.insert("statements", &columns).await;
    id.to_string()
}

/// A tariff with all it can have.
pub(super) fn a_tariff(centre: CentreId) -> Value {
    json!({
        "centre_id": centre,
        "name": "Zaalhuur",
        "category": "Z",
        "unit": "daypart",
        "price": { "cents": 2500, "currency": "EUR" },
        "dayparts": [{ "name": "avond", "starts": "18:00", "ends": "23:00" }],
        "surcharges": [{
            "name": "Keuken", "price": { "cents": 500, "currency": "EUR" }, "per": "booking", "equipment": "keuken",
            "months": [1, 2],
        }],
        "free_kinds": ["school"],
        "deposit": { "cents": 5000, "currency": "EUR" },
        "valid_from": "2026-01-01",
        "valid_until": "2030-12-31",
    })
}
