//! Notes that something went wrong at a booking.

use super::record_incident;
use crate::{
    actions::{Policy, Services, letters},
    auth::Caller,
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, IncidentId, ReportId, UserId},
        incident::{Incident, IncidentKind, IncidentState, may_have_happened},
        time::Instant,
        validation::{Faults, Lines, text},
    },
    mail::IncidentNews,
    store::{Unit, UseCase, bookings, incidents},
};

/// Incidents at one booking at most.
const MOST: i64 = 50;

/// Notes that something went wrong at a booking, and tells those who booked.
pub struct NoteIncident {
    /// What actions need.
    pub services: Services,
    /// Who notes it.
    pub caller: Caller,
    /// At which booking.
    pub id: BookingId,
    /// What.
    pub kind: IncidentKind,
    /// When.
    pub happened_at: Instant,
    /// In words, 1 to 2000 characters.
    pub description: String,
}

impl UseCase for NoteIncident {
    type Output = Incident;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let booking = bookings::get(unit, self.id).await?;
        if !self.caller.may_see(&booking) {
            return Err(Failure::NotFound);
        }
        self.caller.needs(self.caller.is_desk_of(booking.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Incident, Failure> {
        let mut faults = Faults::new();
        let description = text(&mut faults, "/description", &self.description, 2000, Lines::Many);
        faults.into_result()?;
        let noted = Noted {
            by: self.caller.id,
            kind: self.kind,
            happened_at: self.happened_at,
            description: Some(description),
            report_id: None,
        };
        noted.write(unit, &self.services.policy, &bookings::get(unit, self.id).await?).await
    }
}

/// What is noted at a booking.
pub(super) struct Noted {
    /// Who notes it.
    pub(super) by: UserId,
    /// What.
    pub(super) kind: IncidentKind,
    /// When.
    pub(super) happened_at: Instant,
    /// In words.
    pub(super) description: Option<String>,
    /// The report that it came from.
    pub(super) report_id: Option<ReportId>,
}

impl Noted {
    /// Writes it, and what follows from it: the letters, and that rooms look at their bookings first from now on.
    ///
    /// # Errors
    /// Those of [`may_have_happened`]; [`Failure::Invalid`] where the booking has too many.
    pub(super) async fn write(self, unit: &Unit, policy: &Policy, booking: &Booking) -> Result<Incident, Failure> {
        let now = unit.now();
        may_have_happened(booking, self.happened_at, now)?;
        if incidents::count(unit, booking.id).await? >= MOST {
            return Err(Failure::invalid("", "too_many", "A booking has at most 50 incidents."));
        }
        let incident = Incident {
            id: IncidentId::new(now),
            booking_id: booking.id,
            centre_id: booking.centre_id,
            organisation_id: booking.organisation_id,
            booker_id: booking.booker_id,
            kind: self.kind,
            happened_at: self.happened_at,
            description: self.description,
            report_id: self.report_id,
            state: IncidentState::Open,
            outcome: None,
            reply: None,
            noted_by: self.by,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        incidents::insert(unit, &incident).await?;
        record_incident(unit, self.by, "booking.incident_noted", None, &incident).await?;
        letters::incidents::write(unit, policy, booking, &incident, IncidentNews::Noted).await?;
        letters::incidents::tell_of_review(unit, policy, booking, &incident).await?;
        Ok(incident)
    }
}
