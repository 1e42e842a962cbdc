//! What the model adds up: what is taken of each resource ahead, and whether there is so much of it.

use std::collections::BTreeMap;

use super::state::{Booking, Closure, PEOPLE, PROJECTORS, State};
use crate::naive::{Held, held, peak};

impl State {
    /// What a booking takes, by resource.
    pub(crate) fn taken(&self, booking: &Booking) -> BTreeMap<usize, Held> {
        let hold = |quantity| held(booking.from - booking.setup, booking.until + booking.cleanup, quantity);
        let mut taken = BTreeMap::new();
        for floor in &self.rooms[booking.room].floors {
            taken.insert(*floor, hold(if booking.shared { booking.attendees } else { self.capacities[*floor] }));
        }
        if booking.projectors > 0 {
            taken.insert(PROJECTORS, hold(booking.projectors));
        }
        if self.capacities.len() > PEOPLE {
            taken.insert(PEOPLE, hold(booking.attendees));
        }
        taken
    }

    /// When a resource is closed, from now on: stretches that neither overlap nor touch.
    pub(crate) fn closed(&self, resource: usize) -> Vec<Held> {
        let takes = |closure: &&Closure| {
            !closure.lifted
                && match &closure.rooms {
                    None => resource != PEOPLE,
                    Some(rooms) => rooms.iter().any(|room| self.rooms[*room].floors.contains(&resource)),
                }
        };
        let quantity = self.capacities[resource];
        joined(
            self.closures.iter().filter(takes).map(|closure| held(closure.from.max(self.now), closure.until, quantity)),
        )
    }

    /// Whether nothing ahead takes more than there is.
    pub(crate) fn fits(&self) -> bool {
        (0..self.capacities.len()).all(|resource| {
            let booked = self.bookings.iter().filter(|booking| booking.status.holds_claims());
            let booked = booked.filter_map(|booking| self.taken(booking).remove(&resource));
            let ahead: Vec<Held> = booked
                .map(|one| Held { from: one.from.max(self.now), ..one })
                .filter(|one| one.from < one.until)
                .chain(self.closed(resource))
                .collect();
            peak(&ahead) <= i64::from(self.capacities[resource])
        })
    }
}

/// Stretches as the fewest that cover the same, empty ones left out.
fn joined(all: impl Iterator<Item = Held>) -> Vec<Held> {
    let mut all: Vec<Held> = all.filter(|one| one.from < one.until).collect();
    all.sort();
    let mut joined: Vec<Held> = Vec::new();
    for one in all {
        match joined.last_mut() {
            Some(last) if one.from <= last.until => last.until = last.until.max(one.until),
            _ => joined.push(one),
        }
    }
    joined
}
