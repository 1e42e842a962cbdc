//! The bookings that a closure meets, set-up and clean-up included.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, ResourceId},
        site::Site,
        spans::SpanSet,
        time::{Instant, MINUTE, Span},
    },
    store::{Access, bookings, claims},
};

/// What was claimed before this instant is past: it stays as it was.
pub(super) fn this_minute(now: Instant) -> Instant {
    now.plus(-now.epoch_seconds().rem_euclid(MINUTE))
}

/// The bookings that hold claims on what is closed in `after` and was not in `before`, by start.
pub(super) async fn affected<A: Access>(
    access: &A,
    before: &Site,
    after: &Site,
    from: Instant,
) -> Result<Vec<Booking>, Failure> {
    let newly = newly_closed(before, after, from);
    let Some(window) = newly.values().flat_map(SpanSet::iter).reduce(Span::hull) else { return Ok(Vec::new()) };
    let resources: Vec<ResourceId> = newly.keys().copied().collect();
    let met = |resource: ResourceId, span| newly.get(&resource).is_some_and(|closed| closed.overlaps(span));
    let claimed = claims::within(access, &resources, window).await?;
    let ids: BTreeSet<BookingId> = claimed
        .iter()
        .filter(|stored| met(stored.claim.resource_id, stored.claim.span))
        .filter_map(|stored| stored.booking_id)
        .collect();
    bookings::by_ids(access, &ids.into_iter().collect::<Vec<_>>()).await
}

/// When each resource is closed from now on that was not closed before.
pub(super) fn newly_closed(before: &Site, after: &Site, from: Instant) -> BTreeMap<ResourceId, SpanSet> {
    let known = before.closed(from);
    let new = |(id, spans): (ResourceId, SpanSet)| {
        let spans = known.get(&id).map_or_else(|| spans.clone(), |known| spans.difference(known));
        (!spans.is_empty()).then_some((id, spans))
    };
    after.closed(from).into_iter().filter_map(new).collect()
}
