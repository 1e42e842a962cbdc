//! Changes a tariff, or ends it by its last date. What was booked before keeps the price that it was quoted.

use super::{check, facts, subject};
use crate::{
    actions::{
        Condition,
        places::{Edit, record_changed},
    },
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, TariffId},
        tariff::Tariff,
    },
    store::{Unit, UseCase, places, tariffs},
};

/// Changes a tariff.
pub struct UpdateTariff {
    /// Who asks.
    pub caller: Caller,
    /// Its centre.
    pub centre_id: CentreId,
    /// Which tariff.
    pub id: TariffId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What it is to become.
    pub edit: Edit<Tariff>,
}

impl UseCase for UpdateTariff {
    type Output = Tariff;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_manager_of(self.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Tariff, Failure> {
        let site = places::hold_centre(unit, self.centre_id).await?;
        let known = tariffs::of_centre(unit, self.centre_id).await?;
        let before = known.iter().find(|tariff| tariff.id == self.id).ok_or(Failure::NotFound)?;
        self.condition.check(before.version)?;
        let (mut tariff, mut faults) = (self.edit)(before)?;
        check::check(&site, &mut tariff, &mut faults);
        faults.into_result()?;
        if tariff == *before {
            return Ok(tariff);
        }
        let after = Tariff { version: before.version + 1, ..tariff };
        tariffs::update(unit, &after).await?;
        record_changed(unit, self.caller.id, subject(&after), facts(before), facts(&after)).await?;
        Ok(after)
    }
}
