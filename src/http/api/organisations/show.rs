//! GET /organisations/{id}.

use axum::{Json, extract::State, response::IntoResponse};

use super::view::OrganisationView;
use crate::{
    auth::Caller,
    domain::ids::OrganisationId,
    http::{HttpState, api::answers::OfThing, extract::Id, problem::Problem, render::headers},
    store::organisations,
};

/// Show an organisation
#[utoipa::path(
    get, path = "/organisations/{id}", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation")),
    responses(
        (status = 200, description = "The organisation", body = OrganisationView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn show_organisation(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<OrganisationId>,
) -> Result<impl IntoResponse, Problem> {
    let organisation = organisations::get(&state.services.store, id).await?;
    let headers = headers(Some(organisation.version), None);
    Ok((headers, Json(OrganisationView::of(organisation, &caller))))
}
