//! POST /auth/refresh.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::tokens;
use crate::{
    actions::auth::refresh,
    http::{
        HttpState,
        extract::Body,
        problem::{Problem, ProblemBody},
    },
};

/// A refresh token.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct RefreshRequest {
    /// The last one that was given.
    refresh_token: String,
}

/// Go on with a sign-in
///
/// Gives a new access token and the next refresh token. A refresh token that is used twice ends the sign-in.
#[utoipa::path(
    post, path = "/auth/refresh", tag = "auth", request_body = RefreshRequest,
    responses(
        (status = 200, description = "The next tokens", body = tokens::TokenAnswer),
        (status = 401, description = "The token is unknown, used or too old, or the sign-in has ended",
            body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(())
)]
pub(crate) async fn refresh(State(state): State<HttpState>, body: Body<RefreshRequest>) -> Result<Response, Problem> {
    let signed_in = refresh::refresh(&state.services, &body.value.refresh_token).await?;
    tokens::answer(&state, signed_in)
}
