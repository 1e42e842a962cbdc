//! GET /closures/{id}.

use axum::{Json, extract::State, response::IntoResponse};

use super::view::{ClosureView, view};
use crate::{
    domain::{failure::Failure, ids::ClosureId},
    http::{
        HttpState,
        api::answers::OfThing,
        extract::{Id, MaybeCaller},
        problem::Problem,
        render,
    },
    store::closures,
};

/// Read a closure
#[utoipa::path(
    get, path = "/closures/{id}", tag = "closures",
    params(("id" = ClosureId, Path, description = "The closure")),
    responses(
        (status = 200, description = "The closure", body = ClosureView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security((), ("bearer" = []))
)]
pub(crate) async fn get(
    State(state): State<HttpState>,
    MaybeCaller(caller): MaybeCaller,
    Id(id): Id<ClosureId>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let closure = closures::get(store, id).await?;
    if closure.lifted_at.is_some() {
        return Err(Failure::NotFound.into());
    }
    let (centre, _) = store.centre(closure.centre_id).await?;
    let shown: ClosureView = view(&closure, centre.timezone, caller.as_ref());
    Ok((render::headers(Some(closure.version), None), Json(shown)))
}
