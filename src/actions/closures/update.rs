//! Changes a closure: moves, extends, shortens it, gives it other rooms or another note.

use super::{check, record};
use crate::{
    actions::{
        Condition,
        places::{Edit, carry::carry},
    },
    auth::Caller,
    domain::{
        closure::Closure,
        failure::Failure,
        ids::{CentreId, ClosureId},
    },
    store::{Unit, UseCase, closures, places},
};

/// Changes a closure.
pub struct UpdateClosure {
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
}

impl UseCase for UpdateClosure {
    type Output = Closure;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_desk_of(self.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Closure, Failure> {
        let site = places::hold_centre(unit, self.centre_id).await?;
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
        if closure == before {
            return Ok(closure);
        }
        closure.version = before.version + 1;
        let mut after = site.clone();
        after.closures.retain(|known| known.id != self.id);
        after.closures.push(closure.clone());
        closures::update(unit, &closure).await?;
        carry(unit, self.caller.id, &site, after).await?;
        record(unit, self.caller.id, "closure.changed", Some(&before), &closure).await?;
        Ok(closure)
    }
}
