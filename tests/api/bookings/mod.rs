//! Bookings over HTTP: made, changed, answered, cancelled.

mod bounds;
mod change;
mod life;
mod make;

use serde_json::{Value, json};

use crate::support::world::World;

/// A plain wish: the meeting room, Thursday 10 December 2026, 10:00 to 12:00 in Brussels.
pub(crate) fn wish(world: &World) -> Value {
    json!({
        "room_id": world.meeting,
        "starts_at": "2026-12-10T10:00:00+01:00",
        "ends_at": "2026-12-10T12:00:00+01:00",
        "title": "Overleg",
        "attendees": 5,
    })
}

/// The wish with other members.
pub(crate) fn with(mut wish: Value, members: Value) -> Value {
    let (Value::Object(wish_members), Value::Object(members)) = (&mut wish, members) else { panic!("objects") };
    wish_members.extend(members);
    wish
}

/// The rules that a problem names.
pub(crate) fn rules(problem: &Value) -> Vec<&str> {
    problem["violations"].as_array().into_iter().flatten().filter_map(|one| one["rule"].as_str()).collect()
}
