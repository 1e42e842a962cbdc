//! Leaves the waiting list.

use crate::{
    auth::Caller,
    domain::{failure::Failure, ids::WaitId},
    store::{Unit, UseCase, audit, waitlist},
};

/// Leaves the waiting list. A place that is held already is given back by cancelling that booking.
pub struct Leave {
    /// Who asks.
    pub caller: Caller,
    /// Which place on the list.
    pub id: WaitId,
}

impl UseCase for Leave {
    type Output = ();

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let wait = waitlist::get(unit, self.id).await?;
        if self.caller.may_see_wait(&wait) { Ok(()) } else { Err(Failure::NotFound) }
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        if !waitlist::leave(unit, self.id).await? {
            return Err(Failure::TooLate("They wait no more: a booking that is held is confirmed or cancelled."));
        }
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: "waitlist.left",
            subject: "waitlist",
            subject_id: self.id.0,
            centre_id: None,
            before: None,
            after: None,
        };
        audit::record(unit, event).await
    }
}
