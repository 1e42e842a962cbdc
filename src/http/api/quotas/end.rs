//! DELETE /quotas/{id}.

use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::{
    actions::quotas::ChangeQuota,
    auth::Caller,
    domain::ids::QuotaId,
    http::{
        HttpState,
        api::answers::{OfMatch, OfRight, OfThing},
        extract::{Id, IfMatch},
        problem::Problem,
    },
};

/// End a quota
///
/// From then on it holds nobody back.
#[utoipa::path(
    delete, path = "/quotas/{id}", tag = "quotas",
    params(("id" = QuotaId, Path, description = "The quota"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 204, description = "Ended"),
        OfRight, OfThing, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn end(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<QuotaId>,
    if_match: IfMatch,
) -> Result<impl IntoResponse, Problem> {
    state.services.store.run(&ChangeQuota { caller, id, condition: if_match.condition(), most: None }).await?;
    Ok(StatusCode::NO_CONTENT)
}
