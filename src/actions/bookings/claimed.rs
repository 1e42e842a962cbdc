//! What a booking would claim.

use super::Draft;
use crate::{
    domain::{
        centre::Centre,
        claim::{self, Claim, Claimable},
        failure::{Failure, Fault},
        resource::{ResourceKind, UseState},
        room::Room,
        time::DAY,
    },
    store::catalogue::Catalogue,
};

/// The longest booking that there can be, seconds: a year, as long as a room's rules can allow.
const LONGEST: i64 = 366 * DAY;

/// Checks that the centre has the equipment that is asked for, and so much of it.
pub(super) fn equipment_is_there(catalogue: &Catalogue, centre: &Centre, draft: &Draft) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for (n, wish) in draft.equipment.iter().enumerate() {
        let pool = catalogue.resources.get(&wish.resource_id).filter(|pool| {
            pool.centre_id == centre.id && pool.kind == ResourceKind::Equipment && pool.state == UseState::Active
        });
        match pool {
            None => faults.push(Fault::new(
                format!("/equipment/{n}/resource_id"),
                "unknown",
                "The centre has no such equipment.",
            )),
            Some(pool) if wish.quantity > pool.capacity => faults.push(Fault::new(
                format!("/equipment/{n}/quantity"),
                "range",
                format!("The centre has {} of them.", pool.capacity),
            )),
            Some(_) => {}
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Invalid(faults)) }
}

/// What the draft would claim.
pub(super) fn claimed(
    catalogue: &Catalogue,
    room: &Room,
    centre: &Centre,
    draft: &Draft,
    shared: bool,
) -> Result<Vec<Claim>, Failure> {
    // Staff may set aside how long a booking lasts; a claim without end would be cut into weeks without end.
    if draft.span.seconds() > LONGEST {
        return Err(Failure::invalid("/ends_at", "range", "A booking lasts at most 366 days."));
    }
    let floors = catalogue.floors(room);
    // A room without floors would be booked twice. It is not there: memory is behind.
    if floors.is_empty() || floors.len() != room.resource_ids.len() {
        return Err(Failure::Stale);
    }
    let span = draft.span.widened(room.rules.setup_seconds(), room.rules.cleanup_seconds());
    let people = catalogue.people(centre.id).map(|people: Claimable| (people, draft.attendees));
    Ok(claim::claims_of(span, &floors, shared.then_some(draft.attendees), &draft.equipment, people))
}
