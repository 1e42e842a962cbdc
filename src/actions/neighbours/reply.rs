//! Says what those who booked have to say of an incident.

use super::record_incident;
use crate::{
    actions::{Condition, Services, letters},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::IncidentId,
        incident::{Incident, Reply},
        validation::{Faults, Lines, text},
    },
    mail::IncidentNews,
    store::{Unit, UseCase, bookings, incidents},
};

/// Says what those who booked have to say of an incident, once, and tells the desk.
pub struct ReplyToIncident {
    /// What actions need.
    pub services: Services,
    /// Who writes.
    pub caller: Caller,
    /// Of which incident.
    pub id: IncidentId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What, 1 to 2000 characters.
    pub text: String,
}

impl UseCase for ReplyToIncident {
    type Output = Incident;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let incident = incidents::get(unit, self.id).await?;
        if !self.caller.may_see_incident(&incident) {
            return Err(Failure::NotFound);
        }
        self.caller.needs(self.caller.may_answer_incident(&incident))
    }

    async fn run(&self, unit: &Unit) -> Result<Incident, Failure> {
        let mut faults = Faults::new();
        let text = text(&mut faults, "/text", &self.text, 2000, Lines::Many);
        faults.into_result()?;
        let before = incidents::hold(unit, self.id).await?;
        self.condition.check(before.version)?;
        if before.reply.is_some() {
            return Err(Failure::TooLate("There is a reply: write to the desk about the booking."));
        }
        let now = unit.now();
        let after = Incident {
            reply: Some(Reply { text, by: self.caller.id, at: now }),
            updated_at: now,
            version: before.version + 1,
            ..before.clone()
        };
        incidents::update(unit, &after).await?;
        record_incident(unit, self.caller.id, "booking.incident_answered", Some(&before), &after).await?;
        let booking = bookings::get(unit, after.booking_id).await?;
        letters::incidents::write(unit, &self.services.policy, &booking, &after, IncidentNews::Replied).await?;
        Ok(after)
    }
}
