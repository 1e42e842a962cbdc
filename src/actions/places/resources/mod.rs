//! Resources: floors, counted equipment, and the people of a building.

mod check;
mod create;
mod update;

use serde_json::{Value, json};

use super::Subject;
use crate::domain::resource::Resource;

pub use create::CreateResource;
pub use update::UpdateResource;

pub(super) fn subject(resource: &Resource) -> Subject {
    Subject { kind: "resource", id: resource.id.0, centre_id: resource.centre_id }
}

pub(super) fn facts(resource: &Resource) -> Value {
    json!({
        "kind": resource.kind,
        "name": resource.name,
        "capacity": resource.capacity,
        "state": resource.state,
    })
}
