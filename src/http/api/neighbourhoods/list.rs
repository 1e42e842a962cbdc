//! GET /neighbourhoods.

use axum::{Json, extract::State, response::IntoResponse};

use crate::{
    domain::centre::Neighbourhood,
    http::{
        HttpState, cursor,
        extract::{
            Params,
            params::{Paging, limit},
        },
        problem::Problem,
        render::Page,
    },
};

/// List the neighbourhoods
///
/// By name. What is not known of one is null.
#[utoipa::path(
    get, path = "/neighbourhoods", tag = "neighbourhoods", params(Paging),
    responses(
        (status = 200, description = "A page of them", body = Page<Neighbourhood>),
    ),
    security(())
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    Params(paging): Params<Paging>,
) -> Result<impl IntoResponse, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let page = cursor::page(
        &catalogue.neighbourhoods,
        limit(paging.limit)?,
        paging.cursor.as_deref(),
        |neighbourhood| (neighbourhood.name.clone(), neighbourhood.code.clone()),
        |neighbourhood| (*neighbourhood).clone(),
    )?;
    Ok(Json(page))
}
