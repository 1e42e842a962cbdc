//! Ends a feed.

use crate::{
    auth::Caller,
    domain::{failure::Failure, ids::FeedId},
    store::{Unit, UseCase, audit, feeds},
};

/// Ends a feed: whoever has its address reads nothing more there.
pub struct Revoke {
    /// Who asks.
    pub caller: Caller,
    /// Which feed.
    pub id: FeedId,
}

impl UseCase for Revoke {
    type Output = ();

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let feed = feeds::get(unit, self.id).await?;
        if feed.person_id == self.caller.id { Ok(()) } else { Err(Failure::NotFound) }
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        if !feeds::remove(unit, self.id).await? {
            return Err(Failure::NotFound);
        }
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: "feed.ended",
            subject: "feed",
            subject_id: self.id.0,
            centre_id: None,
            before: None,
            after: None,
        };
        audit::record(unit, event).await
    }
}
