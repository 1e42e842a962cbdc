//! Closures: rooms or a centre out of use for a stretch. What becomes of every booking that a closure meets, set-up and
//! clean-up included, is decided with it, in one transaction; one without a decision refuses it.

mod affected;
mod calls;
mod check;
mod create;
mod destinations;
mod emergency;
mod lift;
mod preview;
mod recall;
mod returns;
mod settle;
mod update;

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::{
    domain::{
        closure::Closure,
        failure::Failure,
        ids::{ResourceId, RoomId, UserId},
        room::Room,
        site::Site,
        time::Span,
    },
    store::{Unit, audit},
};

pub use calls::{Call, Number, to_telephone};
pub use create::CreateClosure;
pub use emergency::{CloseAtOnce, ClosedAtOnce, MOST_HOURS};
pub use lift::LiftClosure;
pub use preview::{Met, Proposal, preview};
pub(in crate::actions) use settle::Change;
pub use update::UpdateClosure;

/// The facts of a closure that an audit event tells.
fn facts(closure: &Closure) -> Value {
    json!({
        "room_ids": closure.room_ids,
        "starts_at": closure.span.start().epoch_seconds(),
        "ends_at": closure.span.end().epoch_seconds(),
        "reason": closure.reason,
        "provisional": closure.provisional,
        "recalled": closure.recalled,
        "lifted": closure.lifted_at.is_some(),
    })
}

/// The rooms that a closure holds, and when.
fn held_by(site: &Site, closure: &Closure) -> Vec<(RoomId, Span)> {
    let closed: HashSet<ResourceId> = site.closed_by(closure).collect();
    let holds = |room: &&Room| room.resource_ids.iter().any(|id| closed.contains(id));
    site.rooms.iter().filter(holds).map(|room| (room.id, closure.span)).collect()
}

/// The rooms and times that bookings leave.
fn freed(changes: &[Change]) -> Vec<(RoomId, Span)> {
    changes.iter().map(|change| (change.before.room_id, change.before.claimed_span())).collect()
}

async fn record(
    unit: &Unit,
    actor: UserId,
    action: &str,
    before: Option<&Closure>,
    after: &Closure,
) -> Result<(), Failure> {
    let event = audit::Event {
        actor: Some(actor),
        action,
        subject: "closure",
        subject_id: after.id.0,
        centre_id: Some(after.centre_id),
        before: before.map(facts),
        after: Some(facts(after)),
    };
    audit::record(unit, event).await
}
