//! POST /organisations/{id}/merge.

use axum::{Json, extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::OrganisationView;
use crate::{
    actions::organisations::merge::Merge,
    auth::Caller,
    domain::ids::OrganisationId,
    http::{
        HttpState,
        api::answers::{OfMatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch},
        problem::{Problem, ProblemBody},
        render::headers,
    },
};

/// What an organisation is merged into.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct MergeOrganisationRequest {
    /// The organisation that stays.
    into: OrganisationId,
}

/// Merge an organisation into another
///
/// For one that is there twice, by a manager, steward or administrator; where one of both is the host of a centre, by an
/// administrator. Members (with the stronger role), invitations, requests to join, key-holders, bookings, series, quotas,
/// incidents, places on the waiting list, feeds, statements and hosted centres become those of the one that stays, which
/// keeps its name, kind, category and class. Of two quotas over the same rooms, measure and period the larger holds. The
/// admins of both are mailed. The one that was merged tells `merged_into` and can be used for nothing else. The same merge
/// again changes nothing.
#[utoipa::path(
    post, path = "/organisations/{id}/merge", tag = "organisations", request_body = MergeOrganisationRequest,
    params(("id" = OrganisationId, Path, description = "The organisation that goes"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read of it")),
    responses(
        (status = 200, description = "The organisation that stays", body = OrganisationView,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "It was merged into another one before", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing, OfRight, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn merge_organisation(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<OrganisationId>,
    if_match: IfMatch,
    body: Body<MergeOrganisationRequest>,
) -> Result<impl IntoResponse, Problem> {
    let policy = &state.services.policy;
    let condition = if_match.condition();
    let action = Merge { policy, caller: caller.clone(), from: id, condition, into: body.value.into };
    let organisation = state.services.store.run(&action).await?;
    let headers = headers(Some(organisation.version), None);
    Ok((headers, Json(OrganisationView::of(organisation, &caller))))
}
