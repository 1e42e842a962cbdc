//! Answering who asks to join.

use serde_json::json;

use super::{members, record, tell};
use crate::{
    actions::{Policy, people::as_of_now},
    auth::Caller,
    domain::{
        failure::{Failure, Use},
        ids::{JoinRequestId, OrganisationId},
        person::MemberRole,
    },
    mail::Letter,
    store::{
        Unit, UseCase,
        organisations::{self, JoinRequest},
    },
};

/// Answers a request to join. The same answer twice is one; another one comes too late.
#[derive(Clone, Debug)]
pub struct AnswerJoin<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Who answers.
    pub caller: Caller,
    /// For which organisation.
    pub of: OrganisationId,
    /// Which request.
    pub id: JoinRequestId,
    /// Yes, as what; or no.
    pub accept_as: Option<MemberRole>,
}

impl UseCase for AnswerJoin<'_> {
    type Output = JoinRequest;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.of).await?;
        self.caller.needs(self.caller.may_manage(self.of))
    }

    async fn run(&self, unit: &Unit) -> Result<JoinRequest, Failure> {
        let organisation = organisations::hold(unit, self.of).await?;
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.may_manage(self.of))?;
        let mut request = organisations::hold_join_request(unit, self.of, self.id).await?;
        let accepted = self.accept_as.is_some();
        match request.accepted {
            Some(answer) if answer == accepted => return Ok(request),
            Some(_) => {
                return Err(Failure::InUse(vec![Use { kind: "answer", id: self.id.0, reference: None, why: None }]));
            }
            None => {}
        }
        organisations::answer_join_request(unit, self.id, accepted, caller.id).await?;
        let after = json!({"join_request": self.id, "accepted": accepted});
        record(unit, caller.id, "organisation.join_answered", self.of, None, Some(after)).await?;
        if let Some(role) = self.accept_as {
            members::join(unit, self.of, request.person.id, role, caller.id).await?;
            let letter = Letter::JoinAccepted { organisation_name: organisation.name, path: None };
            tell(unit, self.policy, &request.person, &letter).await?;
        }
        request.accepted = Some(accepted);
        Ok(request)
    }
}
