//! Which claims a change takes off and which it writes, and which bookings it would leave without a place.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::json;

use super::in_use;
use crate::{
    domain::{
        booking::Booking,
        claim::Claim,
        failure::{Failure, Use},
        ids::{BookingId, ResourceId, UserId},
        ledger::Ledger,
        site::Site,
        spans::SpanSet,
        time::{Instant, Span},
    },
    store::{
        Unit, audit, bookings,
        claims::{self, StoredClaim},
    },
};

/// A booking that is claimed anew.
struct Carried {
    before: Booking,
    after: Booking,
    /// What it claims from now on.
    claims: Vec<Claim>,
}

impl Carried {
    fn row_changed(&self) -> bool {
        let row = |booking: &Booking| (booking.setup_seconds, booking.cleanup_seconds, booking.shared);
        row(&self.before) != row(&self.after)
    }
}

/// What has to be taken off and claimed anew.
pub(super) struct Shift {
    from: Instant,
    carried: Vec<Carried>,
    /// Resources whose capacity changes: the law takes no change under a claim.
    resized: Vec<ResourceId>,
    /// Resources that closures claim anew.
    closed: Vec<ResourceId>,
    /// Everything to write, sorted by resource.
    claims: Vec<StoredClaim>,
}

impl Shift {
    /// Reads, under the lock, what is booked ahead, and finds out whether all of it still has its place.
    pub(super) async fn plan(unit: &Unit, before: &Site, after: &Site, from: Instant) -> Result<Self, Failure> {
        let resized: HashSet<ResourceId> = after
            .resources
            .iter()
            .filter(|resource| before.resource(resource.id).is_some_and(|known| known.capacity != resource.capacity))
            .map(|resource| resource.id)
            .collect();
        let ahead = bookings::ahead_in_centre(unit, after.centre.id, from).await?;
        let carried: Vec<Carried> =
            ahead.iter().filter_map(|booking| carried(before, after, &resized, booking, from)).collect();
        let closed_after = after.closed(from);
        let closed = differing(&before.closed(from), &closed_after, &resized);
        let mut touched: BTreeSet<ResourceId> = resized.iter().chain(&closed).copied().collect();
        touched.extend(carried.iter().flat_map(|carried| &carried.claims).map(|claim| claim.resource_id));
        let touched: Vec<ResourceId> = touched.into_iter().collect();
        let kept = kept(claims::ahead(unit, &touched, from).await?, &carried);
        let misfits = misfits(after, &touched, &closed_after, &kept, &carried);
        if !misfits.is_empty() {
            return Err(Failure::InUse(uses(&ahead, &misfits)));
        }
        let raised: Vec<ResourceId> = resized
            .iter()
            .copied()
            .filter(|id| before.resource(*id).map(|known| known.capacity) < after.resource(*id).map(|new| new.capacity))
            .collect();
        // What is past stays where it still fits; a smaller resource forgets it.
        let mut claims: Vec<StoredClaim> =
            claims::behind(unit, &raised, from).await?.into_iter().filter_map(|past| until(past, from)).collect();
        for (id, spans) in closed_after.iter().filter(|(id, _)| closed.contains(id)) {
            let whole = after.closure_claims(*id, spans).into_iter();
            claims.extend(whole.map(|claim| StoredClaim { claim, booking_id: None }));
        }
        for booking in &carried {
            let booking_id = Some(booking.before.id);
            claims.extend(booking.claims.iter().map(|claim| StoredClaim { claim: *claim, booking_id }));
        }
        claims.sort_by_key(|stored| stored.claim);
        Ok(Self { from, carried, resized: resized.into_iter().collect(), closed, claims })
    }

    pub(super) async fn take_off(&self, unit: &Unit) -> Result<(), Failure> {
        let carried: Vec<Booking> = self.carried.iter().map(|carried| carried.before.clone()).collect();
        bookings::hold(unit, &carried).await?;
        let ids: Vec<BookingId> = carried.iter().map(|booking| booking.id).collect();
        claims::cut_off(unit, &ids, self.from).await?;
        claims::cut_off_closures(unit, &self.closed, self.from).await?;
        claims::clear(unit, &self.resized).await
    }

