//! GET /resources.

use axum::{Json, extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::ResourceView;
use crate::{
    domain::{ids::CentreId, resource::Resource},
    http::{
        HttpState, cursor,
        extract::{Params, params::limit},
        problem::Problem,
        render::Page,
    },
};

/// Which resources are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ResourceQuery {
    /// Of this centre.
    centre_id: Option<CentreId>,
    /// Things on a page: 1 to 200, 50 where absent.
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List resources
///
/// Floors, counted equipment and the people that buildings may hold, by name.
#[utoipa::path(
    get, path = "/resources", tag = "resources", params(ResourceQuery),
    responses(
        (status = 200, description = "A page of them", body = Page<ResourceView>),
    ),
    security(())
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    Params(query): Params<ResourceQuery>,
) -> Result<impl IntoResponse, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let key = |resource: &Resource| (resource.name.clone(), resource.id.0);
    let wanted = |resource: &Resource| query.centre_id.is_none_or(|centre| resource.centre_id == centre);
    let mut resources: Vec<_> = catalogue.resources.values().filter(|resource| wanted(resource)).collect();
    resources.sort_by_cached_key(|resource| key(resource));
    let limit = limit(query.limit)?;
    let page = cursor::page(resources, limit, query.cursor.as_deref(), |r| key(r), |r| ResourceView::from(&***r))?;
    Ok(Json(page))
}
