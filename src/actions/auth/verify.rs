//! Using a mailed link: it proves the address, makes the person where there is none, and signs in.

use serde_json::json;

use super::{
    SignedIn,
    links::{self, Payload},
};
use crate::{
    actions::{Services, organisations::accept_invitation},
    auth::passwords::{self, Passwords},
    domain::{
        failure::{Failure, Fault},
        ids::UserId,
        validation::{Faults, Lines, optional_text},
    },
    mail::LinkPurpose,
    store::{
        Unit, UseCase,
        audit::{self, Event},
        people::{self, NewPerson},
        sign_ins, tokens,
    },
};

/// What comes with a link's token.
#[derive(Debug)]
pub struct Proof<'a> {
    /// The token.
    pub token: &'a str,
    /// The password of a new person.
    pub password: Option<&'a str>,
    /// The name of a new person; that of the registration where absent.
    pub name: Option<&'a str>,
}

/// Uses a link.
///
/// # Errors
/// [`Failure::Unauthorized`] where the token is unknown, used or expired; [`Failure::Invalid`] where what comes with it
/// is not right: then it is still good.
pub async fn verify(services: &Services, passwords: &Passwords, proof: Proof<'_>) -> Result<SignedIn, Failure> {
    let store = &services.store;
    let link = tokens::link(store, proof.token, services.now()).await?.ok_or(Failure::Unauthorized)?;
    let mut faults = Faults::new();
    let name = optional_text(&mut faults, "/name", proof.name, 200, Lines::One);
    let mut faults = faults.into_vec();
    if let Some(password) = proof.password {
        faults.extend(passwords::weakness("/password", password, &link.email));
        if people::by_email(store, &link.email).await?.is_some() {
            faults.push(not_new());
        }
    }
    if !faults.is_empty() {
        return Err(Failure::Invalid(faults));
    }
    let password_hash = match proof.password {
        Some(password) => Some(passwords.hash(password).await?),
        None => None,
    };
    let (token, email) = (proof.token, link.email);
    store.run(&Use { token, email, name, password_hash, days: services.policy.refresh_days }).await
}

/// Only a new person sets a password with a link. Others set theirs when signed in, where it ends their other sign-ins.
fn not_new() -> Fault {
    let message = "There is an account with this address: leave the password out, and set one when signed in.";
    Fault::new("/password", "not_new", message)
}

struct Use<'a> {
    token: &'a str,
    email: String,
    name: Option<String>,
    password_hash: Option<String>,
    days: u32,
}

impl UseCase for Use<'_> {
    type Output = SignedIn;

    async fn run(&self, unit: &Unit) -> Result<SignedIn, Failure> {
        // Two links of one new person, used at once, make one account.
        tokens::hold_address(unit, &self.email).await?;
        let link = tokens::use_link(unit, self.token).await?.ok_or(Failure::Unauthorized)?;
        let payload: Payload = serde_json::from_str(&link.payload)
            .map_err(|fault| Failure::Internal(format!("the payload of a link: {fault}")))?;
        // A link to say yes to something signs nobody in; the failure leaves it unused.
        if !payload.link.signs_in() {
            return Err(Failure::Unauthorized);
        }
        let user = match people::by_email(unit, &link.email).await? {
            Some(_) if self.password_hash.is_some() => return Err(Failure::Invalid(vec![not_new()])),
            Some((person, _)) => person.id,
            None => self.make(unit, &link.email, &payload).await?,
        };
        let event = Event {
            actor: Some(user),
            action: "person.link_used",
            subject: "person",
            subject_id: user.0,
            centre_id: None,
            before: None,
            after: Some(json!({"purpose": links::word(payload.link)})),
        };
        audit::record(unit, event).await?;
        if let LinkPurpose::Invitation { invitation_id } = payload.link {
            accept_invitation(unit, invitation_id, &link.email, user).await?;
        }
        let (named, refresh_token) = sign_ins::start(unit, user, self.days).await?;
        Ok(SignedIn { named, refresh_token })
    }
}

impl Use<'_> {
    async fn make(&self, unit: &Unit, email: &str, payload: &Payload) -> Result<UserId, Failure> {
        let name = self.name.clone().unwrap_or_else(|| payload.name.clone());
        if name.is_empty() {
            return Err(Failure::invalid("/name", "required", "A new person has a name."));
        }
        let id = UserId::new(unit.now());
        let new = NewPerson {
            id,
            email: email.to_owned(),
            name,
            locale: payload.locale,
            phone: None,
            password_hash: self.password_hash.clone(),
        };
        people::insert(unit, &new).await?;
        let event = Event {
            actor: Some(id),
            action: "person.registered",
            subject: "person",
            subject_id: id.0,
            centre_id: None,
            before: None,
            after: None,
        };
        audit::record(unit, event).await?;
        Ok(id)
    }
}
