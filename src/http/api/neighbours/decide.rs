//! PATCH /incidents/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::view::{self, IncidentView};
use crate::{
    actions::neighbours::decide::DecideIncident,
    auth::Caller,
    domain::{failure::Failure, ids::IncidentId, incident::IncidentState},
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing, PatchOf},
        extract::{Body, Id, IfMatch, merge::merged},
        problem::{Problem, ProblemBody},
        render,
    },
    store::incidents,
};

/// What came of an incident.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct IncidentOutcome {
    /// What came of it.
    state: IncidentState,
    /// In words, up to 2000 characters: those who booked read it.
    #[serde(default)]
    outcome: Option<String>,
}

type IncidentOutcomePatch = PatchOf<IncidentOutcome>;

/// Decide what came of an incident
///
/// A merge patch (RFC 7396). For the desk of the centre; it may decide anew, and those who booked are mailed each time. What
/// is dismissed counts no more.
#[utoipa::path(
    patch, path = "/incidents/{id}", tag = "neighbours", request_body = IncidentOutcomePatch,
    params(("id" = IncidentId, Path, description = "The incident"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Decided", body = IncidentView,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "It was decided, and is not undecided again", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn decide(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<IncidentId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let services = state.services.clone();
    let store = services.store.clone();
    let before = incidents::get(&store, id).await?;
    if !caller.may_see_incident(&before) {
        return Err(Failure::NotFound.into());
    }
    let condition = if_match.required()?;
    let zone = view::zone(&store, before.centre_id).await?;
    let current = IncidentOutcome { state: before.state, outcome: before.outcome };
    let IncidentOutcome { state, outcome } = merged(&current, &body.value)?;
    let action = DecideIncident { services, caller, id, condition, state, outcome };
    let incident = store.run(&action).await?;
    let shown = view::incident(&incident, &action.caller, zone);
    Ok((render::headers(Some(incident.version), None), Json(shown)))
}
