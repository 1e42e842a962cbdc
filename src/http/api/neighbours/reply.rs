//! POST /incidents/{id}/reply.

use axum::{Json, extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::{self, IncidentView};
use crate::{
    actions::neighbours::reply::ReplyToIncident,
    auth::Caller,
    domain::ids::IncidentId,
    http::{
        HttpState,
        api::answers::{OfMatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch},
        problem::{Problem, ProblemBody},
        render,
    },
};

/// What those who booked have to say.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct ReplyRequest {
    /// The text, 1 to 2000 characters. The desk is mailed it.
    text: String,
}

/// Reply to an incident
///
/// Once, by who booked or an admin of their organisation.
#[utoipa::path(
    post, path = "/incidents/{id}/reply", tag = "neighbours", request_body = ReplyRequest,
    params(("id" = IncidentId, Path, description = "The incident"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Kept, and on its way", body = IncidentView,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "There is a reply", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn reply(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<IncidentId>,
    if_match: IfMatch,
    body: Body<ReplyRequest>,
) -> Result<impl IntoResponse, Problem> {
    let services = state.services.clone();
    let store = services.store.clone();
    let action = ReplyToIncident { services, caller, id, condition: if_match.condition(), text: body.value.text };
    let incident = store.run(&action).await?;
    let zone = view::zone(&store, incident.centre_id).await?;
    let shown = view::incident(&incident, &action.caller, zone);
    Ok((render::headers(Some(incident.version), None), Json(shown)))
}
