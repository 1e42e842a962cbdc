//! POST /outbox/{id}/retry.

use axum::{Json, extract::State};
use uuid::Uuid;

use super::view::LetterView;
use crate::{
    actions::letters::outbox::Retry,
    auth::Caller,
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::Id,
        problem::{Problem, ProblemBody},
    },
};

/// Try a letter again
///
/// A letter that failed is put back in line; one that waits for its next try is due at once.
#[utoipa::path(
    post, path = "/outbox/{id}/retry", tag = "outbox",
    params(("id" = Uuid, Path, description = "The letter")),
    responses(
        (status = 200, description = "The letter, which waits to be sent", body = LetterView),
        OfRight, OfThing,
        (status = 409, description = "It was sent, is being sent, or its text is kept no longer (`invalid-transition`)",
            body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub(crate) async fn retry(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<Uuid>,
) -> Result<Json<LetterView>, Problem> {
    let store = &state.services.store;
    let letter = store.run(&Retry { caller: &caller, id }).await?;
    let catalogue = store.catalogue().await?;
    Ok(Json(LetterView::new(letter, &catalogue)))
}
