//! Signing in with address and password.

use super::SignedIn;
use crate::{
    actions::Services,
    auth::passwords::Passwords,
    domain::{email::EmailAddress, failure::Failure, ids::UserId},
    store::{Unit, UseCase, people, sign_ins},
};

/// Signs in. An unknown address, one without a password and a wrong password take the same way for as long.
///
/// # Errors
/// [`Failure::Unauthorized`] for all three.
pub async fn login(
    services: &Services,
    passwords: &Passwords,
    email: &str,
    password: &str,
) -> Result<SignedIn, Failure> {
    // What is no address is looked for all the same: nobody has it.
    let email = EmailAddress::parse(email).map_or_else(String::new, |email| email.to_string());
    let known = people::by_email(&services.store, &email).await?;
    let kept = known.as_ref().and_then(|(_, hash)| hash.clone());
    if !passwords.verify(password, kept.as_deref()).await? {
        return Err(Failure::Unauthorized);
    }
    let (Some((person, _)), Some(kept)) = (known, kept) else { return Err(Failure::Unauthorized) };
    let renewed = if passwords.is_outdated(&kept) { Some(passwords.hash(password).await?) } else { None };
    let start = Start { user: person.id, kept, renewed, days: services.policy.refresh_days };
    services.store.run(&start).await
}

/// Starts the sign-in, where the password is still the one that was verified.
struct Start {
    user: UserId,
    kept: String,
    renewed: Option<String>,
    days: u32,
}

impl UseCase for Start {
    type Output = SignedIn;

    async fn run(&self, unit: &Unit) -> Result<SignedIn, Failure> {
        if people::hold_password(unit, self.user).await?.as_ref() != Some(&self.kept) {
            return Err(Failure::Unauthorized);
        }
        if let Some(hash) = &self.renewed {
            people::set_password(unit, self.user, hash).await?;
        }
        let (named, refresh_token) = sign_ins::start(unit, self.user, self.days).await?;
        Ok(SignedIn { named, refresh_token })
    }
}
