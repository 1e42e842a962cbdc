//! Merging an organisation that is there twice into the one that stays.

use serde_json::json;

use super::{record, tell};
use crate::{
    actions::{Condition, Policy, people::as_of_now, quotas},
    auth::Caller,
    domain::{
        failure::{Failure, Use},
        ids::OrganisationId,
        organisation::Organisation,
    },
    mail::Letter,
    store::{Unit, UseCase, organisations},
};

/// Merges an organisation into another: members, bookings, quotas and what is due go along, nothing is lost. The same
/// merge twice is one.
#[derive(Clone, Debug)]
pub struct Merge<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Who merges.
    pub caller: Caller,
    /// The one that goes.
    pub from: OrganisationId,
    /// The versions of it that the caller will accept.
    pub condition: Condition,
    /// The one that stays.
    pub into: OrganisationId,
}

impl UseCase for Merge<'_> {
    type Output = Organisation;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.from).await?;
        self.caller.needs(self.caller.may_classify())
    }

    async fn run(&self, unit: &Unit) -> Result<Organisation, Failure> {
        let unknown = |code, message| Failure::invalid("/into", code, message);
        if self.from == self.into {
            return Err(unknown("same", "An organisation is not merged into itself."));
        }
        match organisations::get(unit, self.into).await {
            Err(Failure::NotFound) => return Err(unknown("unknown", "There is no such organisation.")),
            found => found.map(|_| ())?,
        }
        let (goes, stays) = organisations::hold_for_merge(unit, self.from, self.into).await?;
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.may_classify())?;
        match goes.merged_into {
            Some(other) if other == self.into => return Ok(stays),
            Some(other) => {
                return Err(Failure::InUse(vec![Use { kind: "merged", id: other.0, reference: None, why: None }]));
            }
            None => self.condition.check(goes.version)?,
        }
        if stays.merged_into.is_some() {
            return Err(unknown("merged", "That organisation was merged into another itself."));
        }
        // Who is host of a centre takes back its time: that an administrator decides alone.
        let hosts = organisations::hosts(unit, self.from).await? || organisations::hosts(unit, self.into).await?;
        caller.needs(!hosts || caller.is_administrator())?;

        quotas::merge(unit, caller.id, self.from, self.into).await?;
        let bookings = organisations::move_all(unit, self.from, self.into, caller.id).await?;
        organisations::note_merged(unit, self.from, self.into).await?;
        let gone = json!({"merged_into": self.into, "bookings": bookings});
        record(unit, caller.id, "organisation.merged", self.from, None, Some(gone)).await?;
        let took = json!({"merged": self.from, "bookings": bookings});
        record(unit, caller.id, "organisation.took_over", self.into, None, Some(took)).await?;
        let letter = Letter::Merged { merged_name: goes.name, organisation_name: stays.name };
        // Those of both: they belong to one by now.
        for admin in organisations::admins(unit, self.into).await? {
            tell(unit, self.policy, &admin.person, &letter).await?;
        }
        organisations::get(unit, self.into).await
    }
}
