//! What a closure would bring about: every booking that it meets, and a whole plan of where they could go, of which
//! nothing is done.

use std::collections::HashMap;

use super::{
    affected::{affected, this_minute},
    check,
    destinations::{destinations, displaced, equipment_like, hull, ledger, resources, standings},
    recall,
};
use crate::{
    actions::{Services, availability::Pools},
    auth::Caller,
    domain::{
        booking::Booking,
        closure::Closure,
        failure::Failure,
        geo,
        ids::RoomId,
        relocation::{self, NewPlace},
        room::Room,
        validation::Faults,
    },
    store::places,
};

/// A booking that a closure would meet.
#[derive(Clone, Debug)]
pub struct Met {
    /// The booking as it is.
    pub booking: Booking,
    /// The name of its organisation.
    pub organisation_name: Option<String>,
    /// Where it could go; none where there is no such place.
    pub proposal: Option<Proposal>,
}

/// Where a booking could go.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The place.
    pub place: NewPlace,
    /// Metres from the centre that is left.
    pub distance_m: i64,
}

/// Tells which bookings a closure would meet, by start, and where each could go.
///
/// # Errors
/// [`Failure::Forbidden`] for who is neither desk nor host there; [`Failure::Invalid`].
pub async fn preview(services: &Services, caller: &Caller, mut closure: Closure) -> Result<Vec<Met>, Failure> {
    let store = &services.store;
    let now = services.now();
    let catalogue = store.refresh_catalogue().await?;
    recall::may_close(caller, &catalogue, closure.centre_id)?;
    // What one that is not certain would meet once it is.
    closure.provisional = false;
    let before = places::site(store, closure.centre_id, now).await?;
    let mut faults = Faults::new();
    check::check(&before, &mut closure, now, true, &mut faults);
    faults.into_result()?;
    let mut after = before.clone();
    after.closures.push(closure);
    let from = this_minute(now);
    let met = affected(store, &before, &after, from).await?;
    let Some(window) = hull(&met) else { return Ok(Vec::new()) };
    let standings = standings(store, &met).await?;
    let open = destinations(&catalogue, caller, &after, from, &met);
    let rooms: Vec<&Room> = open.iter().map(|destination| destination.room).collect();
    let mut ledger = ledger(store, resources(&catalogue, &rooms), window, &met, &after, from).await?;
    let displaced: Vec<_> = met.iter().map(|booking| displaced(booking, &standings)).collect();
    let pools = Pools::of(&catalogue);
    let plan = relocation::plan(&displaced, &open, &equipment_like(&catalogue, &pools), &mut ledger, now);
    let distances: HashMap<RoomId, i64> =
        open.iter().map(|to| (to.room.id, geo::whole_metres(to.distance_m))).collect();
    let proposal =
        |place: NewPlace| Proposal { distance_m: distances.get(&place.room_id).copied().unwrap_or_default(), place };
    let told = met.iter().zip(plan).map(|(booking, place)| Met {
        booking: booking.clone(),
        organisation_name: booking.organisation_id.and_then(|id| Some(standings.get(&id)?.name.clone())),
        proposal: place.map(proposal),
    });
    Ok(told.collect())
}
