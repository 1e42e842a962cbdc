//! GET /rooms.

use axum::{Json, extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::RoomView;
use crate::{
    domain::{ids::CentreId, room::Room},
    http::{
        HttpState, cursor,
        extract::{Params, params::limit},
        problem::Problem,
        render::Page,
    },
};

/// Which rooms are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RoomQuery {
    /// Of this centre.
    centre_id: Option<CentreId>,
    /// Things on a page: 1 to 200, 50 where absent.
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List rooms
///
/// By name; retired ones are among them.
#[utoipa::path(
    get, path = "/rooms", tag = "rooms", params(RoomQuery),
    responses(
        (status = 200, description = "A page of them", body = Page<RoomView>),
    ),
    security(())
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    Params(query): Params<RoomQuery>,
) -> Result<impl IntoResponse, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let key = |room: &Room| (room.name.clone(), room.id.0);
    let wanted = |room: &Room| query.centre_id.is_none_or(|centre| room.centre_id == centre);
    let mut rooms: Vec<_> = catalogue.rooms.values().filter(|room| wanted(room)).collect();
    rooms.sort_by_cached_key(|room| key(room));
    let limit = limit(query.limit)?;
    let page = cursor::page(rooms, limit, query.cursor.as_deref(), |r| key(r), |r| RoomView::from(&***r))?;
    Ok(Json(page))
}
