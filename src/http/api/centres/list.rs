//! GET /centres.

use axum::{Json, extract::State, response::IntoResponse};

use super::view::CentreView;
use crate::{
    domain::centre::Centre,
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

/// List the centres
///
/// By name. Planned centres, those under study and those that closed are among them; only open ones can be booked.
#[utoipa::path(
    get, path = "/centres", tag = "centres", params(Paging),
    responses(
        (status = 200, description = "A page of them", body = Page<CentreView>),
    ),
    security(())
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    Params(paging): Params<Paging>,
) -> Result<impl IntoResponse, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let key = |centre: &Centre| (centre.name.clone(), centre.id.0);
    let mut centres: Vec<_> = catalogue.centres.values().collect();
    centres.sort_by_cached_key(|centre| key(centre));
    let limit = limit(paging.limit)?;
    let page = cursor::page(centres, limit, paging.cursor.as_deref(), |c| key(c), |c| CentreView::from(&***c))?;
    Ok(Json(page))
}
