//! Who is on duty at a centre at an instant.

use super::{Duty, Person, find};
use crate::{
    domain::{
        failure::Failure,
        ids::CentreId,
        rota::ShiftRole,
        time::{Instant, MINUTE, Span},
    },
    store::{Access, catalogue::Catalogue},
};

/// Somebody who is on duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDuty {
    /// What for.
    pub role: ShiftRole,
    /// Who, and how they are reached.
    pub person: Person,
}

/// Who is on duty at a centre at this instant: who has the key first, then who else is there with one or as a host. In
/// staffed hours without a volunteer it is nobody: the desk is there.
///
/// # Errors
/// [`Failure::NotFound`] for an unknown centre.
pub async fn on_duty<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    centre: CentreId,
    at: Instant,
) -> Result<Vec<OnDuty>, Failure> {
    let centre = catalogue.centres.get(&centre).ok_or(Failure::NotFound)?;
    let minute = Span::new(at, at.plus(MINUTE)).unwrap_or(Span::SOME_MINUTE);
    let found = find::of_centre(access, catalogue, centre, minute).await?;
    let holds = |span: Span| span.start() <= at && at < span.end();
    let mut there: Vec<Duty> = found.duties.into_iter().filter(|duty| holds(duty.span)).collect();
    let has_key = |duty: &Duty| duty.tasks.iter().any(|task| holds(task.span));
    there.sort_by_key(|duty| (!has_key(duty), duty.role, duty.id));
    let mut on_duty: Vec<OnDuty> = Vec::new();
    for duty in there {
        if on_duty.iter().all(|known| known.person.who != duty.person.who) {
            on_duty.push(OnDuty { role: duty.role, person: duty.person });
        }
    }
    Ok(on_duty)
}
