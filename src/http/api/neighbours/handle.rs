//! POST /reports/{id}/incident and POST /reports/{id}/dismiss.

use axum::{Json, extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::{self, IncidentView, ReportView};
use crate::{
    actions::neighbours::handle::{DismissReport, ReportToIncident},
    auth::Caller,
    domain::{
        ids::{BookingId, ReportId},
        incident::IncidentKind,
    },
    http::{
        HttpState,
        api::answers::{OfKey, OfMatch, OfRight, OfThing},
        extract::{
            Body, Id, IdempotencyKey, IfMatch,
            idempotency::{self, created},
            params,
        },
        problem::{Problem, ProblemBody},
        render,
    },
    store::reports,
};

/// At which booking it went wrong.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct FromReportRequest {
    /// A booking of the centre.
    booking_id: BookingId,
    /// What went wrong; absent is what was reported.
    #[serde(default)]
    kind: Option<IncidentKind>,
    /// When; absent is when the neighbour said.
    #[serde(default)]
    #[schema(format = DateTime, example = "2026-12-03T23:10:00+01:00")]
    happened_at: Option<String>,
    /// In the words of the desk, up to 2000 characters: those who booked read it, and never the words of the neighbour.
    #[serde(default)]
    description: Option<String>,
}

/// Note what a neighbour reported at a booking
///
/// For the desk of the centre. What follows is that of `POST /bookings/{id}/incidents`.
#[utoipa::path(
    post, path = "/reports/{id}/incident", tag = "neighbours", request_body = FromReportRequest,
    params(("id" = ReportId, Path, description = "The report"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Noted", body = IncidentView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        OfRight, OfThing, OfMatch, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn to_incident(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<ReportId>,
    if_match: IfMatch,
    key: IdempotencyKey,
    body: Body<FromReportRequest>,
) -> Result<impl IntoResponse, Problem> {
    let FromReportRequest { booking_id, kind, happened_at, description } = body.value;
    let happened_at = happened_at.map(|text| params::instant("/happened_at", &text)).transpose();
    let happened_at = happened_at.map_err(|fault| Problem::validation(&[fault]))?;
    let services = state.services.clone();
    let zone = view::zone(&services.store, reports::get(&services.store, id).await?.centre_id).await?;
    let condition = if_match.condition();
    let action = ReportToIncident { services, caller, id, condition, booking_id, kind, happened_at, description };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |incident| {
        let shown = view::incident(incident, &action.caller, zone);
        created(format!("/api/v1/incidents/{}", incident.id), Some(incident.version), &shown)
    });
    Ok(answer.await?)
}

/// Dismiss what a neighbour reported
///
/// For the desk of the centre.
#[utoipa::path(
    post, path = "/reports/{id}/dismiss", tag = "neighbours",
    params(("id" = ReportId, Path, description = "The report"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Dismissed", body = ReportView,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "The desk has dealt with it", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn dismiss(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<ReportId>,
    if_match: IfMatch,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let report = store.run(&DismissReport { caller, id, condition: if_match.condition() }).await?;
    let under_way = reports::under_way(store, report.centre_id, report.happened_at).await?;
    let shown = view::report(&report, &under_way, view::zone(store, report.centre_id).await?);
    Ok((render::headers(Some(report.version), None), Json(shown)))
}
