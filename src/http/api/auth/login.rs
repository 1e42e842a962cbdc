//! POST /auth/login.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::tokens;
use crate::{
    actions::auth::login,
    http::{
        HttpState,
        extract::Body,
        problem::{Problem, ProblemBody},
    },
};

/// An address and its password.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct LoginRequest {
    /// Mail address.
    #[schema(example = "an.peeters@example.org")]
    email: String,
    /// Password.
    #[schema(format = Password)]
    password: String,
}

/// Sign in with a password
#[utoipa::path(
    post, path = "/auth/login", tag = "auth", request_body = LoginRequest,
    responses(
        (status = 200, description = "Signed in", body = tokens::TokenAnswer),
        (status = 401, description = "No such address, or another password", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security(())
)]
pub(crate) async fn login(State(state): State<HttpState>, body: Body<LoginRequest>) -> Result<Response, Problem> {
    let LoginRequest { email, password } = &body.value;
    let signed_in = login::login(&state.services, &state.passwords, email, password).await?;
    tokens::answer(&state, signed_in)
}
