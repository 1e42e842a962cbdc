//! Closes rooms or a centre, and decides what becomes of every booking that this meets.

use super::{
    affected::{affected, this_minute},
    check, freed, recall, record,
    settle::{self, Deciding},
};
use crate::{
    actions::{
        Services,
        letters::{self, closures::Telling},
        places::carry::carry,
        waitlist::serve,
    },
    auth::Caller,
    domain::{
        closure::{Closure, Decision},
        failure::Failure,
        validation::Faults,
    },
    store::{Unit, UseCase, closures, places, waitlist},
};

/// Closes rooms or a centre.
pub struct CreateClosure {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// The closure, version 1.
    pub closure: Closure,
    /// What becomes of the bookings that it meets.
    pub decisions: Vec<Decision>,
    /// Faults found so far.
    pub faults: Faults,
}

impl UseCase for CreateClosure {
    type Output = Closure;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        recall::may_close(&self.caller, &*unit.catalogue().await?, self.closure.centre_id)
    }

    async fn run(&self, unit: &Unit) -> Result<Closure, Failure> {
        let catalogue = unit.catalogue().await?;
        let more = settle::resources_of(&catalogue, &self.decisions);
        // What bookings leave is held for those who wait, as far as it stays open.
        waitlist::hold_still(unit).await?;
        let site = places::hold_centre_with(unit, self.closure.centre_id, &more).await?;
        let (mut closure, mut faults) = (self.closure.clone(), self.faults.clone());
        closure.recalled = !self.caller.is_desk_of(closure.centre_id);
        check::check(&site, &mut closure, unit.now(), true, &mut faults);
        faults.into_result()?;
        let mut after = site.clone();
        after.closures.push(closure.clone());
        let from = this_minute(unit.now());
        recall::check(&self.caller, &site, &after, &closure, &self.decisions, unit.now())?;
        let affected = affected(unit, &site, &after, from).await?;
        let deciding = Deciding {
            catalogue: &catalogue,
            policy: &self.services.policy,
            caller: &self.caller,
            after: &after,
            from,
            affected: &affected,
            decisions: &self.decisions,
        };
        let settlement = settle::settle(unit, &deciding).await?;
        closures::insert(unit, &closure).await?;
        settlement.take_off(unit).await?;
        carry(unit, self.caller.id, &site, after).await?;
        settlement.put_on(unit, &self.caller, &closure).await?;
        record(unit, self.caller.id, "closure.created", None, &closure).await?;
        serve(unit, &self.services.policy, &freed(&settlement.changes)).await?;
        let policy = &self.services.policy;
        letters::closures::write(unit, policy, &closure, &settlement.changes, Telling::Planned).await?;
        Ok(closure)
    }
}
