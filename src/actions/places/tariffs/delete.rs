//! Takes a tariff away. What was booked keeps the price that it was quoted; the audit event keeps the tariff.

use super::{facts, subject};
use crate::{
    actions::{Condition, places::record},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, TariffId},
    },
    store::{Unit, UseCase, places, tariffs},
};

/// Takes a tariff away.
pub struct DeleteTariff {
    /// Who asks.
    pub caller: Caller,
    /// Its centre.
    pub centre_id: CentreId,
    /// Which tariff.
    pub id: TariffId,
    /// The versions that the caller will accept.
    pub condition: Condition,
}

impl UseCase for DeleteTariff {
    type Output = ();

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_manager_of(self.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        places::hold_centre(unit, self.centre_id).await?;
        let known = tariffs::of_centre(unit, self.centre_id).await?;
        let before = known.iter().find(|tariff| tariff.id == self.id).ok_or(Failure::NotFound)?;
        self.condition.check(before.version)?;
        tariffs::delete(unit, before).await?;
        record(unit, self.caller.id, subject(before), "deleted", Some(facts(before)), None).await
    }
}
