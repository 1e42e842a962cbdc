//! POST /statements.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use serde::Deserialize;

use super::view::{StatementView, view};
use crate::{
    actions::statements::{Make, names},
    auth::Caller,
    domain::{failure::Failure, ids::OrganisationId, statement::Month},
    http::{HttpState, api::answers::OfRight, extract::Body, problem::Problem, render},
};

/// Whose statement, and of which month.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct StatementRequest {
    /// The organisation.
    organisation_id: OrganisationId,
    /// The month: YYYY-MM. It is over.
    #[schema(example = "2026-12", pattern = r"^\d{4}-\d{2}$")]
    month: String,
}

/// Make a statement
///
/// The service makes them by itself when a month is over; this is for who does not want to wait. For managers of a centre
/// that is on it, and administrators. There is one for each organisation and month, however often it is asked for.
#[utoipa::path(
    post, path = "/statements", tag = "statements", request_body = StatementRequest,
    responses(
        (status = 201, description = "Made", body = StatementView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        (status = 200, description = "It was there already", body = StatementView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn make(
    State(state): State<HttpState>,
    caller: Caller,
    body: Body<StatementRequest>,
) -> Result<impl IntoResponse, Problem> {
    let StatementRequest { organisation_id, month } = body.value;
    let month =
        Month::parse(&month).ok_or_else(|| Failure::invalid("/month", "month", "A month is written YYYY-MM."))?;
    let services = state.services.clone();
    let made =
        services.store.run(&Make { services: services.clone(), caller: Some(caller), organisation_id, month }).await?;
    let statement = &made.statement;
    let mut names = names(&services.store, std::slice::from_ref(statement)).await?;
    let name = names.remove(&organisation_id).unwrap_or_default();
    let place = format!("/api/v1/statements/{}", statement.id);
    let headers = render::headers(Some(statement.version), Some(&place));
    let status = if made.new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, headers, Json(view(statement, name))))
}
