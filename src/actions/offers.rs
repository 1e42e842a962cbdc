//! What a time collided with, and what is free instead: up to five alternatives, each judged by the same predicate as
//! the booking itself and free at the moment of looking. A look promises nothing: the law has the last word.

mod known;

pub use known::Known;

use std::{collections::HashMap, sync::Arc};

use super::availability::{Held, Pools, at_centre, claimable};
use crate::{
    domain::{
        availability::{self, Need, Needs, Occupied, RoomCalendar},
        booking::{EquipmentWish, Music},
        centre::Centre,
        claim::Claimable,
        failure::{Alternative, Conflict, Failure},
        geo,
        ids::{BookingId, CentreId, ResourceId},
        local_time,
        resource::UseState,
        room::Room,
        rules::{self, Asker, Circumstances, Wish},
        time::{Instant, Span},
    },
    store::{Access, bookings, catalogue::Catalogue, claims},
};

/// Alternatives at most.
pub const MOST: usize = 5;

/// Times in the same room that go before other rooms.
const SAME_ROOM_FIRST: usize = 3;

/// Rooms whose claims are read in the first query for other rooms; each further query reads four times as many.
const FIRST_BATCH: usize = 32;

/// What somebody wanted, and did not get.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The room.
    pub room: &'a Room,
    /// Its centre.
    pub centre: &'a Centre,
    /// Who wants it.
    pub asker: &'a Asker,
    /// What for and when; `shared` as it is in this room.
    pub wish: &'a Wish,
    /// Places rather than the whole room, as it was asked; none is what each room is made for.
    pub shared: Option<bool>,
    /// Counted equipment.
    pub equipment: &'a [EquipmentWish],
    /// A booking whose own claims are no obstacle: the one to be moved.
    pub except: Option<BookingId>,
}

/// What it collides with (nothing where it is free), and what is free instead. Two queries, seldom more: one for the
/// room's day, one for the rooms near it at that time.
pub async fn conflict<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    now: Instant,
    wanted: Wanted<'_>,
) -> Result<Conflict, Failure> {
    let own = OwnRoom::read(access, catalogue, wanted, None).await?;
    let conflicts = availability::clashes(&own.needs, &own.occupied, own.claim);
    let alternatives = if conflicts.is_empty() {
        Vec::new()
    } else {
        alternatives_with(access, catalogue, now, wanted, &own, MOST, None).await?
    };
    Ok(Conflict { timezone: wanted.centre.timezone, conflicts, alternatives })
}

/// At most `limit` alternatives, the best first: the same room at other times that local day, nearest to the wish, then
/// other rooms at that time, nearest to the room.
pub async fn alternatives<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    now: Instant,
    wanted: Wanted<'_>,
    limit: usize,
) -> Result<Vec<Alternative>, Failure> {
    let own = OwnRoom::read(access, catalogue, wanted, None).await?;
    alternatives_with(access, catalogue, now, wanted, &own, limit, None).await
}

/// The same for one of many wishes, of which [`Known`] was read: mostly without a query.
pub async fn alternatives_among<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    now: Instant,
    wanted: Wanted<'_>,
    limit: usize,
    known: &Known,
) -> Result<Vec<Alternative>, Failure> {
    let own = OwnRoom::read(access, catalogue, wanted, Some(known)).await?;
    alternatives_with(access, catalogue, now, wanted, &own, limit, Some(known)).await
}

async fn alternatives_with<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    now: Instant,
    wanted: Wanted<'_>,
    own: &OwnRoom,
    limit: usize,
    known: Option<&Known>,
) -> Result<Vec<Alternative>, Failure> {
    let mut amplified = Amplified::default();
    let count = amplified.count(access, wanted, wanted.room, wanted.centre).await?;
    let circumstances = Circumstances { now, amplified_this_year: count };
    let also = own.needs.also();
    let calendar = RoomCalendar {
        centre: wanted.centre,
        room: wanted.room,
        floors: &own.floors,
        also: &also,
        occupied: &own.occupied,
    };
    // House rules can be accepted with the alternative.
    let wish = Wish { terms_asked: false, ..wanted.wish.clone() };
    let mut same = availability::other_times_that_day(&calendar, &wish, wanted.asker, circumstances, limit);
    let others_wanted = limit - same.len().min(SAME_ROOM_FIRST);
    let others = other_rooms(access, catalogue, now, wanted, &mut amplified, others_wanted, known).await?;
    same.truncate(limit - others.len());
    let in_same_room = same.into_iter().map(|span| alternative(wanted.room, wanted.centre, span, 0.0));
    Ok(in_same_room.chain(others).collect())
}

