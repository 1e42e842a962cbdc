//! Good places and organisations.

use lokaal::domain::ids::CentreId;
use serde_json::{Value, json};

pub(super) fn an_organisation() -> Value {
    json!({
        "name": "Buurtcomité",
        "kind": "neighbourhood_committee",
        "neighbourhood_code": null,
        "contact_email": "comite@example.org",
    })
}

pub(super) fn a_centre() -> Value {
    json!({
        "name": "Buurthuis",
        "kind": "community_centre",
        "state": "open",
        "locality": "Hoogland",
        "address": { "street": "Lolanden 16", "postal_code": "3010", "city": "Kessel-Lo" },
        "latitude": 50.89,
        "longitude": 4.73,
        "position": "exact",
        "timezone": "Europe/Brussels",
        "contact_email": "buurthuis@example.org",
        "phone": "+32 16 00 00 01",
        "out_of_hours_phone": "+32 16 00 00 02",
        "opens_on": "2026-01-01",
        "closes_on": "2030-12-31",
        "opening_hours": [{ "weekday": "mo", "opens": "08:00", "closes": "24:00", "access": "staffed" }],
        "exceptions": [{ "date": "2026-12-25", "closed": true }],
    })
}

pub(super) fn a_room(centre: CentreId) -> Value {
    json!({
        "centre_id": centre,
        "name": "Zaal",
        "description": { "nl": "Een zaal", "en": "A hall" },
        "floor_area_m2": 80.5,
        "accessible": true,
        "layouts": [{ "name": "rows", "capacity": 40 }],
        "equipment": ["kitchen"],
        "example": false,
        "state": "active",
        "rules": {
            "grid_minutes": 30, "recall_days": 14, "no_show_minutes": 20, "min_minutes": 30, "max_minutes": 480, "notice_minutes": 0,
            "horizon_days": { "default": 180 }, "setup_minutes": 15, "cleanup_minutes": 15,
            "eligible_kinds": ["association"], "terms_version": "2026-1",
            "lending_windows": [{ "weekday": "tu", "from": "18:00", "until": "22:00", "access": "key_holder" }],
            "review": { "mode": "when", "outside_staffed_hours": true, "attendees_over": 30, "no_shows": 3, "no_show_months": 6, "incidents": 2 },
            "noise": { "amplified_until": { "fr": "22:00" }, "amplified_per_year": 12 },
            "cancellation": [{ "until_hours_before": 48, "due_percent": 50 }],
        },
    })
}
