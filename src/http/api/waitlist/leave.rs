//! DELETE /waitlist/{id}.

use axum::{extract::State, http::StatusCode};

use crate::{
    actions::waitlist::Leave,
    auth::Caller,
    domain::ids::WaitId,
    http::{
        HttpState,
        api::answers::OfThing,
        extract::Id,
        problem::{Problem, ProblemBody},
    },
};

/// Leave the waiting list
///
/// Who has a booking held already cancels that in its place.
#[utoipa::path(
    delete, path = "/waitlist/{id}", tag = "waitlist",
    params(("id" = WaitId, Path, description = "The place on the list")),
    responses(
        (status = 204, description = "Left"),
        (status = 409, description = "They wait no more", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn leave(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<WaitId>,
) -> Result<StatusCode, Problem> {
    state.services.store.run(&Leave { caller, id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
