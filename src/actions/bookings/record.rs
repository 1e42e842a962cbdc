//! What every change of a booking leaves behind.

use serde_json::{Value, json};

use crate::{
    auth::Caller,
    domain::{booking::Booking, failure::Failure, ids::UserId},
    store::{Unit, audit},
};

/// The facts of a booking that an audit event tells, without a word of a person.
pub(super) fn facts(booking: &Booking) -> Value {
    json!({
        "status": booking.status,
        "room_id": booking.room_id,
        "starts_at": booking.span.start().epoch_seconds(),
        "ends_at": booking.span.end().epoch_seconds(),
        "attendees": booking.attendees,
        "shared": booking.shared,
        "organisation_id": booking.organisation_id,
        "review_reasons": booking.review_reasons,
        "overrides": booking.overrides.iter().map(|set_aside| set_aside.rule).collect::<Vec<_>>(),
        "cancelled_by": booking.cancelled_by,
        "attendance": booking.attendance,
        "sequence": booking.sequence,
        "version": booking.version,
    })
}

/// Records a change of a booking.
pub(in crate::actions) async fn audit(
    unit: &Unit,
    actor: Option<UserId>,
    action: &str,
    before: Option<&Booking>,
    after: &Booking,
) -> Result<(), Failure> {
    audit::record(unit, event(actor, action, before, after)).await
}

/// What is recorded of a change of a booking.
pub(in crate::actions) fn event<'a>(
    actor: Option<UserId>,
    action: &'a str,
    before: Option<&Booking>,
    after: &Booking,
) -> audit::Event<'a> {
    audit::Event {
        actor,
        action,
        subject: "booking",
        subject_id: after.id.0,
        centre_id: Some(after.centre_id),
        before: before.map(facts),
        after: Some(facts(after)),
    }
}

/// A booking that the caller may change.
///
/// # Errors
/// [`Failure::NotFound`] where its existence is none of theirs, [`Failure::Forbidden`] where they may only read it.
pub(super) fn may_change(caller: &Caller, booking: &Booking) -> Result<(), Failure> {
    if caller.may_change(booking) {
        Ok(())
    } else if caller.may_see(booking) {
        Err(Failure::Forbidden)
    } else {
        Err(Failure::NotFound)
    }
}

/// A booking whose desk the caller is; see [`may_change`].
pub(super) fn is_desk(caller: &Caller, booking: &Booking) -> Result<(), Failure> {
    if caller.is_desk_of(booking.centre_id) {
        Ok(())
    } else if caller.may_see(booking) {
        Err(Failure::Forbidden)
    } else {
        Err(Failure::NotFound)
    }
}