/// Rooms that are free at the wished time, nearest first.
async fn other_rooms<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    now: Instant,
    wanted: Wanted<'_>,
    amplified: &mut Amplified,
    limit: usize,
    known: Option<&Known>,
) -> Result<Vec<Alternative>, Failure> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let nearest = match known {
        Some(known) => known.nearest().collect(),
        None => nearest_first(catalogue, wanted),
    };
    let pools = Pools::of(catalogue);
    let mut candidates = nearest.iter().peekable();
    let mut found = Vec::new();
    let mut batch_size = FIRST_BATCH;
    while found.len() < limit {
        let mut batch = Vec::new();
        while let Some((distance, room, centre)) = candidates.next() {
            let count = amplified.count(access, wanted, room, centre).await?;
            let circumstances = Circumstances { now, amplified_this_year: count };
            if let Some(needs) = suits(catalogue, &pools, wanted, room, centre, circumstances) {
                batch.push((*distance, room, centre, needs, claimed(room, wanted.wish.span)));
            }
            let last_read = |(_, room, _): &&(f64, &Arc<Room>, &Arc<Centre>)| {
                known.is_some_and(|known| !known.has_read(catalogue, room))
            };
            if batch.len() == batch_size || (!batch.is_empty() && candidates.peek().is_some_and(last_read)) {
                break;
            }
        }
        let Some(window) = hull(batch.iter().map(|(.., claim)| *claim)) else { break };
        let resources: Vec<ResourceId> =
            batch.iter().flat_map(|(.., needs, _)| needs.all()).map(|need| need.resource.id).collect();
        let held = match known.and_then(|known| known.occupied(&resources, window)) {
            Some(occupied) => Held::of(occupied),
            None => Held::read(access, resources, window, wanted.except).await?,
        };
        let free = batch.into_iter().filter(|(.., needs, claim)| {
            let needs: Vec<Need> = needs.all().collect();
            availability::fits(&needs, &held.on(needs.iter().map(|need| need.resource.id)), *claim)
        });
        let free = free.map(|(distance, room, centre, ..)| alternative(room, centre, wanted.wish.span, distance));
        found.extend(free.take(limit - found.len()));
        batch_size *= 4;
    }
    Ok(found)
}

/// What the wish would need of another room, where the rules let it in.
fn suits(
    catalogue: &Catalogue,
    pools: &Pools<'_>,
    wanted: Wanted<'_>,
    room: &Room,
    centre: &Centre,
    circumstances: Circumstances,
) -> Option<Needs> {
    let shared = wanted.shared.unwrap_or(room.shared_places.is_some());
    let wish = Wish { shared, terms_asked: false, ..wanted.wish.clone() };
    let asker = at_centre(wanted.asker, centre);
    let equipment = pools.like(catalogue, wanted.equipment, centre.id)?;
    if !rules::judge(centre, room, &wish, &asker, circumstances).violations.is_empty() {
        return None;
    }
    // Who wanted a room whole gets no room that others sit in.
    let places = (shared && wanted.wish.shared).then_some(wish.attendees);
    let floors = availability::floor_needs(&catalogue.floors(room), places);
    let people = pools.people(centre.id, wish.attendees);
    Some(Needs { floors, equipment, people })
}

