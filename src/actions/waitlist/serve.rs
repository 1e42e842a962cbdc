//! What becomes free is held for the first whom it fits, in the transaction that frees it.

use std::{cmp::Reverse, collections::HashSet};

use rand::RngExt;

use super::find::{Found, Look};
use crate::{
    actions::{
        Policy,
        bookings::{create, hold, record},
        letters::{self, Known, Occasion},
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::{ResourceId, RoomId},
        reference,
        resource::ResourceKind,
        rules::{Asker, horizon},
        time::{Instant, Span},
        waiting::{Wait, held_until},
    },
    store::{
        Unit, bookings,
        catalogue::{Catalogue, hold_room},
        claims, waitlist,
        waitlist::{Opening, Waiting},
    },
};

/// A room and the time in which something on its floors becomes free.
pub(in crate::actions) type Freed = (RoomId, Span);

/// Comes before the resources of a unit that frees times are locked: keeps the list still, and gives the resources that
/// must be locked with them so that what becomes free can be held for somebody.
pub(in crate::actions) async fn prepare(
    unit: &Unit,
    catalogue: &Catalogue,
    freed: &[Freed],
) -> Result<Vec<ResourceId>, Failure> {
    waitlist::hold_still(unit).await?;
    if !waitlist::is_anybody_waiting(unit, unit.now()).await? {
        return Ok(Vec::new());
    }
    let mut resources: HashSet<ResourceId> = HashSet::new();
    for (room, span) in freed {
        let rooms = neighbours(catalogue, *room);
        if span.end() > unit.now() && waitlist::waits_anybody_for(unit, &opening(catalogue, &rooms, *span)).await? {
            resources.extend(resources_of(catalogue, &rooms));
        }
    }
    Ok(resources.into_iter().collect())
}

/// Holds what became free for those whom it fits, in their order: within a class the first who came, and the class that
/// may book further ahead before the others. Their resources are locked; see [`prepare`].
pub(in crate::actions) async fn serve(unit: &Unit, policy: &Policy, freed: &[Freed]) -> Result<(), Failure> {
    if !waitlist::is_anybody_waiting(unit, unit.now()).await? {
        return Ok(());
    }
    // On the heap: hardly ever does a unit come this far, and each would carry what it takes.
    Box::pin(hold_for_waiting(unit, policy, freed)).await
}

async fn hold_for_waiting(unit: &Unit, policy: &Policy, freed: &[Freed]) -> Result<(), Failure> {
    let now = unit.now();
    let catalogue = unit.catalogue().await?;
    let mut look = Look::new(unit, &catalogue, policy, now);
    for (room, span) in freed.iter().filter(|(_, span)| span.end() > now) {
        let rooms = neighbours(&catalogue, *room);
        let mut waiting = waitlist::hold_waiting(unit, &opening(&catalogue, &rooms, *span)).await?;
        waiting.sort_by_key(|one| (Reverse(days_ahead(&catalogue, *room, one)), one.number));
        for Waiting { wait, .. } in waiting {
            let around = span.widened(wait.seconds(), wait.seconds());
            if let Some(found) = look.find(&wait, Some(&rooms), around).await? {
                give(unit, policy, &wait, found).await?;
            }
        }
    }
    Ok(())
}

/// Holds a time for somebody who waits. Its resources are locked.
pub(super) async fn give(unit: &Unit, policy: &Policy, wait: &Wait, found: Found) -> Result<Booking, Failure> {
    let Found { caller, draft, plan } = found;
    let now = unit.now();
    hold::hold_count(unit, &plan, &draft).await?;
    hold_room(unit, &plan.room).await?;
    let place = plan.centre.locality.as_deref().unwrap_or(&plan.centre.name);
    let reference = reference::reference(place, rand::rng().random(), reference::SHORTEST + 2);
    let made = create::booking(now, &caller, &draft, &plan, reference);
    let booking = match made.status {
        // What the desk looks at is put to the desk: it is held as well.
        BookingStatus::Requested => made,
        _ => Booking { status: BookingStatus::Held, hold_until: Some(held_until(now, draft.span.start())), ..made },
    };
    claims::insert(unit, Some(booking.id), &plan.claims).await?;
    bookings::insert(unit, &booking).await?;
    waitlist::give(unit, wait.id, booking.id).await?;
    record::audit(unit, None, "booking.held_for_waiting", None, &booking).await?;
    let known = Known::default();
    if booking.status == BookingStatus::Held {
        letters::write(unit, policy, &booking, Occasion::PlaceFree, known).await?;
    } else {
        create::requested(unit, policy, &booking, known).await?;
    }
    Ok(booking)
}

/// What opens in `span` in these rooms.
fn opening(catalogue: &Catalogue, rooms: &HashSet<RoomId>, span: Span) -> Opening {
    let known = || rooms.iter().filter_map(|id| catalogue.rooms.get(id));
    Opening {
        rooms: rooms.iter().copied().collect(),
        span,
        people: known().map(|room| room.largest_capacity().unwrap_or(i32::MAX)).max().unwrap_or(0),
        minutes: known().map(|room| i64::from(room.rules.max_minutes)).max().unwrap_or(0),
    }
}

/// The rooms that stand on a floor of this one, itself among them.
fn neighbours(catalogue: &Catalogue, room: RoomId) -> HashSet<RoomId> {
    let Some((room, _)) = catalogue.room(room) else { return HashSet::new() };
    let shares = |id: &ResourceId| room.resource_ids.contains(id);
    catalogue
        .rooms_of(room.centre_id)
        .filter(|other| other.resource_ids.iter().any(shares))
        .map(|room| room.id)
        .collect()
}

/// Every resource that a booking in one of these rooms could claim.
pub(super) fn resources_of(catalogue: &Catalogue, rooms: &HashSet<RoomId>) -> HashSet<ResourceId> {
    let rooms = || rooms.iter().filter_map(|id| catalogue.rooms.get(id));
    let centres: HashSet<_> = rooms().map(|room| room.centre_id).collect();
    let besides = catalogue
        .resources
        .values()
        .filter(|resource| resource.kind != ResourceKind::Floor && centres.contains(&resource.centre_id));
    rooms().flat_map(|room| room.resource_ids.iter().copied()).chain(besides.map(|resource| resource.id)).collect()
}

/// How far ahead who waits may book the room.
pub(super) fn days_ahead(catalogue: &Catalogue, room: RoomId, one: &Waiting) -> u32 {
    let Some((room, centre)) = catalogue.room(room) else { return 0 };
    let asker = Asker {
        class: one.class.clone(),
        category: None,
        organisation_id: one.wait.organisation_id,
        is_host: Caller::hosts(&centre, one.wait.organisation_id),
        ..Asker::private()
    };
    horizon::days_ahead(&room.rules, &asker).unwrap_or(u32::MAX)
}

/// The whole time that somebody waits for, as far as it is ahead.
pub(super) fn ahead(wait: &Wait, now: Instant) -> Option<Span> {
    Span::new(wait.window.start().max(now), wait.window.end())
}
