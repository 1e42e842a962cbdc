//! A change of what bookings stand on, and the claims that follow it. Everything that is booked ahead is carried along,
//! or the change is refused with the list of what it would leave without a place.

mod shift;

use shift::Shift;

use crate::{
    domain::{
        booking::Booking,
        centre::{Centre, CentreState},
        claim::Claimable,
        failure::{Failure, Use},
        ids::UserId,
        resource::Resource,
        room::Room,
        site::Site,
        time::{Instant, MINUTE},
    },
    store::{Unit, places},
};

/// Writes what differs between `before`, which is held, and `after`: resources, rooms and the centre, each with its next
/// version, and the claims of bookings and closures from now on. Rows of closures are the caller's to write. Rooms on
/// changed ground get a new version, so that a booking that was decided on the old one is decided again.
///
/// # Errors
/// [`Failure::InUse`] with the bookings that would not fit, by start.
pub(crate) async fn carry(unit: &Unit, actor: UserId, before: &Site, mut after: Site) -> Result<Site, Failure> {
    raise_versions(before, &mut after);
    let from = this_minute(unit.now());
    if stands_alike(before, &after, from) {
        write(unit, before, &after).await?;
        return Ok(after);
    }
    let shift = Shift::plan(unit, before, &after, from).await?;
    shift.take_off(unit).await?;
    write(unit, before, &after).await?;
    shift.put_on(unit, actor).await?;
    Ok(after)
}

/// What was claimed before this instant is past: it stays as it was.
fn this_minute(now: Instant) -> Instant {
    now.plus(-now.epoch_seconds().rem_euclid(MINUTE))
}

/// What a booking in a room decides on.
fn ground<'a>(site: &Site, room: &'a Room) -> (Vec<Claimable>, Option<Claimable>, Option<i32>, [u32; 2]) {
    let rules: &'a _ = &room.rules;
    (site.floors(room), site.people(), room.shared_places, [rules.setup_minutes, rules.cleanup_minutes])
}

/// Whether and when a centre can be booked at all.
fn bookable(centre: &Centre) -> (CentreState, Option<chrono::NaiveDate>, Option<chrono::NaiveDate>) {
    (centre.state, centre.opens_on, centre.closes_on)
}

fn raise_versions(before: &Site, after: &mut Site) {
    if before.centre != after.centre {
        after.centre.version = before.centre.version + 1;
    }
    for resource in &mut after.resources {
        if let Some(known) = before.resource(resource.id).filter(|known| *known != resource) {
            resource.version = known.version + 1;
        }
    }
    // Bookings in any room decide on whether there is equipment, too.
    let in_use = |resource: &Resource| before.resource(resource.id).is_none_or(|known| known.state == resource.state);
    let all_rooms = bookable(&before.centre) != bookable(&after.centre) || !after.resources.iter().all(in_use);
    let raised: Vec<bool> = after
        .rooms
        .iter()
        .map(|room| match before.room(room.id) {
            None => false,
            Some(known) => all_rooms || known != room || ground(before, known) != ground(after, room),
        })
        .collect();
    for (room, _) in after.rooms.iter_mut().zip(raised).filter(|(_, raised)| *raised) {
        room.version = before.room(room.id).map_or(1, |known| known.version + 1);
    }
}

/// Whether no claim has to follow.
fn stands_alike(before: &Site, after: &Site, from: Instant) -> bool {
    let rooms = after.rooms.iter().filter_map(|room| Some((before.room(room.id)?, room)));
    let resources = after.resources.iter().filter_map(|resource| Some((before.resource(resource.id)?, resource)));
    rooms.clone().all(|(known, room)| ground(before, known) == ground(after, room))
        && resources.clone().all(|(known, resource)| known.capacity == resource.capacity)
        && before.closed(from) == after.closed(from)
}

async fn write(unit: &Unit, before: &Site, after: &Site) -> Result<(), Failure> {
    if before.centre.version != after.centre.version {
        places::update_centre(unit, &after.centre).await?;
    }
    for resource in &after.resources {
        match before.resource(resource.id) {
            None => places::insert_resource(unit, resource).await?,
            Some(known) if known.version != resource.version => places::update_resource(unit, resource).await?,
            Some(_) => {}
        }
    }
    for room in &after.rooms {
        match before.room(room.id) {
            None => places::insert_room(unit, room).await?,
            Some(known) if known.version != room.version => places::update_room(unit, room).await?,
            Some(_) => {}
        }
    }
    Ok(())
}

/// A booking as something that is in the way.
pub(in crate::actions::places) fn in_use(booking: &Booking) -> Use {
    Use { kind: "booking", id: booking.id.0, reference: Some(booking.reference.clone()), why: None }
}
