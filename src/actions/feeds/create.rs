//! Makes a feed.

use serde_json::json;

use super::may_read;
use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        feed::{Feed, FeedSubject},
    },
    store::{Unit, UseCase, audit, feeds, organisations},
};

/// Feeds of one person at most.
const MOST: i64 = 100;

/// Makes a feed.
pub struct Create {
    /// Who asks.
    pub caller: Caller,
    /// The feed.
    pub feed: Feed,
    /// The hash of its token.
    pub hash: String,
}

impl UseCase for Create {
    type Output = Feed;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        match self.feed.subject {
            FeedSubject::Organisation(id) => match organisations::get(unit, id).await {
                Ok(_) => self.caller.needs(may_read(&self.caller, self.feed.subject)),
                Err(Failure::NotFound) => Err(Failure::invalid("/id", "unknown", "There is no such organisation.")),
                Err(failure) => Err(failure),
            },
            _ => Ok(()),
        }
    }

    async fn run(&self, unit: &Unit) -> Result<Feed, Failure> {
        if feeds::count(unit, self.caller.id).await? >= MOST {
            return Err(Failure::invalid("", "too_many", "One has at most 100 feeds: end one that is read no more."));
        }
        feeds::insert(unit, &self.feed, &self.hash).await?;
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: "feed.made",
            subject: "feed",
            subject_id: self.feed.id.0,
            centre_id: None,
            before: None,
            after: Some(json!({ "kind": self.feed.subject.kind(), "id": self.feed.subject.id() })),
        };
        audit::record(unit, event).await?;
        Ok(self.feed)
    }
}
