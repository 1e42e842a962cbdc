//! Going on with a sign-in: a refresh token is good for one refresh, which gives the next.

use super::SignedIn;
use crate::{
    actions::Services,
    domain::failure::Failure,
    store::{
        Unit, UseCase,
        audit::{self, Event},
        sign_ins::{self, Rotation},
    },
};

/// Uses a refresh token.
///
/// # Errors
/// [`Failure::Unauthorized`]. Where the token was used before, whoever has the next one is out as well: one of them
/// copied it.
pub async fn refresh(services: &Services, token: &str) -> Result<SignedIn, Failure> {
    // The end of a family is a change: the unit succeeds with it, so that it is committed, and the refusal comes after.
    match services.store.run(&Rotate { token, days: services.policy.refresh_days }).await? {
        Rotation::Next { named, token } => Ok(SignedIn { named, refresh_token: token }),
        Rotation::Refused => Err(Failure::Unauthorized),
        Rotation::Reused(named) => {
            tracing::warn!(person = %named.user, "a refresh token was used twice: its sign-in has ended");
            Err(Failure::Unauthorized)
        }
    }
}

struct Rotate<'a> {
    token: &'a str,
    days: u32,
}

impl UseCase for Rotate<'_> {
    type Output = Rotation;

    async fn run(&self, unit: &Unit) -> Result<Rotation, Failure> {
        let rotation = sign_ins::rotate(unit, self.token, self.days).await?;
        if let Rotation::Reused(named) = &rotation {
            let event = Event {
                actor: None,
                action: "sign_in.ended_by_reuse",
                subject: "person",
                subject_id: named.user.0,
                centre_id: None,
                before: None,
                after: None,
            };
            audit::record(unit, event).await?;
        }
        Ok(rotation)
    }
}
