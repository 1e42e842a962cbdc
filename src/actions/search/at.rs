//! Rooms that somebody could book at a time.

use super::{
    Criteria, Found, Key,
    candidates::{Candidate, Place, candidates},
};
use crate::{
    actions::{
        Services,
        availability::{Held, at_centre, for_organisation},
        quotas,
    },
    auth::Caller,
    domain::{
        availability::{Need, fits, peak},
        failure::Failure,
        ids::ResourceId,
        price::Price,
        quota::Standing,
        room::Room,
        rules::{self, Asker, Circumstances, ReviewReason},
        time::Span,
    },
};

/// Rooms whose claims are read in the first query; each further query reads four times as many.
const FIRST_BATCH: usize = 64;

/// A room that somebody could book at the time that was asked for.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The room.
    pub place: Place,
    /// Places that are left in a shared room, before the booking.
    pub places_free: Option<i32>,
    /// Why the desk would look at the booking.
    pub review_reasons: Vec<ReviewReason>,
    /// How their quotas stand that count it.
    pub quotas: Vec<Standing>,
    /// What it would cost; none is 'no price', not 'free'.
    pub price: Option<Price>,
}

/// The rooms that `caller` could book for `span`, the nearest first: at most `limit`, behind `after`.
///
/// # Errors
/// [`Failure::Forbidden`] for an organisation that they do not belong to, [`Failure::Invalid`] for an unknown
/// neighbourhood.
pub async fn rooms(
    services: &Services,
    caller: Option<&Caller>,
    criteria: &Criteria,
    span: Span,
    after: Option<&Key>,
    limit: usize,
) -> Result<Found<Offer>, Failure> {
    let store = &services.store;
    let mut asker = for_organisation(store, caller, criteria.organisation_id).await?;
    let catalogue = store.catalogue().await?;
    let person = caller.map(|caller| caller.id);
    let circumstances = Circumstances { now: services.now(), amplified_this_year: 0 };
    let candidates = candidates(&catalogue, criteria, after)?;
    let rooms: Vec<&Room> = candidates.iter().map(|candidate| &**candidate.room).collect();
    let time = (services.now(), span);
    asker.usage = quotas::usage(store, &catalogue, &asker, person, time, Some(&rooms), &[]).await?;
    let mut allowed = candidates.iter().filter_map(|candidate| {
        let reasons = allowed(candidate, criteria.people, span, &asker, circumstances)?;
        Some((candidate, reasons))
    });
    let (mut items, mut next) = (Vec::new(), None);
    let mut batch_size = FIRST_BATCH;
    'pages: loop {
        let batch: Vec<_> = allowed.by_ref().take(batch_size).collect();
        let Some(window) = batch.iter().map(|(candidate, _)| claimed(candidate, span)).reduce(Span::hull) else {
            break;
        };
        let resources = batch.iter().flat_map(|(candidate, _)| candidate.resources()).collect();
        let held = Held::read(store, resources, window, None).await?;
        for (candidate, review_reasons) in batch {
            let needs: Vec<Need> = candidate.needs.all().collect();
            let occupied = held.on(needs.iter().map(|need| need.resource.id));
            let claim = claimed(candidate, span);
            if !fits(&needs, &occupied, claim) {
                continue;
            }
            if items.len() == limit {
                next = Some(());
                break 'pages;
            }
            let load = |id: ResourceId| peak(&occupied, id, claim);
            let left = |need: &Need| i64::from(need.resource.capacity) - load(need.resource.id);
            let places = candidate.needs.floors.iter().map(left).min().and_then(|left| i32::try_from(left).ok());
            let places_free = candidate.room.shared_places.and(places);
            let quotas = asker.usage.standings(candidate.centre, candidate.room, span.start(), services.now());
            let place = Place::from(candidate);
            let price = place.price(&catalogue, &asker, span);
            items.push((candidate.key.clone(), Offer { place, places_free, review_reasons, quotas, price }));
        }
        batch_size *= 4;
    }
    let next = items.last().filter(|_| next.is_some()).map(|(key, _)| key.clone());
    Ok(Found { items: items.into_iter().map(|(_, offer)| offer).collect(), next })
}

/// Why the desk would look at the booking, where the rules allow it.
pub(super) fn allowed(
    candidate: &Candidate<'_>,
    people: i32,
    span: Span,
    asker: &Asker,
    circumstances: Circumstances,
) -> Option<Vec<ReviewReason>> {
    let asker = at_centre(asker, candidate.centre);
    let wish = candidate.wish(people, span);
    let judgement = rules::judge(candidate.centre, candidate.room, &wish, &asker, circumstances);
    judgement.violations.is_empty().then_some(judgement.review_reasons)
}

fn claimed(candidate: &Candidate<'_>, span: Span) -> Span {
    let rules = &candidate.room.rules;
    span.widened(rules.setup_seconds(), rules.cleanup_seconds())
}
