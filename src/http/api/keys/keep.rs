//! POST /centres/{id}/keys and DELETE /keys/{id}.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use serde::Deserialize;

use super::list::{KeyView, view};
use crate::{
    actions::keys::{AddKey, RetireKey},
    auth::Caller,
    domain::ids::{CentreId, KeyId},
    http::{
        HttpState,
        api::answers::{OfKey, OfRight, OfThing},
        extract::{
            Body, Id, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::{Problem, ProblemBody},
    },
};

/// A key to add.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct KeyRequest {
    /// What stands on it, 1 to 40 characters; each number once in a centre.
    number: String,
    /// What it opens, 1 to 200 characters.
    name: String,
}

/// Add a key
///
/// By the desk of the centre.
#[utoipa::path(
    post, path = "/centres/{id}/keys", tag = "keys", request_body = KeyRequest,
    params(("id" = CentreId, Path, description = "The centre"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Added", body = KeyView,
            headers(("Location" = String, description = "The keys of the centre"))),
        OfThing, OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn add(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<CentreId>,
    key: IdempotencyKey,
    body: Body<KeyRequest>,
) -> Result<impl IntoResponse, Problem> {
    let (centre, _) = state.services.store.centre(id).await?;
    let now = state.services.now();
    let KeyRequest { number, name } = body.value;
    let action = AddKey { caller: caller.clone(), centre: id, number, name };
    let answer = idempotency::create(&state, &caller, key, &body.hash, &action, |added| {
        created(format!("/api/v1/centres/{id}/keys"), None, &view(added, &caller, centre.timezone, now))
    });
    Ok(answer.await?)
}

/// Take a key out of use
///
/// By the desk of the centre; refused while it is with somebody.
#[utoipa::path(
    delete, path = "/keys/{id}", tag = "keys",
    params(("id" = KeyId, Path, description = "The key")),
    responses(
        (status = 204, description = "Out of use"),
        (status = 409, description = "It is with somebody", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn retire(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<KeyId>,
) -> Result<StatusCode, Problem> {
    state.services.store.run(&RetireKey { caller, id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
