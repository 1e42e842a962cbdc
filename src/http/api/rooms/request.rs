//! The body of POST /rooms, and (merged) of PATCH.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        ids::{CentreId, ResourceId, RoomId},
        resource::UseState,
        room::{Layout, Room, Rules},
        validation::Faults,
    },
    http::api::{answers::PatchOf, stays},
};

/// A room as it is to be.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct RoomRequest {
    /// Its centre; it stays there.
    pub(super) centre_id: CentreId,
    /// Name, 1 to 200 characters.
    name: String,
    /// Description by language (nl, en, fr), up to 2,000 characters each.
    #[serde(default)]
    description: BTreeMap<String, String>,
    /// Floor area in square metres.
    #[serde(default)]
    floor_area_m2: Option<f64>,
    /// Whether a wheelchair gets in.
    #[serde(default)]
    accessible: bool,
    /// Layouts with their capacity; the first is the usual one.
    #[serde(default)]
    layouts: Vec<Layout>,
    /// The floors it needs; a new room without gets one of its own.
    #[serde(default)]
    resource_ids: Vec<ResourceId>,
    /// Places, where it is shared: equals the capacity of each of its floors.
    #[serde(default)]
    shared_places: Option<i32>,
    /// What it holds, by word (projector, kitchen …); not counted.
    #[serde(default)]
    equipment: Vec<String>,
    /// Invented for the demonstration.
    #[serde(default)]
    example: bool,
    /// Whether it can be booked; active where absent.
    #[serde(default)]
    state: Option<UseState>,
    /// The rules it is lent by.
    #[serde(default)]
    rules: Rules,
}

/// A merge patch on a room.
pub(crate) type RoomPatch = PatchOf<RoomRequest>;

impl RoomRequest {
    /// The request that would make this room: what a merge patch is laid on.
    pub(super) fn of(room: &Room) -> Self {
        let room = room.clone();
        Self {
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
            state: Some(room.state),
            rules: room.rules,
        }
    }

    /// The new room that it asks for.
    pub(super) fn room(self, id: RoomId) -> Room {
        Room {
            id,
            centre_id: self.centre_id,
            name: self.name,
            description: self.description,
            floor_area_m2: self.floor_area_m2,
            accessible: self.accessible,
            layouts: self.layouts,
            resource_ids: self.resource_ids,
            shared_places: self.shared_places,
            equipment: self.equipment,
            example: self.example,
            state: self.state.unwrap_or(UseState::Active),
            rules: self.rules,
            version: 1,
        }
    }

    /// What it makes of a room, and what can be said against it already.
    pub(super) fn changed(self, known: &Room) -> (Room, Faults) {
        let mut faults = Faults::new();
        stays(&mut faults, "/centre_id", &self.centre_id, &known.centre_id);
        let room = self.room(known.id);
        (Room { centre_id: known.centre_id, version: known.version, ..room }, faults)
    }
}
