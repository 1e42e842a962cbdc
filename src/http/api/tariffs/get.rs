//! GET /tariffs/{id}.

use axum::{Json, extract::State, response::IntoResponse};

use super::{find, view::TariffView};
use crate::{
    domain::ids::TariffId,
    http::{HttpState, api::answers::OfThing, extract::Id, problem::Problem, render},
};

/// Read a tariff
#[utoipa::path(
    get, path = "/tariffs/{id}", tag = "tariffs",
    params(("id" = TariffId, Path, description = "The tariff")),
    responses(
        (status = 200, description = "The tariff", body = TariffView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security(())
)]
pub(crate) async fn get(State(state): State<HttpState>, Id(id): Id<TariffId>) -> Result<impl IntoResponse, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let tariff = find(&catalogue, id)?;
    Ok((render::headers(Some(tariff.version), None), Json(TariffView::from(tariff))))
}
