//! Signing out.

use crate::{
    domain::{failure::Failure, ids::TokenFamilyId},
    store::{Unit, UseCase, sign_ins},
};

/// Ends sign-ins: that of the access token, and that of the refresh token, as far as they are given and known.
#[derive(Clone, Debug, Default)]
pub struct Logout {
    /// The sign-in of the access token.
    pub family: Option<TokenFamilyId>,
    /// A refresh token.
    pub refresh_token: Option<String>,
}

impl UseCase for Logout {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let of_token = match &self.refresh_token {
            Some(token) => sign_ins::of_token(unit, token).await?.and_then(|named| named.family),
            None => None,
        };
        // In order, so that two who end the same pair wait in a queue.
        let mut families: Vec<TokenFamilyId> = self.family.into_iter().chain(of_token).collect();
        families.sort();
        families.dedup();
        for family in families {
            sign_ins::end(unit, family).await?;
        }
        Ok(())
    }
}
