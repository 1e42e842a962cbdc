//! Changes a room and its rules. What is booked ahead is claimed anew on its new floors, with its new set-up and
//! clean-up, or the change is refused with the bookings that would not fit.

use super::{check, facts, subject};
use crate::{
    actions::{
        Condition,
        places::{
            Edit,
            carry::{carry, in_use},
            record_changed,
        },
    },
    auth::Caller,
    domain::{
        failure::{Failure, Use},
        ids::{CentreId, RoomId},
        resource::UseState,
        room::Room,
        site::Site,
    },
    store::{Unit, UseCase, bookings, places},
};

/// Changes a room.
pub struct UpdateRoom {
    /// Who asks.
    pub caller: Caller,
    /// Its centre.
    pub centre_id: CentreId,
    /// Which room.
    pub id: RoomId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What it is to become.
    pub edit: Edit<Room>,
}

impl UseCase for UpdateRoom {
    type Output = Room;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_manager_of(self.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Room, Failure> {
        let site = places::hold_centre(unit, self.centre_id).await?;
        let before = site.room(self.id).ok_or(Failure::NotFound)?;
        self.condition.check(before.version)?;
        let (mut room, mut faults) = (self.edit)(before)?;
        let mut after = site.clone();
        resize_own_floors(&mut after, before, &room);
        check::check(&after, &mut room, &mut faults);
        faults.into_result()?;
        if room == *before {
            return Ok(room);
        }
        if before.state == UseState::Active && room.state == UseState::Retired {
            let ahead = bookings::ahead_in_centre(unit, self.centre_id, unit.now()).await?;
            let uses: Vec<Use> = ahead.iter().filter(|booking| booking.room_id == self.id).map(in_use).collect();
            if !uses.is_empty() {
                return Err(Failure::InUse(uses));
            }
        }
        after.rooms.iter_mut().filter(|known| known.id == self.id).for_each(|known| *known = room.clone());
        let after = carry(unit, self.caller.id, &site, after).await?;
        let room = after.room(self.id).cloned().unwrap_or(room);
        record_changed(unit, self.caller.id, subject(&room), facts(before), facts(&room)).await?;
        Ok(room)
    }
}

/// A room that is given another number of places takes those of its floors along on which no other room stands.
fn resize_own_floors(after: &mut Site, before: &Room, room: &Room) {
    let Some(places) = room.shared_places.filter(|places| *places >= 1 && before.shared_places != Some(*places)) else {
        return;
    };
    let others: Vec<_> =
        after.rooms.iter().filter(|other| other.id != room.id).flat_map(|other| other.resource_ids.clone()).collect();
    for floor in &mut after.resources {
        if room.resource_ids.contains(&floor.id) && !others.contains(&floor.id) {
            floor.capacity = places;
        }
    }
}
