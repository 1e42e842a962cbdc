//! Looking at a mailed link without using it: what its page shows. Nothing changes, so a mail scanner may open it.

use super::links::Payload;
use crate::{
    actions::Services,
    domain::{failure::Failure, person::Locale},
    mail::LinkPurpose,
    store::{people, tokens},
};

/// What a link that still works is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// What it does.
    pub purpose: LinkPurpose,
    /// The address that it was mailed to.
    pub email: String,
    /// The language of the mail.
    pub locale: Locale,
    /// Whether there is no account with this address yet: the link makes one.
    pub is_new: bool,
    /// Whether a new person still has to say their name.
    pub needs_name: bool,
}

/// What became of a link that works no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// What it did.
    pub purpose: LinkPurpose,
    /// The language of the mail.
    pub locale: Locale,
    /// Whether it was used; otherwise it is too old.
    pub used: bool,
}

/// What became of a link that works no more; none where it is unknown, or long gone.
pub async fn spent(services: &Services, token: &str) -> Result<Option<Spent>, Failure> {
    let Some((link, used)) = tokens::spent(&services.store, token).await? else { return Ok(None) };
    let payload = payload(&link)?;
    Ok(Some(Spent { purpose: payload.link, locale: payload.locale, used }))
}

fn payload(link: &tokens::Link) -> Result<Payload, Failure> {
    serde_json::from_str(&link.payload).map_err(|fault| Failure::Internal(format!("the payload of a link: {fault}")))
}

/// Looks at a link; none where it is unknown, used or too old.
pub async fn look(services: &Services, token: &str) -> Result<Option<Look>, Failure> {
    let store = &services.store;
    let Some(link) = tokens::link(store, token, services.now()).await? else { return Ok(None) };
    let payload = payload(&link)?;
    let is_new = payload.link.signs_in() && people::by_email(store, &link.email).await?.is_none();
    Ok(Some(Look {
        purpose: payload.link,
        email: link.email,
        locale: payload.locale,
        is_new,
        needs_name: is_new && payload.name.is_empty(),
    }))
}
