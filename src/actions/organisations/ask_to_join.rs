//! Asking to join an organisation.

use serde_json::json;

use super::{record, tell};
use crate::{
    actions::Policy,
    auth::Caller,
    domain::{
        failure::{Failure, Use},
        ids::{JoinRequestId, OrganisationId},
        validation::{Faults, Lines, optional_text},
    },
    mail::Letter,
    store::{
        Unit, UseCase,
        organisations::{self, JoinRequest},
    },
};

/// Asks to join; the admins are mailed. Asking again while it is open changes nothing.
#[derive(Clone, Debug)]
pub struct AskToJoin<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Who asks.
    pub caller: Caller,
    /// Which organisation.
    pub to: OrganisationId,
    /// In their own words, up to 2000 characters.
    pub message: Option<String>,
}

impl UseCase for AskToJoin<'_> {
    type Output = JoinRequest;

    async fn run(&self, unit: &Unit) -> Result<JoinRequest, Failure> {
        let organisation = organisations::hold(unit, self.to).await?;
        let mut faults = Faults::new();
        let message = optional_text(&mut faults, "/message", self.message.as_deref(), 2000, Lines::Many);
        faults.into_result()?;
        match organisations::member(unit, self.to, self.caller.id).await {
            Ok(_) => {
                let membership = Use { kind: "membership", id: self.to.0, reference: None, why: None };
                return Err(Failure::InUse(vec![membership]));
            }
            Err(Failure::NotFound) => {}
            Err(failure) => return Err(failure),
        }
        if let Some(open) = organisations::open_request(unit, self.to, self.caller.id).await? {
            return Ok(open);
        }
        let id = JoinRequestId::new(unit.now());
        let request = organisations::ask_to_join(unit, id, self.to, self.caller.id, message.as_deref()).await?;
        let after = json!({"join_request": id, "person": self.caller.id});
        record(unit, self.caller.id, "organisation.join_requested", self.to, None, Some(after)).await?;
        let letter = Letter::JoinRequest {
            organisation_name: organisation.name,
            person_name: self.caller.name.clone(),
            message,
            path: None,
        };
        for admin in organisations::admins(unit, self.to).await? {
            tell(unit, self.policy, &admin.person, &letter).await?;
        }
        Ok(request)
    }
}
