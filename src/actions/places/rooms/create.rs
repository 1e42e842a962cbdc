//! Makes a room, on a floor of its own where none is named.

use super::{check, facts, subject};
use crate::{
    actions::places::{carry::carry, record_created, resources},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::ResourceId,
        resource::{Resource, ResourceKind, UseState},
        room::Room,
        validation::Faults,
    },
    store::{Unit, UseCase, places},
};

/// Makes a room.
pub struct CreateRoom {
    /// Who asks.
    pub caller: Caller,
    /// The room, version 1; without floors it gets one of its own: capacity 1, or its shared places.
    pub room: Room,
    /// Faults found so far.
    pub faults: Faults,
}

impl UseCase for CreateRoom {
    type Output = Room;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_manager_of(self.room.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Room, Failure> {
        let site = places::hold_centre(unit, self.room.centre_id).await?;
        let (mut room, mut faults) = (self.room.clone(), self.faults.clone());
        let mut after = site.clone();
        let own = room.resource_ids.is_empty().then(|| Resource {
            id: ResourceId::new(unit.now()),
            centre_id: room.centre_id,
            kind: ResourceKind::Floor,
            name: room.name.trim().to_owned(),
            capacity: room.shared_places.unwrap_or(1),
            state: UseState::Active,
            version: 1,
        });
        if let Some(floor) = &own {
            room.resource_ids = vec![floor.id];
            after.resources.push(floor.clone());
        }
        check::check(&after, &mut room, &mut faults);
        faults.into_result()?;
        after.rooms.push(room.clone());
        carry(unit, self.caller.id, &site, after).await?;
        if let Some(floor) = &own {
            record_created(unit, self.caller.id, resources::subject(floor), resources::facts(floor)).await?;
        }
        record_created(unit, self.caller.id, subject(&room), facts(&room)).await?;
        Ok(room)
    }
}
