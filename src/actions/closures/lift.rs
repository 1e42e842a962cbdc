//! Lifts a closure: its rooms are free from then on, first for those who had to leave, then for those who wait, but for what other closures still hold.
//! Its row stays.

use super::{held_by, recall, record, returns};
use crate::{
    actions::{Condition, Services, places::carry::carry, waitlist::serve},
    auth::Caller,
    domain::{
        closure::Closure,
        failure::Failure,
        ids::{CentreId, ClosureId},
    },
    store::{Unit, UseCase, closures, places, waitlist},
};

/// Lifts a closure.
pub struct LiftClosure {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// Its centre.
    pub centre_id: CentreId,
    /// Which closure.
    pub id: ClosureId,
    /// The versions that the caller will accept.
    pub condition: Condition,
}

impl UseCase for LiftClosure {
    type Output = Closure;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        recall::may_change(unit, &self.caller, &closures::get(unit, self.id).await?).await
    }

    async fn run(&self, unit: &Unit) -> Result<Closure, Failure> {
        waitlist::hold_still(unit).await?;
        let site = places::hold_centre(unit, self.centre_id).await?;
        let before = closures::get(unit, self.id).await?;
        if before.lifted_at.is_some() {
            return Err(Failure::NotFound);
        }
        self.condition.check(before.version)?;
        let lifted = Closure { lifted_at: Some(unit.now()), version: before.version + 1, ..before.clone() };
        let mut after = site.clone();
        after.closures.retain(|known| known.id != self.id);
        closures::update(unit, &before, &lifted).await?;
        let after = carry(unit, self.caller.id, &site, after).await?;
        record(unit, self.caller.id, "closure.lifted", Some(&before), &lifted).await?;
        let (policy, open) = (&self.services.policy, held_by(&site, &before));
        returns::hold(unit, policy, self.caller.id, &lifted, &after, &open).await?;
        serve(unit, policy, &open).await?;
        Ok(lifted)
    }
}
