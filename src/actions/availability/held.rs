//! What is claimed, by resource: read at once for many rooms, then looked up for each.

use std::collections::HashMap;

use crate::{
    domain::{
        availability::Occupied,
        failure::Failure,
        ids::{BookingId, ResourceId},
        time::Span,
    },
    store::{Access, claims},
};

/// What is claimed, by resource.
#[derive(Clone, Debug, Default)]
pub struct Held(HashMap<ResourceId, Vec<Occupied>>);

impl Held {
    /// Reads what is claimed on these resources inside `window`; `except` leaves a booking out.
    pub async fn read<A: Access>(
        access: &A,
        mut resources: Vec<ResourceId>,
        window: Span,
        except: Option<BookingId>,
    ) -> Result<Self, Failure> {
        resources.sort_unstable();
        resources.dedup();
        Ok(Self::of(claims::occupied(access, &resources, window, except).await?))
    }

    /// What was read already.
    #[must_use]
    pub fn of(occupied: Vec<Occupied>) -> Self {
        let mut by_resource: HashMap<ResourceId, Vec<Occupied>> = HashMap::new();
        for claim in occupied {
            by_resource.entry(claim.resource_id).or_default().push(claim);
        }
        Self(by_resource)
    }

    /// What is claimed on these resources.
    #[must_use]
    pub fn on(&self, resources: impl IntoIterator<Item = ResourceId>) -> Vec<Occupied> {
        resources.into_iter().filter_map(|id| self.0.get(&id)).flatten().copied().collect()
    }
}
