//! Incidents and reports as the contract shows them.

use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    auth::Caller,
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, CentreId, IncidentId, OrganisationId, ReportId, RoomId, UserId},
        incident::{Incident, IncidentKind, IncidentState},
        report::{Report, ReportKind, ReportState},
    },
    http::render::Moment,
    store::Store,
};

/// Something that went wrong at a booking.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct IncidentView {
    /// Identifier.
    id: IncidentId,
    /// The booking.
    booking_id: BookingId,
    /// Its centre.
    centre_id: CentreId,
    /// The organisation that booked; null is privately.
    organisation_id: Option<OrganisationId>,
    /// What went wrong.
    kind: IncidentKind,
    /// When, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    happened_at: Moment,
    /// In the words of the desk; null where a neighbour's report is all there is.
    description: Option<String>,
    /// Whether a neighbour reported it.
    by_neighbour: bool,
    /// Staff: the report that it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    report_id: Option<ReportId>,
    /// What came of it.
    state: IncidentState,
    /// What came of it in words.
    outcome: Option<String>,
    /// What those who booked say of it.
    reply: Option<ReplyView>,
    /// Staff: who noted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    noted_by: Option<UserId>,
    /// When it was noted, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    /// When it last changed, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Moment,
}

/// What those who booked say of an incident.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReplyView {
    /// The text.
    text: String,
    /// When, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
}

/// An incident as this caller sees it.
pub(super) fn incident(incident: &Incident, caller: &Caller, zone: Tz) -> IncidentView {
    let staff = caller.may_see_notes_of(incident.centre_id);
    let incident = incident.clone();
    IncidentView {
        id: incident.id,
        booking_id: incident.booking_id,
        centre_id: incident.centre_id,
        organisation_id: incident.organisation_id,
        kind: incident.kind,
        happened_at: Moment(incident.happened_at, zone),
        description: incident.description,
        by_neighbour: incident.report_id.is_some(),
        report_id: incident.report_id.filter(|_| staff),
        state: incident.state,
        outcome: incident.outcome,
        reply: incident.reply.map(|reply| ReplyView { text: reply.text, at: Moment(reply.at, zone) }),
        noted_by: Some(incident.noted_by).filter(|_| staff),
        created_at: Moment(incident.created_at, zone),
        updated_at: Moment(incident.updated_at, zone),
    }
}

/// What a neighbour reported, for the desk.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReportView {
    /// Identifier.
    id: ReportId,
    /// The centre.
    centre_id: CentreId,
    /// What they are troubled by.
    kind: ReportKind,
    /// When it was, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    happened_at: Moment,
    /// In their words; null when it is kept no longer.
    text: Option<String>,
    /// How they are reached; null where they did not say, or when it is kept no longer.
    contact: Option<String>,
    /// What became of it.
    state: ReportState,
    /// The incident that it became.
    incident_id: Option<IncidentId>,
    /// What was under way then, set-up and clean-up included.
    under_way: Vec<UnderWayView>,
    /// When the desk dealt with it, with the centre's offset.
    #[schema(value_type = Option<String>, format = DateTime)]
    handled_at: Option<Moment>,
    /// When it came, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
}

/// A booking that was under way.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct UnderWayView {
    /// The booking.
    id: BookingId,
    /// Short and speakable, for the telephone.
    reference: String,
    /// The room.
    room_id: RoomId,
    /// For which organisation; null is privately.
    organisation_id: Option<OrganisationId>,
    /// Title.
    title: String,
    /// First instant.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Moment,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Moment,
}

/// A report as the desk sees it.
pub(super) fn report(report: &Report, under_way: &[Booking], zone: Tz) -> ReportView {
    let booking = |booking: &Booking| UnderWayView {
        id: booking.id,
        reference: booking.reference.clone(),
        room_id: booking.room_id,
        organisation_id: booking.organisation_id,
        title: booking.title.clone(),
        starts_at: Moment(booking.span.start(), zone),
        ends_at: Moment(booking.span.end(), zone),
    };
    ReportView {
        id: report.id,
        centre_id: report.centre_id,
        kind: report.kind,
        happened_at: Moment(report.happened_at, zone),
        text: report.text.clone(),
        contact: report.contact.clone(),
        state: report.state,
        incident_id: report.incident_id,
        under_way: under_way.iter().map(booking).collect(),
        handled_at: report.handled_at.map(|at| Moment(at, zone)),
        created_at: Moment(report.created_at, zone),
    }
}

/// The clocks of a centre.
pub(super) async fn zone(store: &Store, centre: CentreId) -> Result<Tz, Failure> {
    Ok(store.centre(centre).await?.0.timezone)
}
