//! The desk deals with the report of a neighbour: notes it at a booking, or dismisses it.

use super::{note::Noted, record_report};
use crate::{
    actions::{Condition, Services},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{BookingId, ReportId},
        incident::{Incident, IncidentKind},
        report::{Report, ReportState},
        time::Instant,
        validation::{Faults, Lines, optional_text},
    },
    store::{Unit, UseCase, bookings, reports},
};

/// Fails for who is not at the desk of the centre that a report is about.
async fn is_desk(unit: &Unit, caller: &Caller, id: ReportId) -> Result<(), Failure> {
    let report = reports::get(unit, id).await?;
    if !caller.may_see_notes_of(report.centre_id) {
        return Err(Failure::NotFound);
    }
    caller.needs(caller.is_desk_of(report.centre_id))
}

/// A report as the desk left it.
fn handled(unit: &Unit, caller: &Caller, before: &Report, to: ReportState) -> Result<Report, Failure> {
    Ok(Report {
        state: before.state.moved_to(to)?,
        handled_by: Some(caller.id),
        handled_at: Some(unit.now()),
        version: before.version + 1,
        ..before.clone()
    })
}

/// Dismisses a report.
pub struct DismissReport {
    /// Who dismisses it.
    pub caller: Caller,
    /// Which report.
    pub id: ReportId,
    /// The versions that the caller will accept.
    pub condition: Condition,
}

impl UseCase for DismissReport {
    type Output = Report;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        is_desk(unit, &self.caller, self.id).await
    }

    async fn run(&self, unit: &Unit) -> Result<Report, Failure> {
        let before = reports::hold(unit, self.id).await?;
        self.condition.check(before.version)?;
        let after = handled(unit, &self.caller, &before, ReportState::Dismissed)?;
        reports::update(unit, &after).await?;
        record_report(unit, Some(self.caller.id), "report.dismissed", Some(&before), &after).await?;
        Ok(after)
    }
}

/// Makes an incident at a booking of a report. Those who booked are told that a neighbour reported it, and not in the
/// neighbour's words, who may have said who they are.
pub struct ReportToIncident {
    /// What actions need.
    pub services: Services,
    /// Who does it.
    pub caller: Caller,
    /// Which report.
    pub id: ReportId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// At which booking of the centre.
    pub booking_id: BookingId,
    /// What went wrong; none is what was reported.
    pub kind: Option<IncidentKind>,
    /// When; none is when the neighbour said.
    pub happened_at: Option<Instant>,
    /// In the words of the desk, up to 2000 characters.
    pub description: Option<String>,
}

impl UseCase for ReportToIncident {
    type Output = Incident;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        is_desk(unit, &self.caller, self.id).await
    }

    async fn run(&self, unit: &Unit) -> Result<Incident, Failure> {
        let before = reports::hold(unit, self.id).await?;
        self.condition.check(before.version)?;
        let mut faults = Faults::new();
        let description = optional_text(&mut faults, "/description", self.description.as_deref(), 2000, Lines::Many);
        let kind = self.kind.or(before.kind.of_incident());
        if kind.is_none() {
            faults.add("/kind", "required", "The neighbour reported something else: say what kind of incident it is.");
        }
        let booking = match bookings::get(unit, self.booking_id).await {
            Ok(booking) if booking.centre_id == before.centre_id => Some(booking),
            Ok(_) | Err(Failure::NotFound) => None,
            Err(failure) => return Err(failure),
        };
        if booking.is_none() {
            faults.add("/booking_id", "unknown", "The centre has no such booking.");
        }
        faults.into_result()?;
        let (Some(kind), Some(booking)) = (kind, booking) else { return Err(Failure::NotFound) };
        let noted = Noted {
            by: self.caller.id,
            kind,
            happened_at: self.happened_at.unwrap_or(before.happened_at),
            description,
            report_id: Some(before.id),
        };
        let after = handled(unit, &self.caller, &before, ReportState::Incident)?;
        let incident = noted.write(unit, &self.services.policy, &booking).await?;
        let after = Report { incident_id: Some(incident.id), ..after };
        reports::update(unit, &after).await?;
        record_report(unit, Some(self.caller.id), "report.noted", Some(&before), &after).await?;
        Ok(incident)
    }
}
