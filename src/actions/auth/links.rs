//! Links in mails. A letter with a link is written when somebody asks for it; the token is made when the letter is sent,
//! and stands nowhere but in the mail.

use serde::{Deserialize, Serialize};

use crate::{
    actions::Policy,
    domain::{
        email::EmailAddress,
        failure::Failure,
        ids::new_v7,
        person::Locale,
        time::{DAY, HOUR},
    },
    mail::{Letter, LinkPurpose},
    store::{Unit, outbox, tokens},
};

/// How long letters of a topic can be stopped by one of them, seconds: mails are kept for long, and read late.
const STOP_VALID_FOR: i64 = 60 * DAY;

/// What is kept beside a link's token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::actions) struct Payload {
    /// What it is good for.
    pub(in crate::actions) link: LinkPurpose,
    /// The name that was given when it was asked for; may be empty.
    pub(super) name: String,
    /// The language that the mail was written in.
    pub(super) locale: Locale,
}

/// The word for a purpose that is kept with the token.
pub(super) const fn word(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::VerifyAddress => "verify_address",
        LinkPurpose::SignIn => "sign_in",
        LinkPurpose::Invitation { .. } => "invitation",
        LinkPurpose::Offers { .. } => "offers",
        LinkPurpose::Held { .. } => "held",
        LinkPurpose::Returns { .. } => "returns",
        LinkPurpose::Stop { .. } => "stop",
        LinkPurpose::TakeDuty { .. } => "take_duty",
        LinkPurpose::DeclineDuty { .. } => "decline_duty",
    }
}

/// Makes the token for a letter that is about to be sent; none where it has no link.
pub async fn mint(unit: &Unit, row: &outbox::Letter, letter: &Letter) -> Result<Option<String>, Failure> {
    let (Some(link), Some(valid_for)) = (letter.link(), letter.link_valid_for()) else { return Ok(None) };
    mint_for(unit, row, link, valid_for).await.map(Some)
}

/// Makes the token by which a letter that is about to be sent can be stopped; none where it is always sent.
pub async fn mint_stop(unit: &Unit, row: &outbox::Letter, letter: &Letter) -> Result<Option<String>, Failure> {
    let Some(topic) = letter.topic() else { return Ok(None) };
    mint_for(unit, row, LinkPurpose::Stop { topic }, STOP_VALID_FOR).await.map(Some)
}

async fn mint_for(unit: &Unit, row: &outbox::Letter, link: LinkPurpose, valid_for: i64) -> Result<String, Failure> {
    let payload = Payload { link, name: row.recipient_name.clone(), locale: row.locale };
    let payload = serde_json::to_string(&payload).map_err(|fault| Failure::Internal(fault.to_string()))?;
    let expires_at = unit.now().plus(valid_for);
    tokens::mint_link(unit, word(link), &row.recipient, &payload, expires_at).await
}

/// Somebody whom a letter with a link is for.
pub(in crate::actions) struct Addressee<'a> {
    /// Mail address.
    pub(in crate::actions) email: &'a EmailAddress,
    /// Name; may be empty.
    pub(in crate::actions) name: &'a str,
    /// Language.
    pub(in crate::actions) locale: Locale,
}

/// Whether the address may be mailed one more link this hour. The address is held, so that those who ask at once are
/// counted.
pub(in crate::actions) async fn may_be_mailed(
    unit: &Unit,
    policy: &Policy,
    email: &EmailAddress,
) -> Result<bool, Failure> {
    let Some(most) = policy.links_per_hour else { return Ok(true) };
    let written = outbox::count_links(unit, email.as_str(), unit.now().plus(-HOUR)).await?;
    Ok(written < i64::from(most))
}

/// Writes a letter with a link.
pub(in crate::actions) async fn write(
    unit: &Unit,
    policy: &Policy,
    to: Addressee<'_>,
    letter: &Letter,
) -> Result<(), Failure> {
    let row = outbox::NewLetter {
        kind: letter.kind().to_owned(),
        // A stream of its own: a letter that can't be delivered holds up no other.
        stream: format!("link:{}", new_v7(unit.now())),
        centre_id: None,
        booking_id: None,
        recipient: to.email.to_string(),
        recipient_name: to.name.to_owned(),
        locale: to.locale,
        payload: serde_json::to_string(letter).map_err(|fault| Failure::Internal(fault.to_string()))?,
        message_domain: policy.mail_domain.clone(),
        may_wait: letter.may_wait(false),
    };
    outbox::write(unit, &[row]).await
}
