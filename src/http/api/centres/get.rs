//! GET /centres/{id}.

use axum::{Json, extract::State, response::IntoResponse};

use super::view::CentreView;
use crate::{
    domain::{failure::Failure, ids::CentreId},
    http::{HttpState, api::answers::OfThing, extract::Id, problem::Problem, render},
};

/// Read a centre
#[utoipa::path(
    get, path = "/centres/{id}", tag = "centres",
    params(("id" = CentreId, Path, description = "The centre")),
    responses(
        (status = 200, description = "The centre", body = CentreView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security(())
)]
pub(crate) async fn get(State(state): State<HttpState>, Id(id): Id<CentreId>) -> Result<impl IntoResponse, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let centre = catalogue.centres.get(&id).ok_or(Failure::NotFound)?;
    Ok((render::headers(Some(centre.version), None), Json(CentreView::from(&**centre))))
}
