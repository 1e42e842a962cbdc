//! PATCH /quotas/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::view::{QuotaView, view};
use crate::{
    actions::quotas::ChangeQuota,
    auth::Caller,
    domain::ids::QuotaId,
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing, PatchOf},
        extract::{Body, Id, IfMatch, merge::merged},
        problem::Problem,
        render,
    },
    store::quotas,
};

/// How much a quota lets through.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct QuotaLimit {
    /// So much at most, 0 or more.
    #[schema(minimum = 0, example = 1200)]
    limit: i64,
}

type QuotaPatch = PatchOf<QuotaLimit>;

/// Change a quota
///
/// A merge patch (RFC 7396) of its limit. What is booked already stays.
#[utoipa::path(
    patch, path = "/quotas/{id}", tag = "quotas", request_body = QuotaPatch,
    params(("id" = QuotaId, Path, description = "The quota"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = QuotaView,
            headers(("ETag" = String, description = "Its version"))),
        OfRight, OfThing, OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn change(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<QuotaId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let condition = if_match.required()?;
    let before = quotas::get(store, id).await?;
    let QuotaLimit { limit } = merged(&QuotaLimit { limit: before.most }, &body.value)?;
    let quota = store.run(&ChangeQuota { caller, id, condition, most: Some(limit) }).await?;
    Ok((render::headers(Some(quota.version), None), Json(view(&quota))))
}
