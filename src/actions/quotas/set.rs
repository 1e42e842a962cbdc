//! Sets a quota.

use super::{centre_of, check, facts, may_set, record};
use crate::{
    auth::Caller,
    domain::{failure::Failure, quota::Quota},
    store::{Unit, UseCase, bookings, quotas},
};

/// Sets a quota. What is booked already stays, and counts.
pub struct SetQuota {
    /// Who asks.
    pub caller: Caller,
    /// The quota, version 1.
    pub quota: Quota,
}

impl UseCase for SetQuota {
    type Output = Quota;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        may_set(&self.caller, &*unit.catalogue().await?, self.quota.area)
    }

    async fn run(&self, unit: &Unit) -> Result<Quota, Failure> {
        let quota = self.quota.clone();
        check(&quota)?;
        let centre = centre_of(&*unit.catalogue().await?, quota.area)?;
        if let Some(organisation) = quota.organisation_id {
            bookings::standing(unit, organisation).await.map_err(|failure| match failure {
                Failure::NotFound => Failure::invalid("/organisation_id", "unknown", "There is no such organisation."),
                other => other,
            })?;
        }
        quotas::insert(unit, &quota).await?;
        record(unit, self.caller.id, "quota.created", &quota, centre, (None, Some(facts(&quota)))).await?;
        Ok(quota)
    }
}
