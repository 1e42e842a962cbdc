//! Neighbours over HTTP: how loud a year may be, what went wrong at bookings, and what neighbours report.

mod incidents;
mod noise;
mod reports;
mod review;

use lokaal::domain::time::HOUR;
use serde_json::{Value, json};

use crate::{
    bookings::{wish, with},
    support::{actor::Actor, app::TestApp, world::World},
};

/// Books the meeting room from an hour from now on, for an hour and a half, and goes two hours ahead.
pub(super) async fn past(app: &TestApp, world: &World, who: &Actor, more: Value) -> Value {
    let start = app.now().plus(HOUR);
    let times = json!({"starts_at": start.to_string(), "ends_at": start.plus(3 * HOUR / 2).to_string()});
    let booked = who.post("/bookings", with(with(wish(world), times), more)).await.expect(201);
    app.clock.set(start.plus(HOUR));
    booked.json
}

/// The path of a booking, or of something of it.
pub(super) fn at(booking: &Value, rest: &str) -> String {
    format!("/bookings/{}{rest}", booking["id"].as_str().expect("an id"))
}

/// What went wrong a moment ago.
pub(super) fn wrong(app: &TestApp, kind: &str) -> Value {
    json!({"kind": kind, "happened_at": app.now().to_string(), "description": "Tot na tien uur harde muziek."})
}
