//! Takes a duty that is offered: of all who want it the first.

use super::{
    record,
    shifts::{fits, taker},
};
use crate::{
    actions::{Policy, Services, auth::links::Payload, letters},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{ShiftId, UserId},
        rota::{Shift, ShiftState},
    },
    mail::LinkPurpose,
    store::{Unit, UseCase, people, rota, tokens},
};

/// What is told to who comes too late.
const TAKEN: &str = "Somebody else takes it, or nobody is needed any more.";

/// Takes a duty that is offered.
pub struct AcceptDuty<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Who takes it.
    pub caller: Caller,
    /// Which.
    pub id: ShiftId,
}

impl UseCase for AcceptDuty<'_> {
    type Output = Shift;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let shift = rota::shift(unit, self.id).await?;
        let places = rota::of_person(unit, self.caller.id).await?;
        if places.iter().any(|place| place.centre_id == shift.centre_id) {
            Ok(())
        } else if self.caller.may_see_notes_of(shift.centre_id) {
            Err(Failure::Forbidden)
        } else {
            Err(Failure::NotFound)
        }
    }

    async fn run(&self, unit: &Unit) -> Result<Shift, Failure> {
        accept(unit, self.policy, self.caller.id, self.id).await
    }
}

/// Takes the duty for a person on the rota. Whoever wrote it first has it: the others find it changed, look again, and are
/// told so.
pub(super) async fn accept(unit: &Unit, policy: &Policy, person: UserId, id: ShiftId) -> Result<Shift, Failure> {
    let before = rota::shift(unit, id).await?;
    if !before.state.is_open() || before.span.end() <= unit.now() {
        return Err(Failure::TooLate(TAKEN));
    }
    let places = rota::of_person(unit, person).await?;
    let place = places.into_iter().find(|place| place.centre_id == before.centre_id).ok_or(Failure::NotFound)?;
    let catalogue = unit.catalogue().await?;
    let centre = catalogue.centres.get(&before.centre_id).ok_or(Failure::Stale)?;
    let one = taker(unit, place.id, centre, "").await?;
    fits(unit, &one, centre, (before.role, before.span, Some(before.id)), "").await?;
    let after = taken(&before, &one);
    rota::update(unit, &before, &after).await?;
    record(unit, Some(person), "shift.accepted", Some(&before), &after).await?;
    letters::duties::taken(unit, policy, centre, &after, &one).await?;
    Ok(after)
}

/// Hours that somebody takes.
pub(super) fn taken(before: &Shift, by: &rota::OnRota) -> Shift {
    Shift {
        volunteer_id: Some(by.volunteer.id),
        state: ShiftState::Taken,
        offer_until: None,
        version: before.version + 1,
        ..before.clone()
    }
}

/// Uses the link in a letter about a duty: takes what is offered, or gives up what one has. Nobody is signed in.
pub struct DutyByLink {
    /// What actions need.
    pub services: Services,
    /// The token.
    pub token: String,
}

impl UseCase for DutyByLink {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let link = tokens::use_link(unit, &self.token).await?.ok_or(Failure::Unauthorized)?;
        let payload: Payload = serde_json::from_str(&link.payload)
            .map_err(|fault| Failure::Internal(format!("the payload of a link: {fault}")))?;
        let (person, _) = people::by_email(unit, &link.email).await?.ok_or(Failure::Unauthorized)?;
        let policy = &self.services.policy;
        match payload.link {
            LinkPurpose::TakeDuty { duty_id } => accept(unit, policy, person.id, ShiftId(duty_id.0)).await.map(|_| ()),
            LinkPurpose::DeclineDuty { duty_id } => super::decline::decline(unit, policy, person.id, duty_id).await,
            _ => Err(Failure::Unauthorized),
        }
    }
}
