//! A centre with all that bookings stand on: what each booking and each closure claims there.

use std::collections::BTreeMap;

use super::{
    booking::Booking,
    centre::Centre,
    claim::{Claim, Claimable, claims_of, pieces},
    closure::Closure,
    ids::{ResourceId, RoomId},
    resource::{Resource, ResourceKind, UseState},
    room::Room,
    spans::SpanSet,
    time::{Instant, Span},
};

#[cfg(test)]
mod tests;

/// A centre with its resources, its rooms, and the closures that hold there.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The centre.
    pub centre: Centre,
    /// Its resources, sorted by identifier.
    pub resources: Vec<Resource>,
    /// Its rooms, by name.
    pub rooms: Vec<Room>,
    /// Its closures that are neither lifted nor over.
    pub closures: Vec<Closure>,
}

impl Site {
    /// A room of it.
    #[must_use]
    pub fn room(&self, id: RoomId) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == id)
    }

    /// A resource of it.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.id == id)
    }

    /// The floors that a room needs.
    #[must_use]
    pub fn floors(&self, room: &Room) -> Vec<Claimable> {
        room.resource_ids.iter().filter_map(|id| self.resource(*id)).map(Claimable::from).collect()
    }

    /// The people that the building may hold, where that is set.
    #[must_use]
    pub fn people(&self) -> Option<Claimable> {
        let people = |resource: &&Resource| resource.kind == ResourceKind::People && resource.state == UseState::Active;
        self.resources.iter().find(people).map(Claimable::from)
    }

    /// A booking as its room has it now: with the room's set-up and clean-up, and whole where the room is not shared.
    #[must_use]
    pub fn refitted(&self, booking: &Booking) -> Booking {
        let Some(room) = self.room(booking.room_id) else { return booking.clone() };
        Booking {
            setup_seconds: room.rules.setup_seconds(),
            cleanup_seconds: room.rules.cleanup_seconds(),
            shared: booking.shared && room.shared_places.is_some(),
            ..booking.clone()
        }
    }

    /// What a booking claims, with its own set-up and clean-up; sorted.
    #[must_use]
    pub fn claims_of(&self, booking: &Booking) -> Vec<Claim> {
        let floors = self.room(booking.room_id).map(|room| self.floors(room)).unwrap_or_default();
        let shared = booking.shared.then_some(booking.attendees);
        let people = self.people().map(|people| (people, booking.attendees));
        claims_of(booking.claimed_span(), &floors, shared, &booking.equipment, people)
    }

    /// The resources that a closure takes: the floors of its rooms, or every floor and all equipment of the centre.
    pub fn closed_by<'a>(&'a self, closure: &'a Closure) -> impl Iterator<Item = ResourceId> + 'a {
        let takes = move |resource: &&Resource| match &closure.room_ids {
            None => resource.kind != ResourceKind::People,
            Some(rooms) => {
                rooms.iter().filter_map(|id| self.room(*id)).any(|room| room.resource_ids.contains(&resource.id))
            }
        };
        let in_use = self.resources.iter().filter(|resource| resource.state == UseState::Active);
        in_use.filter(takes).map(|resource| resource.id)
    }

    /// When each resource is closed: the union of the closures that take it, from `from` on.
    #[must_use]
    pub fn closed(&self, from: Instant) -> BTreeMap<ResourceId, SpanSet> {
        let mut spans: BTreeMap<ResourceId, Vec<_>> = BTreeMap::new();
        for closure in self.closures.iter().filter(|closure| closure.claims()) {
            let ahead = Span::new(closure.span.start().max(from), closure.span.end());
            for resource in self.closed_by(closure) {
                spans.entry(resource).or_default().extend(ahead);
            }
        }
        spans.into_iter().map(|(resource, spans)| (resource, spans.into_iter().collect())).collect()
    }

    /// What the closures claim of a resource that is closed at these times: all of it.
    #[must_use]
    pub fn closure_claims(&self, resource_id: ResourceId, closed: &SpanSet) -> Vec<Claim> {
        let Some(resource) = self.resource(resource_id) else { return Vec::new() };
        let whole = |span| Claim { resource_id, span, quantity: resource.capacity };
        closed.iter().flat_map(pieces).map(whole).collect()
    }
}

impl From<&Resource> for Claimable {
    fn from(resource: &Resource) -> Self {
        Self { id: resource.id, capacity: resource.capacity }
    }
}
