//! GET /centres/{id}/reports.

use axum::{Json, extract::State};
use serde::Deserialize;

use super::view::{self, ReportView};
use crate::{
    auth::Caller,
    domain::{
        ids::{CentreId, ReportId},
        report::ReportState,
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        cursor,
        extract::{Id, Params, params},
        problem::Problem,
        render::Page,
    },
    store::reports,
};

/// Which reports; what is absent does not narrow.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportQuery {
    /// In this state.
    state: Option<ReportState>,
    /// Reports on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List what neighbours reported
///
/// In the order in which it came, with what was under way then. For the desk of the centre, stewards and administrators.
#[utoipa::path(
    get, path = "/centres/{id}/reports", tag = "neighbours",
    params(("id" = CentreId, Path, description = "The centre"), ReportQuery),
    responses((status = 200, description = "A page of reports", body = Page<ReportView>), OfRight, OfThing),
    security(("bearer" = []))
)]
pub(crate) async fn reports(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<CentreId>,
    Params(query): Params<ReportQuery>,
) -> Result<Json<Page<ReportView>>, Problem> {
    let store = &state.services.store;
    let (centre, _) = store.centre(id).await?;
    caller.needs(caller.may_see_notes_of(id))?;
    let limit = params::limit(query.limit)?;
    let after = query.cursor.as_deref().map(cursor::decode::<i64>).transpose()?.unwrap_or(0);
    let found = reports::list(store, id, query.state, after, limit + 1).await?;
    let ids: Vec<ReportId> = found.iter().map(|(_, report)| report.id).collect();
    let under_way = reports::under_way_of_many(store, &ids).await?;
    let show = |(_, one): (i64, crate::domain::report::Report)| {
        view::report(&one, under_way.get(&one.id).map_or(&[], Vec::as_slice), centre.timezone)
    };
    Ok(Json(cursor::first_of(found, limit, |(number, _)| *number, show)?))
}
