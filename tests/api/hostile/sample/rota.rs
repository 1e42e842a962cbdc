//! Good requests about who opens.

use serde_json::json;

use super::{Sample, Setting, sample};

impl Setting {
    pub(super) fn rota(&self) -> Vec<Sample> {
        let at = |path: &str| format!("/centres/{}/{path}", self.world.centre);
        let volunteer = json!({ "user_id": self.stranger.id(), "roles": ["key", "host"], "trained_on": "2026-12-01" });
        let offered = json!({
            "role": "key", "starts_at": "2026-12-10T22:00:00+01:00", "ends_at": "2026-12-10T23:00:00+01:00",
            "offer": true,
        });
        let decided = json!({ "key_hours": 72, "offer_hours": 12, "opening_note": "De sleutel ligt bij de buren" });
        vec![
            sample("PUT", &at("rota"), decided, &["/opening_note"]),
            sample("POST", &at("volunteers"), volunteer, &[]),
            sample("POST", &at("shifts"), offered, &[]),
            sample("POST", &at("keys"), json!({ "number": "7", "name": "Voordeur" }), &["/number", "/name"]),
        ]
    }
}
