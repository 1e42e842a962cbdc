//! The body of POST /resources, and (merged) of PATCH.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        ids::{CentreId, ResourceId},
        resource::{Resource, ResourceKind, UseState},
        validation::Faults,
    },
    http::api::{answers::PatchOf, stays},
};

/// A resource as it is to be.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct ResourceRequest {
    /// Its centre; it stays there.
    pub(super) centre_id: CentreId,
    /// Kind; it keeps it.
    kind: ResourceKind,
    /// Name, 1 to 200 characters.
    name: String,
    /// How much of it there is; 1 where absent.
    #[serde(default)]
    capacity: Option<i32>,
    /// Whether it is in use; active where absent.
    #[serde(default)]
    state: Option<UseState>,
}

/// A merge patch on a resource.
pub(crate) type ResourcePatch = PatchOf<ResourceRequest>;

impl ResourceRequest {
    /// The request that would make this resource: what a merge patch is laid on.
    pub(super) fn of(resource: &Resource) -> Self {
        Self {
            centre_id: resource.centre_id,
            kind: resource.kind,
            name: resource.name.clone(),
            capacity: Some(resource.capacity),
            state: Some(resource.state),
        }
    }

    /// The new resource that it asks for.
    pub(super) fn resource(self, id: ResourceId) -> Resource {
        Resource {
            id,
            centre_id: self.centre_id,
            kind: self.kind,
            name: self.name,
            capacity: self.capacity.unwrap_or(1),
            state: self.state.unwrap_or(UseState::Active),
            version: 1,
        }
    }

    /// What it makes of a resource, and what can be said against it already.
    pub(super) fn changed(self, known: &Resource) -> (Resource, Faults) {
        let mut faults = Faults::new();
        stays(&mut faults, "/centre_id", &self.centre_id, &known.centre_id);
        stays(&mut faults, "/kind", &self.kind, &known.kind);
        let resource = self.resource(known.id);
        let known = known.clone();
        (Resource { centre_id: known.centre_id, kind: known.kind, version: known.version, ..resource }, faults)
    }
}
