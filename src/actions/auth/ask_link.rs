//! Asking for a link: to register, or to sign in. Known and unknown addresses take the same way: a known one is mailed
//! a link to sign in, an unknown one a link that proves it. Nobody has an account before their address is proved.

use super::links::{self, Addressee};
use crate::{
    actions::Policy,
    domain::{email::EmailAddress, failure::Failure, person::Locale, time::MINUTE},
    mail::{Letter, LinkPurpose},
    store::{Unit, UseCase, people, tokens},
};

/// Asks for a link. It succeeds whatever it did.
#[derive(Clone, Debug)]
pub struct AskLink<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Where it is mailed to.
    pub email: EmailAddress,
    /// The name of a new person; may be empty.
    pub name: String,
    /// The language of a new person.
    pub locale: Locale,
}

impl UseCase for AskLink<'_> {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        tokens::hold_address(unit, self.email.as_str()).await?;
        let known = people::by_email(unit, self.email.as_str()).await?;
        if !links::may_be_mailed(unit, self.policy, &self.email).await? {
            tracing::info!("an address was mailed all the links it may be for this hour");
            return Ok(());
        }
        let valid_for = i64::from(self.policy.link_minutes) * MINUTE;
        let (name, locale, letter) = match &known {
            Some((person, _)) => {
                let letter = Letter::SignInLink { link: LinkPurpose::SignIn, valid_for };
                (person.name.as_str(), person.locale, letter)
            }
            None => {
                let letter = Letter::VerifyAddress { link: LinkPurpose::VerifyAddress, valid_for };
                (self.name.as_str(), self.locale, letter)
            }
        };
        links::write(unit, self.policy, Addressee { email: &self.email, name, locale }, &letter).await
    }
}
