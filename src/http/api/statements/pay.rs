//! POST /statements/{id}/paid.

use axum::{Json, extract::State, response::IntoResponse};
use chrono::NaiveDate;
use serde::Deserialize;

use super::view::{StatementView, view};
use crate::{
    actions::statements::{Pay, names},
    auth::Caller,
    domain::ids::StatementId,
    http::{
        HttpState,
        api::answers::{OfMatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch},
        problem::Problem,
        render,
    },
};

/// When a statement was paid.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct PaidRequest {
    /// The date of the payment; absent takes the note back.
    #[serde(default)]
    date: Option<NaiveDate>,
}

/// Note that a statement was paid
///
/// For the desk of a centre that is on it, and administrators.
#[utoipa::path(
    post, path = "/statements/{id}/paid", tag = "statements", request_body = PaidRequest,
    params(("id" = StatementId, Path, description = "The statement"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Noted", body = StatementView,
            headers(("ETag" = String, description = "Its version"))),
        OfRight, OfThing, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn pay(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<StatementId>,
    if_match: IfMatch,
    body: Body<PaidRequest>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let pay = Pay { caller, id, condition: if_match.condition(), date: body.value.date };
    let statement = store.run(&pay).await?;
    let mut names = names(store, std::slice::from_ref(&statement)).await?;
    let name = names.remove(&statement.organisation_id).unwrap_or_default();
    Ok((render::headers(Some(statement.version), None), Json(view(&statement, name))))
}
