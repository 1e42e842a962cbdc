//! Changes a closure: moves, extends, shortens it, gives it other rooms or another note. Only what it meets in addition
//! is decided on.

use super::{
    affected::{affected, this_minute},
    check, freed, held_by, recall, record, returns,
    settle::{self, Deciding},
};
use crate::{
    actions::{
        Condition, Services,
        letters::{self, closures::Telling},
        places::{Edit, carry::carry},
        waitlist::serve,
    },
    auth::Caller,
    domain::{
        closure::{Closure, Decision},
        failure::Failure,
        ids::{CentreId, ClosureId},
    },
    store::{Unit, UseCase, closures, places, waitlist},
};

/// Changes a closure.
pub struct UpdateClosure {
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
    /// What it is to become.
    pub edit: Edit<Closure>,
    /// What becomes of the bookings that it meets in addition.
    pub decisions: Vec<Decision>,
}

impl UseCase for UpdateClosure {
    type Output = Closure;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        recall::may_change(unit, &self.caller, &closures::get(unit, self.id).await?).await
    }

    async fn run(&self, unit: &Unit) -> Result<Closure, Failure> {
        let catalogue = unit.catalogue().await?;
        let more = settle::resources_of(&catalogue, &self.decisions);
        // What is open again is held for those who wait; every resource of the centre is locked for it.
        waitlist::hold_still(unit).await?;
        let site = places::hold_centre_with(unit, self.centre_id, &more).await?;
        // Read under the lock: closures of a centre change only while it is held.
        let before = closures::get(unit, self.id).await?;
        if before.lifted_at.is_some() {
            return Err(Failure::NotFound);
        }
        self.condition.check(before.version)?;
        let (mut closure, mut faults) = (self.edit)(&before)?;
        let moved = closure.span != before.span;
        check::check(&site, &mut closure, unit.now(), moved, &mut faults);
        faults.into_result()?;
        if closure == before && self.decisions.is_empty() {
            return Ok(closure);
        }
        closure.version = before.version + 1;
        let mut after = site.clone();
        after.closures.retain(|known| known.id != self.id);
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
        closures::update(unit, &before, &closure).await?;
        settlement.take_off(unit).await?;
        let after = carry(unit, self.caller.id, &site, after).await?;
        settlement.put_on(unit, &self.caller, &closure).await?;
        record(unit, self.caller.id, "closure.changed", Some(&before), &closure).await?;
        let policy = &self.services.policy;
        let mut open = held_by(&site, &before);
        returns::hold(unit, policy, self.caller.id, &closure, &after, &open).await?;
        open.extend(freed(&settlement.changes));
        serve(unit, policy, &open).await?;
        letters::closures::write(unit, policy, &closure, &settlement.changes, Telling::Planned).await?;
        Ok(closure)
    }
}
