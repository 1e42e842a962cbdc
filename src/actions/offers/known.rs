//! Offers for many wishes in one room, such as the dates of a series that are taken: what is claimed around all of them is
//! read at once, and not for each anew.

use std::{collections::HashMap, sync::Arc};

use super::{FIRST_BATCH, Pools, Wanted, claimed, nearest_first, needs};
use crate::{
    domain::{
        availability::{self, Needs, Occupied},
        centre::Centre,
        claim::LONGEST_CLAIM,
        failure::Failure,
        ids::ResourceId,
        room::Room,
        time::Span,
    },
    store::{Access, catalogue::Catalogue, claims},
};

/// What is claimed around many wishes, in their room and in those nearest to it.
pub struct Known {
    /// The other rooms, nearest first.
    nearest: Vec<(f64, Arc<Room>, Arc<Centre>)>,
    /// What is claimed by resource, in the order of its beginning. What is not here was not read.
    held: HashMap<ResourceId, Vec<Occupied>>,
}

impl Known {
    /// Reads it for these wishes, which differ in their time only.
    ///
    /// # Errors
    /// Those of the reads.
    pub async fn read<A: Access>(access: &A, catalogue: &Catalogue, wishes: &[Wanted<'_>]) -> Result<Self, Failure> {
        let Some(wanted) = wishes.first().copied() else {
            return Ok(Self { nearest: Vec::new(), held: HashMap::new() });
        };
        let nearest = nearest_first(catalogue, wanted).into_iter();
        let nearest: Vec<_> = nearest.map(|(metres, room, centre)| (metres, room.clone(), centre.clone())).collect();
        let near: Vec<&Room> = nearest.iter().take(FIRST_BATCH).map(|(_, room, _)| room.as_ref()).collect();
        let pools = Pools::of(catalogue);
        let of_other = |room: &Room| {
            let equipment = pools.like(catalogue, wanted.equipment, room.centre_id)?;
            let floors = availability::floor_needs(&catalogue.floors(room), None);
            let people = pools.people(room.centre_id, wanted.wish.attendees);
            Some(Needs { floors, equipment, people })
        };
        let all = near.iter().filter_map(|room| of_other(room)).chain([needs(catalogue, wanted)]);
        let mut held: HashMap<ResourceId, Vec<Occupied>> = HashMap::new();
        for needs in all {
            held.extend(needs.all().map(|need| (need.resource.id, Vec::new())));
        }
        let resources: Vec<ResourceId> = held.keys().copied().collect();
        let spans: Vec<Span> = wishes
            .iter()
            .map(|wanted| {
                let own = claimed(wanted.room, wanted.wish.span);
                let day = availability::window_of_day(wanted.centre, wanted.room, wanted.wish.span);
                let all = near.iter().map(|room| claimed(room, wanted.wish.span)).fold(own, Span::hull);
                day.map_or(all, |day| day.hull(all))
            })
            .collect();
        for one in claims::around(access, &resources, &spans).await? {
            held.entry(one.resource_id).or_default().push(one);
        }
        for of_one in held.values_mut() {
            of_one.sort_by_key(|one| one.span.start());
        }
        Ok(Self { nearest, held })
    }

    /// The other rooms, nearest first.
    pub(super) fn nearest(&self) -> impl Iterator<Item = (f64, &Arc<Room>, &Arc<Centre>)> {
        self.nearest.iter().map(|(metres, room, centre)| (*metres, room, centre))
    }

    /// Whether what is claimed on the floors of a room was read.
    pub(super) fn has_read(&self, catalogue: &Catalogue, room: &Room) -> bool {
        catalogue.floors(room).iter().all(|floor| self.held.contains_key(&floor.id))
    }

    /// What is claimed on these resources inside a window of one of the wishes; none where one was not read.
    pub(super) fn occupied(&self, resources: &[ResourceId], window: Span) -> Option<Vec<Occupied>> {
        let mut found = Vec::new();
        for id in resources {
            let held = self.held.get(id)?;
            // No claim is longer, so that none that began earlier reaches into the window.
            let from = held.partition_point(|one| one.span.start() <= window.start().plus(-LONGEST_CLAIM));
            let until = held.partition_point(|one| one.span.start() < window.end());
            found.extend(held[from..until].iter().filter(|one| one.span.overlaps(window)));
        }
        Some(found)
    }
}
