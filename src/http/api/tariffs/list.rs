//! GET /tariffs.

use axum::{Json, extract::State};
use serde::Deserialize;

use super::view::TariffView;
use crate::{
    domain::{
        ids::{CentreId, RoomId},
        tariff::Tariff,
    },
    http::{
        HttpState, cursor,
        extract::{Params, params::limit},
        problem::Problem,
        render::Page,
    },
};

/// Which tariffs are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TariffQuery {
    /// Of this centre.
    centre_id: Option<CentreId>,
    /// Of this room: those that name it, and those for every room of its centre.
    room_id: Option<RoomId>,
    /// Tariffs on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List tariffs
///
/// By name, those that no longer or not yet hold among them.
#[utoipa::path(
    get, path = "/tariffs", tag = "tariffs", params(TariffQuery),
    responses((status = 200, description = "A page of them", body = Page<TariffView>)),
    security(())
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    Params(query): Params<TariffQuery>,
) -> Result<Json<Page<TariffView>>, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let of_room = |tariff: &Tariff, room: RoomId| {
        let centre = catalogue.rooms.get(&room).map(|room| room.centre_id);
        tariff.room_ids.contains(&room) || (tariff.room_ids.is_empty() && centre == Some(tariff.centre_id))
    };
    let key = |tariff: &Tariff| (tariff.name.clone(), tariff.id.0);
    let mut tariffs: Vec<&Tariff> = catalogue
        .tariffs
        .values()
        .flatten()
        .filter(|tariff| query.centre_id.is_none_or(|centre| tariff.centre_id == centre))
        .filter(|tariff| query.room_id.is_none_or(|room| of_room(tariff, room)))
        .collect();
    tariffs.sort_by_cached_key(|tariff| key(tariff));
    let limit = limit(query.limit)?;
    Ok(Json(cursor::page(tariffs, limit, query.cursor.as_deref(), |one| key(one), |one| TariffView::from(*one))?))
}
