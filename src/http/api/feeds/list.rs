//! GET /feeds.

use axum::{Json, extract::State};

use super::view::{FeedView, view};
use crate::{
    auth::Caller,
    http::{
        HttpState, cursor,
        extract::{
            Params,
            params::{self, Paging},
        },
        problem::Problem,
        render::Page,
    },
    store::feeds,
};

/// List one's calendar feeds
///
/// In the order of their making. Their addresses are not told again.
#[utoipa::path(
    get, path = "/feeds", tag = "feeds", params(Paging),
    responses((status = 200, description = "A page of them", body = Page<FeedView>)),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<FeedView>>, Problem> {
    let limit = params::limit(paging.limit)?;
    let after = paging.cursor.as_deref().map(cursor::decode::<i64>).transpose()?.unwrap_or(0);
    let found = feeds::list(&state.services.store, caller.id, after, limit + 1).await?;
    Ok(Json(cursor::first_of(found, limit, |(number, _)| *number, |(_, feed)| view(&feed))?))
}
