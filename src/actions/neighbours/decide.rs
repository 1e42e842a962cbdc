//! Decides what came of an incident.

use super::record_incident;
use crate::{
    actions::{Condition, Services, letters},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::IncidentId,
        incident::{Incident, IncidentState},
        validation::{Faults, Lines, optional_text},
    },
    mail::IncidentNews,
    store::{Unit, UseCase, bookings, incidents},
};

/// Decides what came of an incident, or decides anew, and tells those who booked.
pub struct DecideIncident {
    /// What actions need.
    pub services: Services,
    /// Who decides.
    pub caller: Caller,
    /// On which incident.
    pub id: IncidentId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What came of it.
    pub state: IncidentState,
    /// In words, up to 2000 characters.
    pub outcome: Option<String>,
}

impl UseCase for DecideIncident {
    type Output = Incident;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let incident = incidents::get(unit, self.id).await?;
        if !self.caller.may_see_incident(&incident) {
            return Err(Failure::NotFound);
        }
        self.caller.needs(self.caller.is_desk_of(incident.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Incident, Failure> {
        let mut faults = Faults::new();
        let outcome = optional_text(&mut faults, "/outcome", self.outcome.as_deref(), 2000, Lines::Many);
        if outcome.is_some() && self.state == IncidentState::Open {
            faults.add("/outcome", "undecided", "Say with it what came of it: warned, charged, settled or dismissed.");
        }
        faults.into_result()?;
        let before = incidents::hold(unit, self.id).await?;
        self.condition.check(before.version)?;
        if before.state == self.state && before.outcome == outcome {
            return Ok(before);
        }
        let after = Incident {
            state: before.state.moved_to(self.state)?,
            outcome,
            updated_at: unit.now(),
            version: before.version + 1,
            ..before.clone()
        };
        incidents::update(unit, &after).await?;
        record_incident(unit, self.caller.id, "booking.incident_decided", Some(&before), &after).await?;
        let policy = &self.services.policy;
        let booking = bookings::get(unit, after.booking_id).await?;
        letters::incidents::write(unit, policy, &booking, &after, IncidentNews::Decided).await?;
        if after.state.counts() && !before.state.counts() {
            letters::incidents::tell_of_review(unit, policy, &booking, &after).await?;
        }
        Ok(after)
    }
}