/// The other rooms of open centres by distance, then by how well their size fits, then by name.
fn nearest_first<'a>(catalogue: &'a Catalogue, wanted: Wanted<'_>) -> Vec<(f64, &'a Arc<Room>, &'a Arc<Centre>)> {
    let distances: HashMap<CentreId, f64> =
        catalogue.centres.values().map(|centre| (centre.id, distance(wanted.centre, centre))).collect();
    let others = catalogue.rooms.values().filter(|room| room.id != wanted.room.id && room.state == UseState::Active);
    let mut rooms: Vec<_> = others
        .filter_map(|room| {
            let centre = catalogue.centres.get(&room.centre_id)?;
            Some((*distances.get(&centre.id)?, room, centre))
        })
        .collect();
    rooms.sort_by(|(a_distance, a, _), (b_distance, b, _)| {
        let size = |room: &Room| room.largest_capacity().unwrap_or(i32::MAX);
        a_distance.total_cmp(b_distance).then_with(|| (size(a), &a.name, a.id).cmp(&(size(b), &b.name, b.id)))
    });
    rooms
}

/// Metres between two centres as the crow flies; 0 from a centre to itself.
fn distance(from: &Centre, to: &Centre) -> f64 {
    if from.id == to.id { 0.0 } else { geo::distance_m(from.point(), to.point()) }
}

fn alternative(room: &Room, centre: &Centre, span: Span, distance: f64) -> Alternative {
    Alternative {
        room_id: room.id,
        room_name: room.name.clone(),
        centre_name: centre.name.clone(),
        starts_at: span.start(),
        ends_at: span.end(),
        distance_m: geo::whole_metres(distance),
    }
}

/// The time that a booking of `span` claims in `room`.
fn claimed(room: &Room, span: Span) -> Span {
    span.widened(room.rules.setup_seconds(), room.rules.cleanup_seconds())
}

fn hull(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.reduce(Span::hull)
}

/// What is needed in the room that was wanted.
pub(super) fn needs(catalogue: &Catalogue, wanted: Wanted<'_>) -> Needs {
    let equipment = wanted.equipment.iter().filter_map(|wish| {
        let pool = catalogue.resources.get(&wish.resource_id)?;
        Some(Need { resource: claimable(pool), quantity: wish.quantity })
    });
    let people = catalogue.people(wanted.centre.id);
    Needs {
        floors: availability::floor_needs(
            &catalogue.floors(wanted.room),
            wanted.wish.shared.then_some(wanted.wish.attendees),
        ),
        equipment: equipment.collect(),
        people: people.map(|people| Need { resource: people, quantity: wanted.wish.attendees }),
    }
}

/// The room that was wanted, with what is claimed on that day.
struct OwnRoom {
    floors: Vec<Claimable>,
    needs: Needs,
    claim: Span,
    occupied: Vec<Occupied>,
}

impl OwnRoom {
    async fn read<A: Access>(
        access: &A,
        catalogue: &Catalogue,
        wanted: Wanted<'_>,
        known: Option<&Known>,
    ) -> Result<Self, Failure> {
        let floors = catalogue.floors(wanted.room);
        let needs = needs(catalogue, wanted);
        let claim = claimed(wanted.room, wanted.wish.span);
        let day = availability::window_of_day(wanted.centre, wanted.room, wanted.wish.span);
        let window = day.map_or(claim, |day| day.hull(claim));
        let resources: Vec<ResourceId> = needs.all().map(|need| need.resource.id).collect();
        let occupied = match known.and_then(|known| known.occupied(&resources, window)) {
            Some(occupied) => occupied,
            None => claims::occupied(access, &resources, window, wanted.except).await?,
        };
        Ok(Self { floors, needs, claim, occupied })
    }
}

/// Amplified events of centres in the year of the wish, counted where a room's limit asks for it.
#[derive(Default)]
struct Amplified(HashMap<CentreId, u32>);

impl Amplified {
    async fn count<A: Access>(
        &mut self,
        access: &A,
        wanted: Wanted<'_>,
        room: &Room,
        centre: &Centre,
    ) -> Result<u32, Failure> {
        let limited = room.rules.noise.as_ref().is_some_and(|noise| noise.amplified_per_year.is_some());
        if wanted.wish.music != Music::Amplified || !limited {
            return Ok(0);
        }
        if let Some(count) = self.0.get(&centre.id) {
            return Ok(*count);
        }
        let count = match local_time::year_of(wanted.wish.span.start(), centre.timezone) {
            Some(year) => bookings::amplified_in(access, centre.id, year, wanted.except).await?,
            None => 0,
        };
        self.0.insert(centre.id, count);
        Ok(count)
    }
}
