//! Makes a resource. From then on bookings claim the people of a building, those booked before included.

use super::{check, facts, subject};
use crate::{
    actions::places::{carry::carry, record_created},
    auth::Caller,
    domain::{failure::Failure, resource::Resource, validation::Faults},
    store::{Unit, UseCase, places},
};

/// Makes a resource.
pub struct CreateResource {
    /// Who asks.
    pub caller: Caller,
    /// The resource, version 1.
    pub resource: Resource,
    /// Faults found so far.
    pub faults: Faults,
}

impl UseCase for CreateResource {
    type Output = Resource;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_manager_of(self.resource.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Resource, Failure> {
        let site = places::hold_centre(unit, self.resource.centre_id).await?;
        let (mut resource, mut faults) = (self.resource.clone(), self.faults.clone());
        check::check(&site, &mut resource, &mut faults);
        faults.into_result()?;
        let mut after = site.clone();
        after.resources.push(resource.clone());
        carry(unit, self.caller.id, &site, after).await?;
        record_created(unit, self.caller.id, subject(&resource), facts(&resource)).await?;
        Ok(resource)
    }
}
