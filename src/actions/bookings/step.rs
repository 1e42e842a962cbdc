//! A step in a booking's life: read, judged, locked, written, recorded.

use super::{change::stale_is_changed, record};
use crate::{
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::{BookingId, UserId},
    },
    store::{Unit, audit, bookings, claims},
};

/// A booking, with its resources and itself locked for the rest of the unit.
pub(super) async fn locked(unit: &Unit, id: BookingId) -> Result<Booking, Failure> {
    let seen = bookings::get(unit, id).await?;
    let mut resources: Vec<_> = claims::of_booking(unit, id).await?.iter().map(|claim| claim.resource_id).collect();
    resources.dedup();
    claims::lock(unit, &resources).await?;
    bookings::lock(unit, id, seen.version).await
}

/// Writes `after` as the next version of `before`, in stage `next`, and takes its claims off where it holds none.
///
/// # Errors
/// [`Failure::InvalidTransition`] where a booking's life has no such step.
pub(super) async fn take(
    unit: &Unit,
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
    if before.status == BookingStatus::Requested {
        bookings::set_reminder(unit, after.id, None).await?;
    }
    record::audit(unit, actor, action, Some(before), &after).await?;
    Ok(after)
}

/// Locks the resources of bookings, and these themselves, for the rest of the unit.
///
/// # Errors
/// [`Failure::Stale`] where one is no longer as it was read.
pub(in crate::actions) async fn lock_many(unit: &Unit, read: &[&Booking]) -> Result<(), Failure> {
    let ids: Vec<BookingId> = read.iter().map(|booking| booking.id).collect();
    claims::lock(unit, &claims::resources_of(unit, &ids).await?).await?;
    bookings::lock_many(unit, read).await
}

/// Takes many bookings a step further at once, as [`take`] does one: each as it was, and as it is to be but for stage and
/// version.
///
/// # Errors
/// Those of [`take`].
pub(in crate::actions) async fn take_many(
    unit: &Unit,
    actor: Option<UserId>,
    action: &str,
    next: BookingStatus,
    changes: Vec<(&Booking, Booking)>,
) -> Result<Vec<Booking>, Failure> {
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
    Ok(done)
}
