//! GET /closures.

use axum::{Json, extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::{ClosureView, view};
use crate::{
    auth::Caller,
    domain::{
        failure::{Failure, Fault},
        ids::{CentreId, ClosureId},
        time::Instant,
    },
    http::{
        HttpState, cursor,
        extract::{
            MaybeCaller, Params,
            params::{instant, limit},
        },
        problem::Problem,
        render::Page,
    },
    store::{
        catalogue::Catalogue,
        closures::{self, Filter},
    },
};

/// Which closures are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ClosureQuery {
    /// That end after this instant.
    #[param(format = DateTime)]
    from: Option<String>,
    /// That start before this instant.
    #[param(format = DateTime)]
    until: Option<String>,
    /// Of this centre.
    centre_id: Option<CentreId>,
    /// Things on a page: 1 to 200, 50 where absent.
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List closures
///
/// By start; lifted ones are not among them. Everyone sees when, which rooms and why.
#[utoipa::path(
    get, path = "/closures", tag = "closures", params(ClosureQuery),
    responses(
        (status = 200, description = "A page of them", body = Page<ClosureView>),
    ),
    security((), ("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    MaybeCaller(caller): MaybeCaller,
    Params(query): Params<ClosureQuery>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let mut faults: Vec<Fault> = Vec::new();
    let mut read = |name: &str, text: &Option<String>| -> Option<Instant> {
        text.as_deref().and_then(|text| instant(name, text).map_err(|fault| faults.push(fault)).ok())
    };
    let (from, until) = (read("from", &query.from), read("until", &query.until));
    if !faults.is_empty() {
        return Err(Failure::Invalid(faults).into());
    }
    let after = query.cursor.as_deref().map(cursor::decode::<(i64, uuid::Uuid)>).transpose()?;
    let after = after.map(|(start, id)| (Instant::from_epoch_seconds(start), ClosureId(id)));
    let limit = limit(query.limit)?;
    let filter = Filter { centre: query.centre_id, from, until, after };
    let mut found = closures::list(store, &filter, limit + 1).await?;
    let more = u64::try_from(found.len()).is_ok_and(|found| found > limit);
    if more {
        found.pop();
    }
    let last = found.last().filter(|_| more);
    let next_cursor =
        last.map(|closure| cursor::encode(&(closure.span.start().epoch_seconds(), closure.id.0))).transpose()?;
    let catalogue = store.refresh_catalogue().await?;
    let items: Vec<ClosureView> =
        found.iter().filter_map(|closure| shown(closure, &catalogue, caller.as_ref())).collect();
    Ok(Json(Page { items, next_cursor }))
}

/// A closure as `caller` sees it.
pub(super) fn shown(
    closure: &crate::domain::closure::Closure,
    catalogue: &Catalogue,
    caller: Option<&Caller>,
) -> Option<ClosureView> {
    let centre = catalogue.centres.get(&closure.centre_id)?;
    Some(view(closure, centre.timezone, caller))
}
