//! GET /organisations.

use axum::{Json, extract::State};
use serde::Deserialize;
use uuid::Uuid;

use super::view::OrganisationView;
use crate::{
    auth::Caller,
    domain::ids::OrganisationId,
    http::{
        HttpState, cursor,
        extract::{Params, params},
        problem::Problem,
        render::Page,
    },
    store::organisations,
};

/// Which organisations are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OrganisationQuery {
    /// With this in their name.
    q: Option<String>,
    /// Things on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List organisations
///
/// By name. Contact, category and class are shown of those whose member the caller is, and to staff.
#[utoipa::path(
    get, path = "/organisations", tag = "organisations", params(OrganisationQuery),
    responses((status = 200, description = "A page of organisations", body = Page<OrganisationView>)),
    security(("bearer" = []))
)]
pub(crate) async fn list_organisations(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<OrganisationQuery>,
) -> Result<Json<Page<OrganisationView>>, Problem> {
    let limit = params::limit(query.limit)?;
    let after = query.cursor.as_deref().map(cursor::decode::<(String, Uuid)>).transpose()?;
    let after = after.map(|(name, id)| (name, OrganisationId(id)));
    let wanted = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let found = organisations::list(&state.services.store, wanted, after.as_ref(), limit + 1).await?;
    let page = cursor::first_of(
        found,
        limit,
        |organisation| (organisation.name.clone(), organisation.id.0),
        |organisation| OrganisationView::of(organisation, &caller),
    )?;
    Ok(Json(page))
}
