//! GET /waitlist.

use axum::{Json, extract::State};
use serde::Deserialize;

use super::view::{WaitView, view};
use crate::{
    auth::Caller,
    domain::person::MemberRole,
    http::{
        HttpState, cursor,
        extract::{Params, params},
        problem::Problem,
        render::Page,
    },
    store::waitlist,
};

/// Which page.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Places on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List places on the waiting list
///
/// In the order of coming: the caller's own, and all of the organisations whose admin they are.
#[utoipa::path(
    get, path = "/waitlist", tag = "waitlist", params(Query),
    responses(
        (status = 200, description = "A page of them", body = Page<WaitView>),
    ),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<Query>,
) -> Result<Json<Page<WaitView>>, Problem> {
    let limit = params::limit(query.limit)?;
    let after = query.cursor.as_deref().map(cursor::decode::<i64>).transpose()?.unwrap_or(0);
    let of_admin = caller.memberships.iter().filter(|member| member.role == MemberRole::Admin);
    let organisations: Vec<_> = of_admin.map(|member| member.organisation_id).collect();
    let store = &state.services.store;
    let found = waitlist::list(store, caller.id, &organisations, after, limit + 1).await?;
    let catalogue = store.catalogue().await?;
    let page = cursor::first_of(found, limit, |(number, _)| *number, |(_, wait)| view(&wait, &catalogue))?;
    Ok(Json(page))
}
