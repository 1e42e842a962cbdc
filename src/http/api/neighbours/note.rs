//! POST /bookings/{id}/incidents.

use axum::{extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::{self, IncidentView};
use crate::{
    actions::neighbours::note::NoteIncident,
    auth::Caller,
    domain::{ids::BookingId, incident::IncidentKind},
    http::{
        HttpState,
        api::answers::{OfKey, OfRight, OfThing},
        extract::{
            Body, Id, IdempotencyKey,
            idempotency::{self, created},
            params,
        },
        problem::Problem,
    },
    store::bookings,
};

/// What went wrong.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct IncidentRequest {
    /// What.
    kind: IncidentKind,
    /// When: RFC 3339, whole minutes; after the booking began, and not later than now.
    #[schema(format = DateTime, example = "2026-12-03T22:30:00+01:00")]
    happened_at: String,
    /// In words, 1 to 2000 characters: those who booked read it.
    description: String,
}

/// Note that something went wrong at a booking
///
/// For the desk of the centre, of a confirmed booking that has begun. Those who booked are mailed it. So many in some months
/// (`incidents` and `incident_months` in `review` of a room's rules) put their bookings to the desk, until they are long
/// ago or dismissed; they are told so, once.
#[utoipa::path(
    post, path = "/bookings/{id}/incidents", tag = "neighbours", request_body = IncidentRequest,
    params(("id" = BookingId, Path, description = "The booking"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Noted", body = IncidentView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        OfRight, OfThing, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn note(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<BookingId>,
    key: IdempotencyKey,
    body: Body<IncidentRequest>,
) -> Result<impl IntoResponse, Problem> {
    let IncidentRequest { kind, happened_at, description } = body.value;
    let happened_at = params::instant("/happened_at", &happened_at).map_err(|fault| Problem::validation(&[fault]))?;
    let services = state.services.clone();
    let zone = view::zone(&services.store, bookings::get(&services.store, id).await?.centre_id).await?;
    let action = NoteIncident { services, caller, id, kind, happened_at, description };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |incident| {
        let shown = view::incident(incident, &action.caller, zone);
        created(format!("/api/v1/incidents/{}", incident.id), Some(incident.version), &shown)
    });
    Ok(answer.await?)
}
