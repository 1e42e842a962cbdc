//! DELETE /closures/{id}.

use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::{
    actions::closures::LiftClosure,
    auth::Caller,
    domain::ids::ClosureId,
    http::{
        HttpState,
        api::answers::{OfMatch, OfRight, OfThing},
        extract::{Id, IfMatch},
        problem::Problem,
    },
    store::closures,
};

/// Lift a closure
///
/// For the desk of the centre. From then on its rooms are free, but for what other closures hold.
#[utoipa::path(
    delete, path = "/closures/{id}", tag = "closures",
    params(("id" = ClosureId, Path, description = "The closure"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 204, description = "Lifted"),
        OfRight, OfThing, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn lift(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<ClosureId>,
    if_match: IfMatch,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let centre_id = closures::get(store, id).await?.centre_id;
    let services = state.services.clone();
    store.run(&LiftClosure { services, caller, centre_id, id, condition: if_match.condition() }).await?;
    Ok(StatusCode::NO_CONTENT)
}
