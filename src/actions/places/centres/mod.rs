//! Centres.

mod check;
mod create;
mod update;

use serde_json::{Value, json};

use super::Subject;
use crate::domain::centre::Centre;

pub use create::CreateCentre;
pub use update::UpdateCentre;

fn subject(centre: &Centre) -> Subject {
    Subject { kind: "centre", id: centre.id.0, centre_id: centre.id }
}

/// The facts of a centre that an audit event tells: nothing by which a person could be reached.
fn facts(centre: &Centre) -> Value {
    json!({
        "name": centre.name,
        "kind": centre.kind,
        "state": centre.state,
        "neighbourhood_code": centre.neighbourhood_code,
        "locality": centre.locality,
        "address": centre.address,
        "latitude": centre.latitude,
        "longitude": centre.longitude,
        "position": centre.position,
        "timezone": centre.timezone.name(),
        "host_organisation_id": centre.host_organisation_id,
        "opens_on": centre.opens_on,
        "closes_on": centre.closes_on,
        "replaced_by": centre.replaced_by,
        "opening_hours": centre.opening_hours,
        "exceptions": centre.exceptions,
    })
}
