//! GET /statements.

use axum::{Json, extract::State};
use serde::Deserialize;

use super::view::{StatementView, view};
use crate::{
    actions::statements::{names, scope},
    auth::Caller,
    domain::{ids::OrganisationId, statement::Statement},
    http::{
        HttpState, cursor,
        extract::{Params, params},
        problem::Problem,
        render::Page,
    },
    store::statements,
};

/// Which statements are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StatementQuery {
    /// Of this organisation.
    organisation_id: Option<OrganisationId>,
    /// True: only those that are not paid.
    unpaid: Option<bool>,
    /// Statements on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List statements
///
/// The newest first: of the organisations whose admin the caller is, and those with a line of a centre they staff; stewards
/// and administrators see all.
#[utoipa::path(
    get, path = "/statements", tag = "statements", params(StatementQuery),
    responses((status = 200, description = "A page of them", body = Page<StatementView>)),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<StatementQuery>,
) -> Result<Json<Page<StatementView>>, Problem> {
    let limit = params::limit(query.limit)?;
    let before = query.cursor.as_deref().map(cursor::decode::<i64>).transpose()?.unwrap_or(i64::MAX);
    let (store, scope) = (&state.services.store, scope(&caller));
    let unpaid = query.unpaid.unwrap_or(false);
    let found = statements::list(store, &scope, query.organisation_id, unpaid, before, limit + 1).await?;
    let names = names(store, &found).await?;
    let shown = |statement: Statement| {
        let name = names.get(&statement.organisation_id).cloned().unwrap_or_default();
        view(&statement, name)
    };
    Ok(Json(cursor::first_of(found, limit, |statement| statement.number, shown)?))
}
