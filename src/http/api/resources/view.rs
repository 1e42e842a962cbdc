//! How a resource looks in answers.

use serde::Serialize;

use crate::domain::{
    ids::{CentreId, ResourceId},
    resource::{Resource, ResourceKind, UseState},
};

/// A floor, a pool of counted equipment, or the people that a building may hold.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ResourceView {
    /// Identifier.
    id: ResourceId,
    /// Its centre.
    centre_id: CentreId,
    /// Kind.
    kind: ResourceKind,
    /// Name.
    name: String,
    /// How much of it there is.
    capacity: i32,
    /// Whether it is in use.
    state: UseState,
}

impl From<&Resource> for ResourceView {
    fn from(resource: &Resource) -> Self {
        Self {
            id: resource.id,
            centre_id: resource.centre_id,
            kind: resource.kind,
            name: resource.name.clone(),
            capacity: resource.capacity,
            state: resource.state,
        }
    }
}
