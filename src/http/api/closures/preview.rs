//! POST /closures/preview.

use axum::{Json, extract::State};
use chrono_tz::Tz;
use serde::Serialize;

use super::{create::closure_of, request::ClosureRequest};
use crate::{
    actions::closures::{Met, preview as foresee},
    auth::Caller,
    domain::{
        booking::BookingStatus,
        closure::DecisionAction,
        ids::{BookingId, OrganisationId, RoomId, SeriesId},
    },
    http::{HttpState, api::answers::OfRight, extract::Body, problem::Problem, render::moment},
    store::catalogue::Catalogue,
};

/// What a closure would bring about.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PreviewView {
    /// Every booking that it would meet, by start.
    affected: Vec<AffectedView>,
}

/// A booking that the closure would meet.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct AffectedView {
    /// The booking.
    booking_id: BookingId,
    /// Short and speakable, for the telephone.
    reference: String,
    /// Its stage.
    status: BookingStatus,
    /// Title; a host reads that of its own bookings only.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// People expected.
    attendees: i32,
    /// For whom; null is privately.
    organisation_id: Option<OrganisationId>,
    /// Its name.
    organisation_name: Option<String>,
    /// The series it belongs to.
    series_id: Option<SeriesId>,
    /// The room.
    room_id: RoomId,
    /// Its name.
    room_name: String,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
    /// What is proposed: to be sent back as one of the `decisions`, as it is or changed.
    decision: ProposedDecision,
    /// Where that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<ProposedPlace>,
}

/// A decision as it is proposed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ProposedDecision {
    /// The booking.
    booking_id: BookingId,
    /// The version of it that this was proposed for.
    version: i64,
    /// `move`, or `cancel` where there is no other place.
    action: DecisionAction,
    /// The room.
    #[serde(skip_serializing_if = "Option::is_none")]
    room_id: Option<RoomId>,
    /// First instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    starts_at: Option<String>,
    /// First instant after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    ends_at: Option<String>,
}

/// Where a booking would go.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ProposedPlace {
    /// The room.
    room_name: String,
    /// Its centre.
    centre_name: String,
    /// Metres from the centre that closes, as the crow flies.
    distance_m: i64,
}

/// Preview a closure
///
/// For the desk of the centre and its host. Lists every booking that the closure would meet, set-up and clean-up included, and
/// proposes for each another place: for the bookings of a series one other room at the same weekday and time, else the
/// nearest that satisfies the booking's rules. No two are sent to the same place. Nothing is done.
#[utoipa::path(
    post, path = "/closures/preview", tag = "closures", request_body = ClosureRequest,
    responses(
        (status = 200, description = "What it would bring about", body = PreviewView),
        OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn preview(
    State(state): State<HttpState>,
    caller: Caller,
    body: Body<ClosureRequest>,
) -> Result<Json<PreviewView>, Problem> {
    let store = &state.services.store;
    let (closure, centre) = closure_of(store, &caller, &body.value).await?;
    let met = foresee(&state.services, &caller, closure).await?;
    let catalogue = store.catalogue().await?;
    Ok(Json(PreviewView { affected: met.iter().map(|met| view(met, &caller, &catalogue, centre.timezone)).collect() }))
}

fn view(met: &Met, caller: &Caller, catalogue: &Catalogue, zone: Tz) -> AffectedView {
    let booking = &met.booking;
    let name = |room: RoomId| catalogue.rooms.get(&room).map(|room| room.name.clone()).unwrap_or_default();
    let place = met.proposal.as_ref().map(|proposal| &proposal.place);
    AffectedView {
        booking_id: booking.id,
        reference: booking.reference.clone(),
        status: booking.status,
        title: caller.may_see(booking).then(|| booking.title.clone()),
        attendees: booking.attendees,
        organisation_id: booking.organisation_id,
        organisation_name: met.organisation_name.clone(),
        series_id: booking.series_id,
        room_id: booking.room_id,
        room_name: name(booking.room_id),
        starts_at: moment(booking.span.start(), zone),
        ends_at: moment(booking.span.end(), zone),
        decision: ProposedDecision {
            booking_id: booking.id,
            version: booking.version,
            action: if place.is_some() { DecisionAction::Move } else { DecisionAction::Cancel },
            room_id: place.map(|place| place.room_id),
            starts_at: place.map(|place| moment(place.span.start(), zone)),
            ends_at: place.map(|place| moment(place.span.end(), zone)),
        },
        place: met.proposal.as_ref().map(|proposal| ProposedPlace {
            room_name: name(proposal.place.room_id),
            centre_name: catalogue
                .centres
                .get(&proposal.place.centre_id)
                .map(|centre| centre.name.clone())
                .unwrap_or_default(),
            distance_m: proposal.distance_m,
        }),
    }
}
