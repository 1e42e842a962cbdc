//! Closes rooms or a centre.

use super::{check, record};
use crate::{
    actions::places::carry::carry,
    auth::Caller,
    domain::{closure::Closure, failure::Failure, validation::Faults},
    store::{Unit, UseCase, closures, places},
};

/// Closes rooms or a centre.
pub struct CreateClosure {
    /// Who asks.
    pub caller: Caller,
    /// The closure, version 1.
    pub closure: Closure,
    /// Faults found so far.
    pub faults: Faults,
}

impl UseCase for CreateClosure {
    type Output = Closure;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_desk_of(self.closure.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Closure, Failure> {
        let site = places::hold_centre(unit, self.closure.centre_id).await?;
        let (mut closure, mut faults) = (self.closure.clone(), self.faults.clone());
        check::check(&site, &mut closure, unit.now(), true, &mut faults);
        faults.into_result()?;
        let mut after = site.clone();
        after.closures.push(closure.clone());
        closures::insert(unit, &closure).await?;
        carry(unit, self.caller.id, &site, after).await?;
        record(unit, self.caller.id, "closure.created", None, &closure).await?;
        Ok(closure)
    }
}
