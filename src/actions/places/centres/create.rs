//! Makes a centre.

use super::{check, facts, subject};
use crate::{
    actions::places::record_created,
    auth::Caller,
    domain::{centre::Centre, failure::Failure, validation::Faults},
    store::{Unit, UseCase, places},
};

/// Makes a centre.
pub struct CreateCentre {
    /// Who asks.
    pub caller: Caller,
    /// The centre, version 1.
    pub centre: Centre,
    /// Faults found so far.
    pub faults: Faults,
}

impl UseCase for CreateCentre {
    type Output = Centre;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_administrator())
    }

    async fn run(&self, unit: &Unit) -> Result<Centre, Failure> {
        let mut centre = self.centre.clone();
        check::check(unit, &mut centre, self.faults.clone()).await?;
        places::insert_centre(unit, &centre).await?;
        record_created(unit, self.caller.id, subject(&centre), facts(&centre)).await?;
        Ok(centre)
    }
}
