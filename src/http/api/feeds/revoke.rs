//! DELETE /feeds/{id}.

use axum::{extract::State, http::StatusCode};

use crate::{
    actions::feeds::Revoke,
    auth::Caller,
    domain::ids::FeedId,
    http::{HttpState, api::answers::OfThing, extract::Id, problem::Problem},
};

/// End a calendar feed
///
/// Nothing is found at its address any more.
#[utoipa::path(
    delete, path = "/feeds/{id}", tag = "feeds",
    params(("id" = FeedId, Path, description = "The feed")),
    responses((status = 204, description = "Ended"), OfThing),
    security(("bearer" = []))
)]
pub(crate) async fn revoke(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<FeedId>,
) -> Result<StatusCode, Problem> {
    state.services.store.run(&Revoke { caller, id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
