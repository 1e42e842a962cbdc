//! Making a person a member of an organisation by staff: a successor for the last admin.

use super::members;
use crate::{
    actions::people::as_of_now,
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{OrganisationId, UserId},
        person::MemberRole,
    },
    store::{
        Unit, UseCase,
        organisations::{self, Member},
        people,
    },
};

/// Appoints a person.
#[derive(Clone, Debug)]
pub struct Appoint {
    /// Who appoints.
    pub caller: Caller,
    /// To which organisation.
    pub to: OrganisationId,
    /// Whom.
    pub user: UserId,
    /// What they will be; the desk appoints admins only.
    pub role: MemberRole,
}

impl Appoint {
    async fn judge(&self, unit: &Unit, caller: &Caller) -> Result<(), Failure> {
        let admins = organisations::count_admins(unit, self.to).await?;
        let right = caller.may_appoint(admins) && (self.role == MemberRole::Admin || caller.is_administrator());
        caller.needs(right)
    }
}

impl UseCase for Appoint {
    type Output = Member;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.to).await?;
        self.judge(unit, &self.caller).await
    }

    async fn run(&self, unit: &Unit) -> Result<Member, Failure> {
        organisations::hold(unit, self.to).await?;
        self.judge(unit, &as_of_now(unit, &self.caller).await?).await?;
        people::get(unit, self.user).await.map_err(|failure| match failure {
            Failure::NotFound => Failure::invalid("/user_id", "unknown", "There is no such person."),
            other => other,
        })?;
        members::join(unit, self.to, self.user, self.role, self.caller.id).await?;
        organisations::member(unit, self.to, self.user).await
    }
}
