//! When rooms are free and when they are taken. What centres and rooms are like is held in memory, so that an answer
//! costs one query for the claims, however many rooms it is about.

use std::sync::Arc;

use chrono_tz::Tz;

mod askers;
mod held;
mod pools;

pub use askers::{Askers, at_centre, for_organisation};
pub use held::Held;
pub use pools::{Pools, claimable};

use super::Services;
use crate::{
    auth::tokens::Named,
    domain::{
        availability::{Availability, Need, RoomCalendar, availability, reach},
        centre::Centre,
        claim::Claimable,
        failure::Failure,
        ids::{CentreId, ResourceId, RoomId},
        resource::UseState,
        room::Room,
        rules::{Asker, horizon::first_start_beyond},
        time::{Instant, Span},
    },
    store::{claims, people},
};

/// When a room is free and when it is taken.
#[derive(Clone, Debug)]
pub struct RoomTimes {
    /// The time zone of its centre.
    pub timezone: Tz,
    /// Free and taken stretches.
    pub availability: Availability,
}

/// When the rooms of a centre are free and when they are taken.
#[derive(Clone, Debug)]
pub struct CentreTimes {
    /// The time zone of the centre.
    pub timezone: Tz,
    /// Its rooms in use, by name.
    pub rooms: Vec<(Arc<Room>, Availability)>,
}

/// When a room is free in `window` for somebody who may book as far ahead as the person `named` may, privately or for one
/// of their organisations; with `people`, for so many.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Unauthorized`] where it matters who asks and their sign-in has ended.
pub async fn of_room(
    services: &Services,
    named: Option<Named>,
    id: RoomId,
    window: Span,
    people: Option<i32>,
) -> Result<RoomTimes, Failure> {
    let store = &services.store;
    let (room, centre, catalogue) = store.room(id).await?;
    let askers = askers(services, named, &centre, [&room], window).await?;
    let floors = catalogue.floors(&room);
    let building = catalogue.people(centre.id).map(|pool| in_building(pool, people));
    let resources: Vec<ResourceId> =
        floors.iter().map(|floor| floor.id).chain(building.iter().map(|need| need.resource.id)).collect();
    let occupied = claims::occupied(store, &resources, reach(&room, window), None).await?;
    let calendar =
        RoomCalendar { centre: &centre, room: &room, floors: &floors, also: building.as_slice(), occupied: &occupied };
    let availability = times(&calendar, &askers, window, services.now(), people);
    Ok(RoomTimes { timezone: centre.timezone, availability })
}

/// When each room in use of a centre is free in `window`; see [`of_room`].
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn of_centre(
    services: &Services,
    named: Option<Named>,
    id: CentreId,
    window: Span,
) -> Result<CentreTimes, Failure> {
    let store = &services.store;
    let (centre, catalogue) = store.centre(id).await?;
    let rooms: Vec<&Arc<Room>> = catalogue.rooms_of(id).filter(|room| room.state == UseState::Active).collect();
    let askers = askers(services, named, &centre, rooms.iter().copied(), window).await?;
    let building = catalogue.people(id).map(|pool| in_building(pool, None));
    let resources = rooms.iter().flat_map(|room| room.resource_ids.iter().copied());
    let resources = resources.chain(building.iter().map(|need| need.resource.id)).collect();
    let Some(wide) = rooms.iter().map(|room| reach(room, window)).reduce(Span::hull) else {
        return Ok(CentreTimes { timezone: centre.timezone, rooms: Vec::new() });
    };
    let held = Held::read(store, resources, wide, None).await?;
    let now = services.now();
    let of_room = |room: &Arc<Room>| {
        let floors = catalogue.floors(room);
        let ids = floors.iter().map(|floor| floor.id).chain(building.iter().map(|need| need.resource.id));
        let occupied = held.on(ids);
        let calendar =
            RoomCalendar { centre: &centre, room, floors: &floors, also: building.as_slice(), occupied: &occupied };
        (Arc::clone(room), times(&calendar, &askers, window, now, None))
    };
    Ok(CentreTimes { timezone: centre.timezone, rooms: rooms.into_iter().map(of_room).collect() })
}

/// As whom the person `named` asks. The answer is public but for how far ahead it reaches: they are looked up only where
/// the window goes beyond what everybody may book.
async fn askers<'a>(
    services: &Services,
    named: Option<Named>,
    centre: &Centre,
    rooms: impl IntoIterator<Item = &'a Arc<Room>>,
    window: Span,
) -> Result<Askers, Failure> {
    let (everybody, now) = (Asker::private(), services.now());
    let ends_beyond = |room: &Arc<Room>| {
        let beyond = first_start_beyond(&room.rules, centre.timezone, &everybody, now);
        beyond.is_none_or(|beyond| window.end() > beyond)
    };
    let Some(named) = named.filter(|_| rooms.into_iter().any(ends_beyond)) else { return Ok(Askers::of(None)) };
    match people::signed_in(&services.store, named).await {
        Ok(caller) => Ok(Askers::of(Some(&caller))),
        Err(Failure::NotFound) => Err(Failure::Unauthorized),
        Err(failure) => Err(failure),
    }
}

fn times(
    calendar: &RoomCalendar<'_>,
    askers: &Askers,
    window: Span,
    now: Instant,
    people: Option<i32>,
) -> Availability {
    let asker = askers.furthest_ahead(calendar.centre, calendar.room);
    availability(calendar, window, &asker, now, people)
}

/// Whoever comes counts among the people of the building: one at least.
fn in_building(pool: Claimable, people: Option<i32>) -> Need {
    Need { resource: pool, quantity: people.unwrap_or(1).max(1) }
}
