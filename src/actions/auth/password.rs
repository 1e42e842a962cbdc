//! Setting a password.

use super::links;
use crate::{
    actions::Services,
    auth::{
        Caller,
        passwords::{self, Passwords},
    },
    domain::{
        failure::{Failure, Fault},
        ids::TokenFamilyId,
        time::MINUTE,
    },
    mail::LinkPurpose,
    store::{
        Unit, UseCase,
        audit::{self, Event},
        people, sign_ins,
    },
};

/// A password to set.
#[derive(Debug)]
pub struct NewPassword<'a> {
    /// Whose.
    pub caller: &'a Caller,
    /// The sign-in that goes on; the person's others end.
    pub family: Option<TokenFamilyId>,
    /// The present password.
    pub current: Option<&'a str>,
    /// The new one.
    pub new: &'a str,
}

/// Sets a password. Where there is one, it has to be given; who signed in by a mailed link within the last minutes (as
/// long as a link lasts) has proved the address anew and may have forgotten it. It is this sign-in that has to have begun
/// so: a link that its owner used elsewhere says nothing of who holds this one.
///
/// # Errors
/// [`Failure::Invalid`] where the present one is missing or wrong, or the new one too weak.
pub async fn set(services: &Services, passwords: &Passwords, change: NewPassword<'_>) -> Result<(), Failure> {
    let store = &services.store;
    let NewPassword { caller, family, current, new } = change;
    if let Some(fault) = passwords::weakness("/new", new, &caller.email) {
        return Err(Failure::Invalid(vec![fault]));
    }
    let kept = people::by_email(store, &caller.email).await?.and_then(|(_, hash)| hash);
    match (current, &kept) {
        (Some(current), _) => {
            if !passwords.verify(current, kept.as_deref()).await? {
                let fault = Fault::new("/current", "wrong", "This is not the present password.");
                return Err(Failure::Invalid(vec![fault]));
            }
        }
        (None, Some(_)) => {
            let since = services.now().plus(-i64::from(services.policy.link_minutes) * MINUTE);
            let purpose = links::word(LinkPurpose::SignIn);
            let proved = match family {
                Some(family) => sign_ins::began_by_link(store, family, purpose, &caller.email, since).await?,
                None => false,
            };
            if !proved {
                let message = "The present password is needed; or sign in anew by a mailed link.";
                return Err(Failure::Invalid(vec![Fault::new("/current", "required", message)]));
            }
        }
        (None, None) => {}
    }
    let hash = passwords.hash(new).await?;
    store.run(&Set { caller, family, kept, hash }).await
}

struct Set<'a> {
    caller: &'a Caller,
    family: Option<TokenFamilyId>,
    /// The hash that was judged.
    kept: Option<String>,
    hash: String,
}

impl UseCase for Set<'_> {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let user = self.caller.id;
        if people::hold_password(unit, user).await? != self.kept {
            return Err(Failure::invalid("/current", "wrong", "The password was changed meanwhile."));
        }
        people::set_password(unit, user, &self.hash).await?;
        sign_ins::end_others(unit, user, self.family).await?;
        let event = Event {
            actor: Some(user),
            action: "person.password_set",
            subject: "person",
            subject_id: user.0,
            centre_id: None,
            before: None,
            after: None,
        };
        audit::record(unit, event).await
    }
}
