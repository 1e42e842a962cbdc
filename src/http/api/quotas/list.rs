//! GET /quotas.

use axum::{Json, extract::State};
use serde::Deserialize;

use super::view::{QuotaView, view};
use crate::{
    auth::Caller,
    domain::{
        ids::{CentreId, RoomId},
        quota::Area,
    },
    http::{
        HttpState, cursor,
        extract::{Params, params},
        problem::Problem,
        render::Page,
    },
};

/// Which quotas.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuotaQuery {
    /// Over this centre or one of its rooms.
    centre_id: Option<CentreId>,
    /// Over this room.
    room_id: Option<RoomId>,
    /// Quotas on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List quotas
///
/// Those that hold, in the order in which they were set. What is set for one organisation is shown to its members, to
/// desks and to who reads the city.
#[utoipa::path(
    get, path = "/quotas", tag = "quotas", params(QuotaQuery),
    responses((status = 200, description = "A page of quotas", body = Page<QuotaView>)),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<QuotaQuery>,
) -> Result<Json<Page<QuotaView>>, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let limit = usize::try_from(params::limit(query.limit)?).unwrap_or(usize::MAX);
    let after = query.cursor.as_deref().map(cursor::decode::<uuid::Uuid>).transpose()?;
    let centre_of = |area| match area {
        Area::City => None,
        Area::Centre(id) => Some(id),
        Area::Room(id) => catalogue.rooms.get(&id).map(|room| room.centre_id),
    };
    let mut found: Vec<_> = catalogue
        .quotas
        .iter()
        .filter(|quota| query.room_id.is_none_or(|room| quota.area == Area::Room(room)))
        .filter(|quota| query.centre_id.is_none_or(|centre| centre_of(quota.area) == Some(centre)))
        .filter(|quota| quota.organisation_id.is_none_or(|whose| caller.may_see_quotas_of(whose)))
        .filter(|quota| after.is_none_or(|after| quota.id.0 > after))
        .collect();
    found.sort_by_key(|quota| quota.id);
    let more = found.len() > limit;
    found.truncate(limit);
    let next_cursor = found.last().filter(|_| more).map(|quota| cursor::encode(&quota.id.0)).transpose()?;
    Ok(Json(Page { items: found.into_iter().map(|quota| view(quota)).collect(), next_cursor }))
}
