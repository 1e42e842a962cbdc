//! Organisations: founding and verifying them, who belongs to them, who opens for them.

pub mod answer_join;
pub mod appoint;
pub mod ask_to_join;
pub mod change;
mod check;
pub mod found;
pub mod invite;
pub mod key_holders;
pub mod members;
pub mod merge;

use serde_json::Value;

use crate::{
    actions::Policy,
    domain::{
        failure::Failure,
        ids::{InvitationId, OrganisationId, UserId, new_v7},
        person::Person,
    },
    mail::Letter,
    store::{
        Unit,
        audit::{self, Event},
        organisations, outbox,
    },
};

/// Records a change of an organisation's people.
async fn record(
    unit: &Unit,
    actor: UserId,
    action: &str,
    organisation: OrganisationId,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), Failure> {
    let event = Event {
        actor: Some(actor),
        action,
        subject: "organisation",
        subject_id: organisation.0,
        centre_id: None,
        before,
        after,
    };
    audit::record(unit, event).await
}

/// Writes a letter without a link to a person.
async fn tell(unit: &Unit, policy: &Policy, to: &Person, letter: &Letter) -> Result<(), Failure> {
    let row = outbox::NewLetter {
        kind: letter.kind().to_owned(),
        stream: format!("organisation:{}", new_v7(unit.now())),
        centre_id: None,
        booking_id: None,
        recipient: to.email.clone(),
        recipient_name: to.name.clone(),
        locale: to.locale,
        payload: serde_json::to_string(letter).map_err(|fault| Failure::Internal(fault.to_string()))?,
        message_domain: policy.mail_domain.clone(),
        may_wait: letter.may_wait(false),
    };
    outbox::write(unit, &[row]).await
}

/// Accepts an invitation for the person whose address was just proved by its link.
///
/// # Errors
/// [`Failure::Unauthorized`] where it was withdrawn, accepted or has lapsed.
pub(in crate::actions) async fn accept_invitation(
    unit: &Unit,
    id: InvitationId,
    email: &str,
    user: UserId,
) -> Result<(), Failure> {
    let Some(of) = organisations::inviting(unit, id).await? else { return Err(Failure::Unauthorized) };
    organisations::hold(unit, of).await?;
    let invitation = organisations::invitation(unit, id).await?.filter(|invitation| invitation.email == email);
    let invitation = invitation.ok_or(Failure::Unauthorized)?;
    organisations::accept_invitation(unit, id).await?;
    members::join(unit, of, user, invitation.role, user).await
}
