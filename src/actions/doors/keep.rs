//! Makes the link at the door of a room, and takes it away.

use crate::{
    actions::Policy,
    auth::{Caller, opaque},
    domain::{failure::Failure, ids::RoomId},
    store::{Unit, UseCase, audit, doors},
};

/// Makes the link at the door of a room. The one before does no more.
pub struct MakeDoor<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Who asks.
    pub caller: &'a Caller,
    /// The room.
    pub room_id: RoomId,
}

impl UseCase for MakeDoor<'_> {
    type Output = String;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        desk_of(unit, self.caller, self.room_id).await
    }

    async fn run(&self, unit: &Unit) -> Result<String, Failure> {
        let token = opaque::new_token();
        doors::keep(unit, self.room_id, &opaque::digest(&token), self.caller.id).await?;
        recorded(unit, self.caller, "room.door_made", self.room_id).await?;
        Ok(format!("{}/door/{token}", self.policy.public_url))
    }
}

/// Takes the link at the door of a room away.
pub struct RemoveDoor<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// The room.
    pub room_id: RoomId,
}

impl UseCase for RemoveDoor<'_> {
    type Output = ();

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        desk_of(unit, self.caller, self.room_id).await
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        if !doors::remove(unit, self.room_id).await? {
            return Err(Failure::NotFound);
        }
        recorded(unit, self.caller, "room.door_removed", self.room_id).await
    }
}

async fn desk_of(unit: &Unit, caller: &Caller, room: RoomId) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let (_, centre) = catalogue.room(room).ok_or(Failure::NotFound)?;
    caller.needs(caller.is_desk_of(centre.id))
}

async fn recorded(unit: &Unit, caller: &Caller, action: &str, room: RoomId) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let event = audit::Event {
        actor: Some(caller.id),
        action,
        subject: "room",
        subject_id: room.0,
        centre_id: catalogue.rooms.get(&room).map(|room| room.centre_id),
        before: None,
        after: None,
    };
    audit::record(unit, event).await
}
