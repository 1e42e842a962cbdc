//! Changes a resource. A floor's shared room follows its capacity; what is booked ahead is claimed anew, or the change is
//! refused.

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
        ids::{BookingId, CentreId, ResourceId},
        resource::{Resource, UseState},
        site::Site,
        validation::Faults,
    },
    store::{Unit, UseCase, bookings, claims, places},
};

/// Changes a resource.
pub struct UpdateResource {
    /// Who asks.
    pub caller: Caller,
    /// Its centre.
    pub centre_id: CentreId,
    /// Which resource.
    pub id: ResourceId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What it is to become.
    pub edit: Edit<Resource>,
}

impl UseCase for UpdateResource {
    type Output = Resource;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_manager_of(self.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Resource, Failure> {
        let site = places::hold_centre(unit, self.centre_id).await?;
        let before = site.resource(self.id).ok_or(Failure::NotFound)?;
        self.condition.check(before.version)?;
        let (mut resource, mut faults) = (self.edit)(before)?;
        check::check(&site, &mut resource, &mut faults);
        let mut after = site.clone();
        resize_rooms(&mut after, before, &resource, &mut faults);
        faults.into_result()?;
        if resource == *before {
            return Ok(resource);
        }
        if before.state == UseState::Active && resource.state == UseState::Retired {
            let uses = self.uses(unit, &site).await?;
            if !uses.is_empty() {
                return Err(Failure::InUse(uses));
            }
        }
        after.resources.iter_mut().filter(|known| known.id == self.id).for_each(|known| *known = resource.clone());
        let after = carry(unit, self.caller.id, &site, after).await?;
        let resource = after.resource(self.id).cloned().unwrap_or(resource);
        record_changed(unit, self.caller.id, subject(&resource), facts(before), facts(&resource)).await?;
        Ok(resource)
    }
}

impl UpdateResource {
    /// What a resource that is to retire is needed for: rooms that stand on it, bookings ahead that claim it.
    async fn uses(&self, unit: &Unit, site: &Site) -> Result<Vec<Use>, Failure> {
        let rooms = site
            .rooms
            .iter()
            .filter(|room| room.state == UseState::Active && room.resource_ids.contains(&self.id))
            .map(|room| Use { kind: "room", id: room.id.0, reference: None, why: None });
        let mut uses: Vec<Use> = rooms.collect();
        let claimed = claims::ahead(unit, &[self.id], unit.now()).await?;
        let holders: Vec<BookingId> = claimed.iter().filter_map(|stored| stored.booking_id).collect();
        if !holders.is_empty() {
            let ahead = bookings::ahead_in_centre(unit, self.centre_id, unit.now()).await?;
            uses.extend(ahead.iter().filter(|booking| holders.contains(&booking.id)).map(in_use));
        }
        Ok(uses)
    }
}

/// Shared rooms on a floor have as many places as the floor.
fn resize_rooms(after: &mut Site, before: &Resource, resource: &Resource, faults: &mut Faults) {
    if resource.capacity == before.capacity {
        return;
    }
    for room in after.rooms.iter_mut().filter(|room| room.resource_ids.contains(&resource.id)) {
        if room.shared_places.is_none() {
            continue;
        }
        if room.resource_ids.len() == 1 {
            room.shared_places = Some(resource.capacity);
        } else {
            let message = format!("'{}' is shared and needs other floors of the same capacity.", room.name);
            faults.add("/capacity", "conflicting", message);
        }
    }
}