    pub(super) async fn put_on(&self, unit: &Unit, actor: UserId) -> Result<(), Failure> {
        claims::insert_all(unit, &self.claims).await?;
        for carried in self.carried.iter().filter(|carried| carried.row_changed()) {
            let version = carried.before.version + 1;
            let booking = Booking { version, updated_at: unit.now(), ..carried.after.clone() };
            bookings::update(unit, &booking).await?;
            let facts = |booking: &Booking| {
                json!({
                    "setup_seconds": booking.setup_seconds,
                    "cleanup_seconds": booking.cleanup_seconds,
                    "shared": booking.shared,
                })
            };
            let event = audit::Event {
                actor: Some(actor),
                action: "booking.carried",
                subject: "booking",
                subject_id: booking.id.0,
                centre_id: Some(booking.centre_id),
                before: Some(facts(&carried.before)),
                after: Some(facts(&booking)),
            };
            audit::record(unit, event).await?;
        }
        Ok(())
    }
}

/// The booking as it is to be claimed anew; none where its claims stay as they are.
fn carried(
    before: &Site,
    after: &Site,
    resized: &HashSet<ResourceId>,
    booking: &Booking,
    from: Instant,
) -> Option<Carried> {
    let refitted = after.refitted(booking);
    let claims = after.claims_of(&refitted);
    let stays = before.claims_of(booking) == claims && !claims.iter().any(|claim| resized.contains(&claim.resource_id));
    let ahead =
        |claim: Claim| Some(Claim { span: Span::new(claim.span.start().max(from), claim.span.end())?, ..claim });
    let carried =
        Carried { before: booking.clone(), after: refitted, claims: claims.into_iter().filter_map(ahead).collect() };
    (!stays || carried.row_changed()).then_some(carried)
}

/// The resources that are closed at other times than before, or have another capacity.
fn differing(
    before: &BTreeMap<ResourceId, SpanSet>,
    after: &BTreeMap<ResourceId, SpanSet>,
    resized: &HashSet<ResourceId>,
) -> Vec<ResourceId> {
    let all: BTreeSet<ResourceId> = before.keys().chain(after.keys()).copied().collect();
    all.into_iter().filter(|id| resized.contains(id) || before.get(id) != after.get(id)).collect()
}

/// The claims of bookings that stay where they are, by booking, in the order of their start.
fn kept(stored: Vec<StoredClaim>, carried: &[Carried]) -> Vec<(BookingId, Vec<Claim>)> {
    let carried: HashSet<BookingId> = carried.iter().map(|carried| carried.before.id).collect();
    let mut kept: HashMap<BookingId, Vec<Claim>> = HashMap::new();
    for StoredClaim { claim, booking_id } in stored {
        if let Some(id) = booking_id.filter(|id| !carried.contains(id)) {
            kept.entry(id).or_default().push(claim);
        }
    }
    let mut kept: Vec<_> = kept.into_iter().collect();
    kept.sort_by_key(|(id, claims)| (claims.iter().map(|claim| claim.span.start()).min(), *id));
    kept
}

/// The bookings that find no place beside closures and beside those before them: who is carried gives way to who stays.
fn misfits(
    after: &Site,
    touched: &[ResourceId],
    closed: &BTreeMap<ResourceId, SpanSet>,
    kept: &[(BookingId, Vec<Claim>)],
    carried: &[Carried],
) -> HashSet<BookingId> {
    let capacities = touched.iter().filter_map(|id| after.resource(*id));
    let mut ledger = Ledger::new(capacities.map(|resource| (resource.id, resource.capacity)));
    for (id, spans) in closed {
        ledger.lay(&after.closure_claims(*id, spans));
    }
    let kept = kept.iter().map(|(id, claims)| (*id, claims));
    let carried = carried.iter().map(|carried| (carried.before.id, &carried.claims));
    kept.chain(carried).filter(|(_, claims)| !ledger.lay_if_free(claims)).map(|(id, _)| id).collect()
}

/// The list of what is in the way, by start.
fn uses(ahead: &[Booking], misfits: &HashSet<BookingId>) -> Vec<Use> {
    ahead.iter().filter(|booking| misfits.contains(&booking.id)).map(in_use).collect()
}

/// A claim as far as it lies before `from`.
fn until(past: StoredClaim, from: Instant) -> Option<StoredClaim> {
    let span = Span::new(past.claim.span.start(), past.claim.span.end().min(from))?;
    Some(StoredClaim { claim: Claim { span, ..past.claim }, ..past })
}
