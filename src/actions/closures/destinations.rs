//! The rooms that take in what a closure displaces, the nearest first, and what is claimed on them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    actions::availability::Pools,
    auth::Caller,
    domain::{
        booking::{Booking, EquipmentWish},
        failure::Failure,
        geo,
        ids::{BookingId, CentreId, OrganisationId, ResourceId, RoomId},
        ledger::Ledger,
        organisation::Standing,
        relocation::{Destination, Displaced},
        resource::{Resource, ResourceKind},
        room::Room,
        rules::{Asker, opening_hours},
        site::Site,
        time::{DAY, Instant, Span},
    },
    store::{Access, bookings, catalogue::Catalogue, claims},
};

/// Rooms that are considered besides those that close.
const NEAREST: usize = 60;

/// A room as one that takes bookings in; none where it cannot be booked at all.
pub(super) fn destination<'a>(
    catalogue: &'a Catalogue,
    caller: &Caller,
    from: CentreId,
    room: &'a Room,
) -> Option<Destination<'a>> {
    let centre = catalogue.centres.get(&room.centre_id)?;
    let left = catalogue.centres.get(&from)?;
    let distance_m = if centre.id == from { 0.0 } else { geo::distance_m(left.point(), centre.point()) };
    let floors = catalogue.floors(room);
    let whole = !floors.is_empty() && floors.len() == room.resource_ids.len();
    (whole && opening_hours::is_in_use(centre, room)).then(|| Destination {
        room,
        centre,
        floors,
        people: catalogue.people(centre.id),
        distance_m,
        own_desk: caller.is_desk_of(centre.id),
    })
}

/// The rooms to which the displaced may go, the nearest first, then those of the best size: every room that stays open,
/// and their own, for other times of the day.
pub(super) fn destinations<'a>(
    catalogue: &'a Catalogue,
    caller: &Caller,
    after: &Site,
    from: Instant,
    displaced: &[Booking],
) -> Vec<Destination<'a>> {
    let closed = after.closed(from);
    let own: HashSet<RoomId> = displaced.iter().map(|booking| booking.room_id).collect();
    let open = |room: &Room| !room.resource_ids.iter().any(|id| closed.contains_key(id));
    let rooms = catalogue.rooms.values().filter(|room| own.contains(&room.id) || open(room));
    let mut found: Vec<Destination<'_>> =
        rooms.filter_map(|room| destination(catalogue, caller, after.centre.id, room)).collect();
    let size = |room: &Room| room.largest_capacity().unwrap_or(i32::MAX);
    found.sort_by(|a, b| {
        let key = |of: &Destination<'a>| (size(of.room), of.room.name.clone(), of.room.id);
        a.distance_m.total_cmp(&b.distance_m).then_with(|| key(a).cmp(&key(b)))
    });
    found.truncate(NEAREST + own.len());
    found
}

/// What a centre has of the equipment that is asked for: in another centre, of the pools with the same names.
pub(super) fn equipment_like<'a>(
    catalogue: &'a Catalogue,
    pools: &'a Pools<'a>,
) -> impl Fn(&[EquipmentWish], CentreId) -> Option<Vec<EquipmentWish>> + 'a {
    move |wishes, centre| {
        let needs = pools.like(catalogue, wishes, centre)?;
        Some(
            needs.iter().map(|need| EquipmentWish { resource_id: need.resource.id, quantity: need.quantity }).collect(),
        )
    }
}

/// Every resource that a booking in one of these rooms could claim, with its capacity.
pub(super) fn resources(catalogue: &Catalogue, rooms: &[&Room]) -> HashMap<ResourceId, i32> {
    let centres: HashSet<CentreId> = rooms.iter().map(|room| room.centre_id).collect();
    let floors: HashSet<ResourceId> = rooms.iter().flat_map(|room| room.resource_ids.iter().copied()).collect();
    let wanted = |resource: &&Arc<Resource>| {
        let besides = resource.kind != ResourceKind::Floor;
        floors.contains(&resource.id) || (besides && centres.contains(&resource.centre_id))
    };
    catalogue.resources.values().filter(wanted).map(|resource| (resource.id, resource.capacity)).collect()
}

/// What is claimed on these resources around `span`, but for the bookings that leave, with all that is closed in `after`.
pub(super) async fn ledger<A: Access>(
    access: &A,
    resources: HashMap<ResourceId, i32>,
    span: Span,
    leaving: &[Booking],
    after: &Site,
    from: Instant,
) -> Result<Ledger, Failure> {
    let leaving: HashSet<BookingId> = leaving.iter().map(|booking| booking.id).collect();
    let mut ids: Vec<ResourceId> = resources.keys().copied().collect();
    ids.sort();
    // Other times of the day, with set-up and clean-up of at most a day.
    let stored = claims::within(access, &ids, span.widened(2 * DAY, 2 * DAY)).await?;
    let mut ledger = Ledger::new(resources);
    for (id, spans) in &after.closed(from) {
        ledger.lay(&after.closure_claims(*id, spans));
    }
    let stays = stored.iter().filter(|stored| stored.booking_id.is_none_or(|id| !leaving.contains(&id)));
    ledger.lay(&stays.map(|stored| stored.claim).collect::<Vec<_>>());
    Ok(ledger)
}

/// How the organisations of these bookings stand.
pub(super) async fn standings<A: Access>(
    access: &A,
    of: &[Booking],
) -> Result<HashMap<OrganisationId, Standing>, Failure> {
    let mut ids: Vec<OrganisationId> = of.iter().filter_map(|booking| booking.organisation_id).collect();
    ids.sort();
    ids.dedup();
    bookings::standings(access, &ids).await
}

/// A booking with who has it, as rules see them.
pub(super) fn displaced<'a>(booking: &'a Booking, standings: &HashMap<OrganisationId, Standing>) -> Displaced<'a> {
    let known = booking.organisation_id.and_then(|id| Some((id, standings.get(&id)?)));
    let asker = known.map_or_else(Asker::private, |(id, standing)| Asker {
        kind: standing.kind,
        class: standing.class.clone(),
        category: standing.category.clone(),
        organisation_id: Some(id),
        is_host: false,
        no_shows: standing.no_shows.clone(),
        incidents: standing.incidents.clone(),
        ..Asker::private()
    });
    Displaced { booking, asker }
}

/// The time from the first of these bookings to the last.
pub(super) fn hull(bookings: &[Booking]) -> Option<Span> {
    bookings.iter().map(Booking::claimed_span).reduce(Span::hull)
}
