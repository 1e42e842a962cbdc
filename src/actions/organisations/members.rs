//! Members: how they come, change and go. There is always an admin.

use serde_json::json;

use super::record;
use crate::{
    actions::{Condition, people::as_of_now},
    auth::Caller,
    domain::{
        failure::{Failure, Use},
        ids::{OrganisationId, UserId},
        person::MemberRole,
    },
    store::{
        Unit, UseCase,
        organisations::{self, Member},
    },
};

/// Makes somebody a member with at least this role; the organisation is held.
pub(super) async fn join(
    unit: &Unit,
    to: OrganisationId,
    user: UserId,
    role: MemberRole,
    by: UserId,
) -> Result<(), Failure> {
    let after = json!({"member": user, "role": role});
    if organisations::add_member(unit, to, user, role).await? {
        return record(unit, by, "organisation.member_joined", to, None, Some(after)).await;
    }
    let was = organisations::member(unit, to, user).await?.role;
    if was == MemberRole::Booker && role == MemberRole::Admin {
        organisations::set_role(unit, to, user, role).await?;
        let before = json!({"member": user, "role": was});
        record(unit, by, "organisation.member_changed", to, Some(before), Some(after)).await?;
    }
    Ok(())
}

/// Fails where a member is the only admin.
async fn not_the_last_admin(unit: &Unit, of: OrganisationId, member: &Member) -> Result<(), Failure> {
    if member.role == MemberRole::Admin && organisations::count_admins(unit, of).await? <= 1 {
        return Err(Failure::InUse(vec![Use {
            kind: "last_admin",
            id: member.person.id.0,
            reference: None,
            why: None,
        }]));
    }
    Ok(())
}

/// Gives a member another role.
#[derive(Clone, Debug)]
pub struct ChangeRole {
    /// Who does.
    pub caller: Caller,
    /// The organisation.
    pub of: OrganisationId,
    /// The member.
    pub user: UserId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What they will be.
    pub role: MemberRole,
}

impl UseCase for ChangeRole {
    type Output = Member;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.of).await?;
        self.caller.needs(self.caller.may_manage(self.of))
    }

    async fn run(&self, unit: &Unit) -> Result<Member, Failure> {
        organisations::hold(unit, self.of).await?;
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.may_manage(self.of))?;
        let mut member = organisations::member(unit, self.of, self.user).await?;
        self.condition.check(member.version)?;
        if member.role == self.role {
            return Ok(member);
        }
        not_the_last_admin(unit, self.of, &member).await?;
        organisations::set_role(unit, self.of, self.user, self.role).await?;
        let before = json!({"member": self.user, "role": member.role});
        let after = json!({"member": self.user, "role": self.role});
        record(unit, caller.id, "organisation.member_changed", self.of, Some(before), Some(after)).await?;
        member.role = self.role;
        member.version += 1;
        Ok(member)
    }
}

/// Ends a membership: one's own, or as an admin that of another. What they booked stays with the organisation.
#[derive(Clone, Debug)]
pub struct EndMembership {
    /// Who does.
    pub caller: Caller,
    /// The organisation.
    pub of: OrganisationId,
    /// The member.
    pub user: UserId,
}

impl UseCase for EndMembership {
    type Output = ();

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.of).await?;
        self.caller.needs(self.caller.id == self.user || self.caller.may_manage(self.of))
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::hold(unit, self.of).await?;
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.id == self.user || caller.may_manage(self.of))?;
        let member = organisations::member(unit, self.of, self.user).await?;
        not_the_last_admin(unit, self.of, &member).await?;
        organisations::remove_member(unit, self.of, self.user).await?;
        let before = json!({"member": self.user, "role": member.role});
        record(unit, caller.id, "organisation.member_left", self.of, Some(before), None).await
    }
}
