//! A step in a booking's life: read, judged, locked, written, recorded.

use super::{change::stale_is_changed, record};
use crate::{
    actions::{Policy, waitlist},
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::{BookingId, ResourceId, UserId},
        waiting::WaitState,
    },
    store::{self, Unit, audit, bookings, claims},
};

/// A booking, with its resources and itself locked for the rest of the unit.
pub(super) async fn locked(unit: &Unit, id: BookingId) -> Result<Booking, Failure> {
    let seen = bookings::get(unit, id).await?;
    lock(unit, &seen, &[]).await
}

/// The same, for a step that may free its time: what becomes free can then be held for somebody who waits.
pub(in crate::actions) async fn locked_to_free(unit: &Unit, id: BookingId) -> Result<Booking, Failure> {
    let seen = bookings::get(unit, id).await?;
    let catalogue = unit.catalogue().await?;
    let more = waitlist::prepare(unit, &catalogue, &[(seen.room_id, seen.claimed_span())]).await?;
    lock(unit, &seen, &more).await
}

async fn lock(unit: &Unit, seen: &Booking, more: &[ResourceId]) -> Result<Booking, Failure> {
    let id = seen.id;
    let claimed = claims::of_booking(unit, id).await?;
    let mut resources: Vec<_> = claimed.iter().map(|claim| claim.resource_id).chain(more.iter().copied()).collect();
    resources.sort();
    resources.dedup();
    claims::lock(unit, &resources).await?;
    bookings::lock(unit, id, seen.version).await
}

/// Writes `after` as the next version of `before`, in stage `next`. Where it holds no claims then, they are taken off, and
/// what becomes free is held for the first who waits for it: such a booking is [`locked_to_free`].
///
/// # Errors
/// [`Failure::InvalidTransition`] where a booking's life has no such step.
pub(super) async fn take(
    unit: &Unit,
    policy: &Policy,
    actor: Option<UserId>,
    action: &str,
    before: &Booking,
    next: BookingStatus,
    after: Booking,
) -> Result<Booking, Failure> {
    let status = before.status.moved_to(next)?;
    let after = Booking { status, updated_at: unit.now(), version: before.version + 1, ..after };
    bookings::update(unit, &after).await.map_err(stale_is_changed)?;
    if !status.holds_claims() {
        claims::release(unit, after.id).await?;
    }
    let settled = if status.holds_claims() { WaitState::Served } else { WaitState::Missed };
    store::waitlist::settle(unit, after.id, settled).await?;
    if before.status == BookingStatus::Requested {
        bookings::set_reminder(unit, after.id, None).await?;
    }
    record::audit(unit, actor, action, Some(before), &after).await?;
    if !status.holds_claims() {
        waitlist::serve(unit, policy, &[(before.room_id, before.claimed_span())]).await?;
    }
    Ok(after)
}

/// Locks the resources of bookings, and these themselves, for the rest of the unit.
///
/// # Errors
/// [`Failure::Stale`] where one is no longer as it was read.
pub(in crate::actions) async fn lock_many(unit: &Unit, read: &[&Booking]) -> Result<(), Failure> {
    let ids: Vec<BookingId> = read.iter().map(|booking| booking.id).collect();
    // Their times may become free, and be held for somebody who waits.
    let catalogue = unit.catalogue().await?;
    let freed: Vec<_> = read.iter().map(|booking| (booking.room_id, booking.claimed_span())).collect();
    let mut resources = waitlist::prepare(unit, &catalogue, &freed).await?;
    resources.extend(claims::resources_of(unit, &ids).await?);
    resources.sort();
    resources.dedup();
    claims::lock(unit, &resources).await?;
    bookings::lock_many(unit, read).await
}

/// Takes many bookings a step further at once, as [`take`] does one: each as it was, and as it is to be but for stage and
/// version.
///
/// # Errors
/// Those of [`take`].
pub(in crate::actions) async fn take_many(
    unit: &Unit,
    policy: &Policy,
    actor: Option<UserId>,
    action: &str,
    next: BookingStatus,
    changes: Vec<(&Booking, Booking)>,
) -> Result<Vec<Booking>, Failure> {
    let freed: Vec<_> = changes.iter().map(|(before, _)| (before.room_id, before.claimed_span())).collect();
    let (mut done, mut events, mut asked) = (Vec::new(), Vec::new(), Vec::new());
    for (before, after) in changes {
        let status = before.status.moved_to(next)?;
        let after = Booking { status, updated_at: unit.now(), version: before.version + 1, ..after };
        events.push(record::event(actor, action, Some(before), &after));
        if before.status == BookingStatus::Requested {
            asked.push(before.id);
        }
        done.push(after);
    }
    bookings::update_many(unit, &done).await?;
    if !next.holds_claims() {
        claims::release_many(unit, &done.iter().map(|booking| booking.id).collect::<Vec<_>>()).await?;
    }
    if !asked.is_empty() {
        bookings::drop_reminders(unit, &asked).await?;
    }
    audit::record_all(unit, &events).await?;
    if !next.holds_claims() {
        waitlist::serve(unit, policy, &freed).await?;
    }
    Ok(done)
}
