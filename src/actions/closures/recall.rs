//! The host of a building takes back time that it lends: a closure like any other, until so many days before it begins.

use std::collections::BTreeMap;

use super::affected::newly_closed;
use crate::{
    auth::Caller,
    domain::{
        closure::{Closure, Decision},
        failure::{Failure, Fault},
        ids::CentreId,
        site::Site,
        spans::SpanSet,
        time::{Instant, Span},
        warning::recalled_until,
    },
    store::{Unit, catalogue::Catalogue},
};

/// Whether somebody may close rooms of a centre: its desk, and its host.
///
/// # Errors
/// [`Failure::Forbidden`].
pub(super) fn may_close(caller: &Caller, catalogue: &Catalogue, centre: CentreId) -> Result<(), Failure> {
    let hosts = || catalogue.centres.get(&centre).is_some_and(|centre| caller.is_host_of(centre));
    caller.needs(caller.is_desk_of(centre) || hosts())
}

/// Whether somebody may change or lift a closure: the desk, and the host what it recalled itself.
///
/// # Errors
/// [`Failure::Forbidden`].
pub(super) async fn may_change(unit: &Unit, caller: &Caller, closure: &Closure) -> Result<(), Failure> {
    if caller.is_desk_of(closure.centre_id) {
        return Ok(());
    }
    caller.needs(closure.recalled)?;
    may_close(caller, &*unit.catalogue().await?, closure.centre_id)
}

/// What a host may not: close what it lends without the right to take it back, or too late, or set rules aside. The desk is
/// not bound by it.
///
/// # Errors
/// [`Failure::Invalid`], [`Failure::Forbidden`], [`Failure::TooLate`].
pub(super) fn check(
    caller: &Caller,
    before: &Site,
    after: &Site,
    closure: &Closure,
    decisions: &[Decision],
    now: Instant,
) -> Result<(), Failure> {
    if caller.is_desk_of(closure.centre_id) {
        return Ok(());
    }
    caller.needs(decisions.iter().all(|decision| decision.overrides.is_empty()))?;
    let closed: Vec<_> = after.closed_by(closure).collect();
    let rooms = after.rooms.iter().filter(|room| room.resource_ids.iter().any(|id| closed.contains(id)));
    let newly: BTreeMap<_, SpanSet> = newly_closed(before, after, now);
    let mut faults = Vec::new();
    let mut too_late = false;
    for room in rooms {
        let Some(days) = room.rules.recall_days else {
            let message = format!("{} is lent without the right to take it back.", room.name);
            faults.push(Fault::new("/room_ids", "not_recallable", message));
            continue;
        };
        let first = room.resource_ids.iter().filter_map(|id| newly.get(id)?.iter().map(Span::start).min()).min();
        too_late |= first.is_some_and(|first| recalled_until(days, first) < now);
    }
    if closure.room_ids.is_none() {
        faults.push(Fault::new("/room_ids", "required", "A host takes rooms back, not the centre with its equipment."));
    }
    match (faults.is_empty(), too_late) {
        (false, _) => Err(Failure::Invalid(faults)),
        (true, true) => {
            Err(Failure::TooLate("It is too late to take this time back: the room's rules say until when."))
        }
        (true, false) => Ok(()),
    }
}
