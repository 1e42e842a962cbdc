//! Quotas: set by whom the rooms belong to, looked at by every booking.

mod change;
mod merge;
mod set;
mod usage;

use serde_json::{Value, json};

use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, UserId},
        quota::{Area, Measure, Quota},
        validation::Faults,
    },
    store::{Unit, audit, catalogue::Catalogue},
};

pub use change::ChangeQuota;
pub(in crate::actions) use merge::merge;
pub use set::SetQuota;
pub use usage::{of_caller, usage};

/// The most minutes that a quota may let through: a year and a day, all day.
const MOST_MINUTES: i64 = 366 * 24 * 60;
/// The most bookings that a quota may let through.
const MOST_BOOKINGS: i64 = 100_000;

/// Whether a caller may set quotas for an area: a manager for their centre, an administrator for the city.
///
/// # Errors
/// [`Failure::Forbidden`]; [`Failure::Invalid`] for a room or centre that is not there.
fn may_set(caller: &Caller, catalogue: &Catalogue, area: Area) -> Result<(), Failure> {
    match centre_of(catalogue, area)? {
        Some(centre) => caller.needs(caller.is_manager_of(centre)),
        None => caller.needs(caller.is_administrator()),
    }
}

/// The centre that an area belongs to; none for the city.
fn centre_of(catalogue: &Catalogue, area: Area) -> Result<Option<CentreId>, Failure> {
    let unknown = |pointer, message| Failure::invalid(pointer, "unknown", message);
    match area {
        Area::City => Ok(None),
        Area::Centre(id) if catalogue.centres.contains_key(&id) => Ok(Some(id)),
        Area::Centre(_) => Err(unknown("/centre_id", "There is no such centre.")),
        Area::Room(id) => match catalogue.rooms.get(&id) {
            Some(room) => Ok(Some(room.centre_id)),
            None => Err(unknown("/room_id", "There is no such room.")),
        },
    }
}

/// Checks how much a quota lets through.
fn check(quota: &Quota) -> Result<(), Failure> {
    let most = match quota.measure {
        Measure::Minutes => MOST_MINUTES,
        Measure::Bookings => MOST_BOOKINGS,
    };
    let mut faults = Faults::new();
    faults.bound("/limit", quota.most, &(0..=most));
    faults.into_result()
}

async fn record(
    unit: &Unit,
    actor: UserId,
    action: &'static str,
    quota: &Quota,
    centre_id: Option<CentreId>,
    facts: (Option<Value>, Option<Value>),
) -> Result<(), Failure> {
    let (before, after) = facts;
    let event =
        audit::Event { actor: Some(actor), action, subject: "quota", subject_id: quota.id.0, centre_id, before, after };
    audit::record(unit, event).await
}

fn facts(quota: &Quota) -> Value {
    let (centre_id, room_id) = match quota.area {
        Area::City => (None, None),
        Area::Centre(id) => (Some(id), None),
        Area::Room(id) => (None, Some(id)),
    };
    json!({
        "centre_id": centre_id,
        "room_id": room_id,
        "priority_class": quota.class,
        "organisation_id": quota.organisation_id,
        "measure": quota.measure,
        "period": quota.period,
        "limit": quota.most,
    })
}
