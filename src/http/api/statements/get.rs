//! GET /statements/{id}.

use axum::{Json, extract::State, response::IntoResponse};

use super::view::{WholeStatementView, whole_view};
use crate::{
    actions::statements,
    auth::Caller,
    domain::ids::StatementId,
    http::{HttpState, api::answers::OfThing, extract::Id, problem::Problem, render},
};

/// Read a statement
///
/// For admins of its organisation, the desk of a centre that is on it, stewards and administrators.
#[utoipa::path(
    get, path = "/statements/{id}", tag = "statements",
    params(("id" = StatementId, Path, description = "The statement")),
    responses(
        (status = 200, description = "The statement with its bookings", body = WholeStatementView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn get(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<StatementId>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let whole = statements::whole(store, &caller, id).await?;
    let catalogue = store.catalogue().await?;
    Ok((render::headers(Some(whole.statement.version), None), Json(whole_view(&whole, &catalogue))))
}
