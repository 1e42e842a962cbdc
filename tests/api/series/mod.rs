//! Series over HTTP.

mod answer;
mod change;
pub(crate) mod letters;
mod make;
mod patch;
mod print;
mod read;
mod renew;

use serde_json::{Value, json};

use crate::support::world::World;

/// A plain wish: the meeting room every Thursday evening, five times from 10 December 2026.
pub(crate) fn weekly(world: &World) -> Value {
    json!({
        "room_id": world.meeting,
        "starts_at_local": "2026-12-10T19:00",
        "duration_minutes": 120,
        "rrule": "FREQ=WEEKLY;COUNT=5",
        "title": "Repetitie",
        "attendees": 5,
    })
}

/// The starts of bookings, skipped dates or whatever has one.
pub(crate) fn starts(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|one| one["starts_at"].as_str().expect("a start")).collect()
}
