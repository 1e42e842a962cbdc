//! Makes a tariff. What was booked before keeps the price that it was quoted.

use super::{check, facts, subject};
use crate::{
    actions::places::record_created,
    auth::Caller,
    domain::{failure::Failure, tariff::Tariff, validation::Faults},
    store::{Unit, UseCase, places, tariffs},
};

/// The most tariffs of a centre.
const MOST_TARIFFS: usize = 500;

/// Makes a tariff.
pub struct CreateTariff {
    /// Who asks.
    pub caller: Caller,
    /// The tariff, version 1.
    pub tariff: Tariff,
}

impl UseCase for CreateTariff {
    type Output = Tariff;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_manager_of(self.tariff.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Tariff, Failure> {
        let site = places::hold_centre(unit, self.tariff.centre_id).await?;
        let (mut tariff, mut faults) = (self.tariff.clone(), Faults::new());
        check::check(&site, &mut tariff, &mut faults);
        if tariffs::of_centre(unit, tariff.centre_id).await?.len() >= MOST_TARIFFS {
            faults.add("", "too_many", format!("A centre has at most {MOST_TARIFFS} tariffs."));
        }
        faults.into_result()?;
        tariffs::insert(unit, &tariff).await?;
        record_created(unit, self.caller.id, subject(&tariff), facts(&tariff)).await?;
        Ok(tariff)
    }
}
