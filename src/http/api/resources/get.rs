//! GET /resources/{id}.

use axum::{Json, extract::State, response::IntoResponse};

use super::view::ResourceView;
use crate::{
    domain::{failure::Failure, ids::ResourceId},
    http::{HttpState, api::answers::OfThing, extract::Id, problem::Problem, render},
};

/// Read a resource
#[utoipa::path(
    get, path = "/resources/{id}", tag = "resources",
    params(("id" = ResourceId, Path, description = "The resource")),
    responses(
        (status = 200, description = "The resource", body = ResourceView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security(())
)]
pub(crate) async fn get(State(state): State<HttpState>, Id(id): Id<ResourceId>) -> Result<impl IntoResponse, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let resource = catalogue.resources.get(&id).ok_or(Failure::NotFound)?;
    Ok((render::headers(Some(resource.version), None), Json(ResourceView::from(&**resource))))
}
