//! Rooms, with the rules they are lent by.

mod check;
mod create;
mod update;

use serde_json::{Value, json};

use super::Subject;
use crate::domain::room::Room;

pub use create::CreateRoom;
pub use update::UpdateRoom;

fn subject(room: &Room) -> Subject {
    Subject { kind: "room", id: room.id.0, centre_id: room.centre_id }
}

fn facts(room: &Room) -> Value {
    json!({
        "name": room.name,
        "description": room.description,
        "floor_area_m2": room.floor_area_m2,
        "accessible": room.accessible,
        "layouts": room.layouts,
        "resource_ids": room.resource_ids,
        "shared_places": room.shared_places,
        "equipment": room.equipment,
        "example": room.example,
        "state": room.state,
        "rules": room.rules,
    })
}
