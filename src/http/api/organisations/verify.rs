//! POST /organisations/{id}/verify.

use axum::{Json, extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::OrganisationView;
use crate::{
    actions::organisations::change::{Change, Wish},
    auth::Caller,
    domain::ids::OrganisationId,
    http::{
        HttpState,
        api::answers::{OfMatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch},
        problem::Problem,
        render::headers,
    },
};

/// What an organisation counts as.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct VerifyOrganisationRequest {
    /// Tariff category; as it was where absent.
    tariff_category: Option<String>,
    /// Priority class; as it was where absent.
    priority_class: Option<String>,
}

/// Verify an organisation
///
/// By a manager, steward or administrator: from then on rules and prices go by its kind, category and class.
#[utoipa::path(
    post, path = "/organisations/{id}/verify", tag = "organisations",
    request_body = Option<VerifyOrganisationRequest>,
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Verified", body = OrganisationView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing, OfRight, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn verify_organisation(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<OrganisationId>,
    if_match: IfMatch,
    body: Option<Body<VerifyOrganisationRequest>>,
) -> Result<impl IntoResponse, Problem> {
    let VerifyOrganisationRequest { tariff_category, priority_class } = body.map(|body| body.value).unwrap_or_default();
    let wish = Wish::Verified { tariff_category, priority_class };
    let action = Change { caller: caller.clone(), id, condition: if_match.condition(), wish };
    let organisation = state.services.store.run(&action).await?;
    let headers = headers(Some(organisation.version), None);
    Ok((headers, Json(OrganisationView::of(organisation, &caller))))
}
