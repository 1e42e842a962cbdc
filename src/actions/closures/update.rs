//! Changes a closure: moves, extends, shortens it, gives it other rooms or another note. Only what it meets in addition
//! is decided on.

use super::{
    affected::{affected, this_minute},
    check, held_by, record,
    settle::{self, Deciding},
};
use crate::{
    actions::{
        Condition, Services, letters,
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

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_desk_of(self.centre_id))
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
        closures::update(unit, &closure).await?;
        settlement.take_off(unit).await?;
        carry(unit, self.caller.id, &site, after).await?;
        settlement.put_on(unit, &self.caller, &closure).await?;
        record(unit, self.caller.id, "closure.changed", Some(&before), &closure).await?;
        serve(unit, &self.services.policy, &held_by(&site, &before)).await?;
        letters::closures::write(unit, &self.services.policy, &closure, &settlement.changes).await?;
        Ok(closure)
    }
}
