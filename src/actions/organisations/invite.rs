//! Inviting somebody to an organisation. Known and unknown addresses take the same way: whoever reads the mail decides.

use serde_json::json;

use super::record;
use crate::{
    actions::{
        Policy,
        auth::links::{self, Addressee},
        people::as_of_now,
    },
    auth::Caller,
    domain::{
        email::EmailAddress,
        failure::Failure,
        ids::{InvitationId, OrganisationId},
        person::MemberRole,
        time::DAY,
    },
    mail::{Letter, LinkPurpose},
    store::{
        Unit, UseCase,
        organisations::{self, Invitation},
        people, tokens,
    },
};

/// How long an invitation stands, seconds.
const STANDS: i64 = 14 * DAY;

/// Invites an address.
#[derive(Clone, Debug)]
pub struct Invite<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Who invites.
    pub caller: Caller,
    /// To which organisation.
    pub to: OrganisationId,
    /// Whom.
    pub email: EmailAddress,
    /// What they will be.
    pub role: MemberRole,
}

impl Invite<'_> {
    /// Admins invite; the desk invites a successor.
    async fn judge(&self, unit: &Unit, caller: &Caller) -> Result<(), Failure> {
        if caller.may_manage(self.to) {
            return Ok(());
        }
        let admins = organisations::count_admins(unit, self.to).await?;
        caller.needs(self.role == MemberRole::Admin && caller.may_appoint(admins))
    }
}

impl UseCase for Invite<'_> {
    type Output = Invitation;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.to).await?;
        self.judge(unit, &self.caller).await
    }

    async fn run(&self, unit: &Unit) -> Result<Invitation, Failure> {
        // The address before the organisation, as where an invitation is accepted.
        tokens::hold_address(unit, self.email.as_str()).await?;
        let organisation = organisations::hold(unit, self.to).await?;
        self.judge(unit, &as_of_now(unit, &self.caller).await?).await?;
        let new = Invitation {
            id: InvitationId::new(unit.now()),
            organisation_id: self.to,
            email: self.email.to_string(),
            role: self.role,
            created_at: unit.now(),
            expires_at: unit.now().plus(STANDS),
        };
        let invitation = organisations::invite(unit, &new, self.caller.id).await?;
        let after = json!({"invitation": invitation.id, "role": self.role});
        record(unit, self.caller.id, "organisation.invited", self.to, None, Some(after)).await?;
        let known = people::by_email(unit, self.email.as_str()).await?;
        if !links::may_be_mailed(unit, self.policy, &self.email).await? {
            tracing::info!("an address was mailed all the links it may be for this hour");
            return Ok(invitation);
        }
        let (name, locale) = match &known {
            Some((person, _)) => (person.name.as_str(), person.locale),
            None => ("", self.caller.locale),
        };
        let letter = Letter::Invitation {
            link: LinkPurpose::Invitation { invitation_id: invitation.id },
            valid_for: STANDS,
            organisation_name: organisation.name,
            invited_by: self.caller.name.clone(),
            role: self.role,
        };
        links::write(unit, self.policy, Addressee { email: &self.email, name, locale }, &letter).await?;
        Ok(invitation)
    }
}

/// Takes an invitation back.
#[derive(Clone, Debug)]
pub struct Withdraw {
    /// Who does.
    pub caller: Caller,
    /// The organisation.
    pub of: OrganisationId,
    /// The invitation.
    pub id: InvitationId,
}

impl UseCase for Withdraw {
    type Output = ();

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.of).await?;
        self.caller.needs(self.caller.may_manage(self.of))
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::hold(unit, self.of).await?;
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.may_manage(self.of))?;
        if !organisations::withdraw_invitation(unit, self.of, self.id).await? {
            return Err(Failure::NotFound);
        }
        let before = json!({"invitation": self.id});
        record(unit, caller.id, "organisation.invitation_withdrawn", self.of, Some(before), None).await
    }
}
