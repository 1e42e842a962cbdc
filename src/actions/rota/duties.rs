//! The duties of a person, and those of a centre.

use std::collections::{BTreeMap, HashMap};

use super::{Duty, Who, find};
use crate::{
    actions::Services,
    domain::{
        booking::Booking,
        duty::CONTACT_SHOWN,
        failure::Failure,
        ids::{CentreId, KeyHolderId, UserId},
        rota::RotaSettings,
        time::Span,
    },
    store::{Access, catalogue::Catalogue, rota},
};

/// The duties of a person that touch `window`, by start. Those that were over a day ago are none of theirs any more.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn of_person(services: &Services, person: UserId, window: Span) -> Result<Vec<Duty>, Failure> {
    let store = &services.store;
    let catalogue = store.refresh_catalogue().await?;
    let from = window.start().max(services.now().plus(-CONTACT_SHOWN));
    let Some(window) = Span::new(from, window.end()) else { return Ok(Vec::new()) };
    let mut duties = Vec::new();
    for (centre, span) in where_on_duty(store, person, window).await? {
        let Some(centre) = catalogue.centres.get(&centre) else { continue };
        let found = find::of_centre(store, &catalogue, centre, span).await?.duties;
        duties.extend(found.into_iter().filter(|duty| duty.person.who == Who::Person(person)));
    }
    duties.retain(|duty| duty.span.overlaps(window));
    duties.sort_by_key(|duty| (duty.span, duty.id));
    Ok(duties)
}

/// The centres where a person may have a duty, and the time around these.
async fn where_on_duty<A: Access>(
    access: &A,
    person: UserId,
    window: Span,
) -> Result<BTreeMap<CentreId, Span>, Failure> {
    let places: Vec<_> = rota::of_person(access, person).await?.into_iter().map(|place| place.id).collect();
    let holders: Vec<KeyHolderId> = rota::holders(access, &[], Some(person)).await?.into_keys().collect();
    let shifts = rota::shifts_of(access, &places, window.start()).await?;
    let bookings = rota::holding(access, &holders, window.start()).await?;
    let shifts = shifts.iter().map(|shift| (shift.centre_id, shift.span));
    let bookings = bookings.iter().map(|booking| (booking.centre_id, booking.span));
    let mut found: BTreeMap<CentreId, Span> = BTreeMap::new();
    for (centre, span) in shifts.chain(bookings).filter(|(_, span)| span.overlaps(window)) {
        found.entry(centre).and_modify(|known| *known = known.hull(span)).or_insert(span);
    }
    Ok(found)
}

/// The duties of a centre that touch `window`, and the bookings that nobody opens for.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn of_centre(
    services: &Services,
    centre: CentreId,
    window: Span,
) -> Result<(Vec<Duty>, Vec<Booking>), Failure> {
    let store = &services.store;
    let (centre, catalogue) = store.centre(centre).await?;
    let found = find::of_centre(store, &catalogue, &centre, window).await?;
    Ok((found.duties, found.unopened))
}

/// What the centres of these duties decided about their rota.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn settings_of(services: &Services, duties: &[Duty]) -> Result<HashMap<CentreId, RotaSettings>, Failure> {
    let mut settings = HashMap::new();
    for duty in duties {
        if let std::collections::hash_map::Entry::Vacant(place) = settings.entry(duty.centre.id) {
            place.insert(rota::settings(&services.store, duty.centre.id).await?);
        }
    }
    Ok(settings)
}

/// What a booking has of the centre's counted equipment, in words.
#[must_use]
pub fn equipment(catalogue: &Catalogue, booking: &Booking) -> Vec<(String, i32)> {
    let named = |resource| catalogue.resources.get(resource).map(|resource| resource.name.clone());
    booking.equipment.iter().filter_map(|wish| Some((named(&wish.resource_id)?, wish.quantity))).collect()
}
