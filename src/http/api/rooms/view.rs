//! How a room looks in answers.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{
    ids::{CentreId, ResourceId, RoomId},
    resource::UseState,
    room::{Layout, Room, Rules},
};

/// A room, with the rules it is lent by.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RoomView {
    /// Identifier.
    id: RoomId,
    /// Its centre.
    centre_id: CentreId,
    /// Name.
    name: String,
    /// Description by language (nl, en, fr).
    description: BTreeMap<String, String>,
    /// Floor area in square metres, where known.
    floor_area_m2: Option<f64>,
    /// Whether a wheelchair gets in.
    accessible: bool,
    /// Layouts with their capacity.
    layouts: Vec<Layout>,
    /// The floors it needs; rooms that have one in common block each other.
    resource_ids: Vec<ResourceId>,
    /// Places, where it is shared.
    shared_places: Option<i32>,
    /// What it holds, by word; not counted.
    equipment: Vec<String>,
    /// Invented for the demonstration.
    example: bool,
    /// Whether it can be booked.
    state: UseState,
    /// The rules it is lent by.
    rules: Rules,
}

impl From<&Room> for RoomView {
    fn from(room: &Room) -> Self {
        let room = room.clone();
        Self {
            id: room.id,
            centre_id: room.centre_id,
            name: room.name,
            description: room.description,
            floor_area_m2: room.floor_area_m2,
            accessible: room.accessible,
            layouts: room.layouts,
            resource_ids: room.resource_ids,
            shared_places: room.shared_places,
            equipment: room.equipment,
            example: room.example,
            state: room.state,
            rules: room.rules,
        }
    }
}
