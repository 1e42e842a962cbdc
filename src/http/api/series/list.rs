//! GET /series.

use axum::{Json, extract::State};
use serde::Deserialize;
use uuid::Uuid;

use super::view::{self, SeriesView};
use crate::{
    auth::Caller,
    domain::ids::{CentreId, OrganisationId, RoomId, SeriesId},
    http::{
        HttpState, cursor,
        extract::{Params, params},
        problem::{Problem, ProblemBody},
        render::Page,
    },
    store::{
        bookings::{self, Scope},
        series::{self, Filter},
    },
};

/// Which series are wanted; what is absent does not narrow.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// In this centre.
    centre_id: Option<CentreId>,
    /// In this room.
    room_id: Option<RoomId>,
    /// For this organisation.
    organisation_id: Option<OrganisationId>,
    /// Series on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List series
///
/// The oldest first, those that the caller may see: their own, all of the organisations whose admin they are, all of the
/// centres whose desk they are; stewards and administrators see all.
#[utoipa::path(
    get, path = "/series", tag = "series", params(Query),
    responses(
        (status = 200, description = "A page of series", body = Page<SeriesView>),
        (status = 422, description = "A parameter is not right", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<Query>,
) -> Result<Json<Page<SeriesView>>, Problem> {
    let limit = params::limit(query.limit)?;
    let after = query.cursor.as_deref().map(cursor::decode::<Uuid>).transpose()?.map(SeriesId);
    let Query { centre_id, room_id, organisation_id, .. } = query;
    let filter = Filter { centre_id, room_id, organisation_id };
    let store = &state.services.store;
    let found = series::list(store, &Scope::of(&caller), filter, after, limit + 1).await?;
    let names = bookings::organisation_names(store, found.iter().filter_map(|one| one.organisation_id)).await?;
    let catalogue = match found.first() {
        // Looks in the database where memory does not know a room, as another process may have made it.
        Some(first) => store.room(first.room_id).await?.2,
        None => store.catalogue().await?,
    };
    let page = cursor::first_of(
        found,
        limit,
        |one| one.id.0,
        |one| {
            let name = one.organisation_id.and_then(|id| names.get(&id).cloned());
            view::series_view(&one, &catalogue, name)
        },
    )?;
    Ok(Json(page))
}
