//! Looking after the outbox: what was sent, what waits and what failed, and trying again. Bodies are never shown.

use uuid::Uuid;

use crate::{
    actions::Services,
    auth::Caller,
    domain::{failure::Failure, ids::CentreId},
    store::{
        Unit, UseCase, audit,
        outbox::{self, Letter, LetterState},
    },
};

/// Which letters are wanted; what is absent does not narrow.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// In this state.
    pub state: Option<LetterState>,
    /// About bookings of this centre.
    pub centre_id: Option<CentreId>,
}

/// A page of the letters that the caller may see, oldest first, after the one with this number. A desk sees its
/// centre's, a steward every centre's; letters of no centre, such as sign-in links, only administrators.
///
/// # Errors
/// [`Failure::Forbidden`] for who is on no staff, and for a centre of others.
pub async fn list(
    services: &Services,
    caller: &Caller,
    wanted: Wanted,
    after: i64,
    limit: u64,
) -> Result<Vec<Letter>, Failure> {
    caller.needs(caller.is_staff())?;
    let centres = if let Some(centre) = wanted.centre_id {
        caller.needs(caller.is_desk_of(centre) || caller.reads_city())?;
        Some(vec![centre])
    } else if caller.is_administrator() {
        None
    } else if caller.reads_city() {
        Some(services.store.catalogue().await?.centres.keys().copied().collect())
    } else {
        Some(caller.centres())
    };
    outbox::list(&services.store, centres.as_deref(), wanted.state, after, limit).await
}

/// Tries a letter again: one that failed is put back in line, one that waits for its next try is due now.
pub struct Retry<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// The letter.
    pub id: Uuid,
}

impl UseCase for Retry<'_> {
    type Output = Letter;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let caller = self.caller;
        caller.needs(caller.is_staff())?;
        let letter = outbox::get(unit, self.id).await?;
        match letter.centre_id {
            Some(centre) if caller.is_desk_of(centre) => Ok(()),
            Some(_) if caller.reads_city() => Err(Failure::Forbidden),
            None if caller.is_administrator() => Ok(()),
            _ => Err(Failure::NotFound),
        }
    }

    async fn run(&self, unit: &Unit) -> Result<Letter, Failure> {
        if !outbox::retry(unit, self.id).await? {
            return Err(Failure::TooLate("It was sent, is being sent at this moment, or its text is kept no longer."));
        }
        let letter = outbox::get(unit, self.id).await?;
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: "letter.retried",
            subject: "letter",
            subject_id: self.id,
            centre_id: letter.centre_id,
            before: None,
            after: None,
        };
        audit::record(unit, event).await?;
        Ok(letter)
    }
}
