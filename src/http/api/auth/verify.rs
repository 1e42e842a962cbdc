//! POST /auth/verify.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::tokens;
use crate::{
    actions::auth::verify::{self, Proof},
    http::{
        HttpState,
        extract::Body,
        problem::{Problem, ProblemBody},
    },
};

/// A mailed link and what a new person gives with it.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct VerifyRequest {
    /// The token: the last part of the link's address.
    token: String,
    /// Of a new person only: 10 to 200 characters, not the mail address.
    #[serde(default)]
    #[schema(format = Password)]
    password: Option<String>,
    /// Of a new person only, where it was not given at registration or is another; 1 to 200 characters.
    #[serde(default)]
    name: Option<String>,
}

/// Use a mailed link
///
/// Takes the tokens of all mails with a link: to prove an address, to sign in, to accept an invitation. Each is good
/// once. Somebody whose address is proved for the first time has an account from then on.
#[utoipa::path(
    post, path = "/auth/verify", tag = "auth", request_body = VerifyRequest,
    responses(
        (status = 200, description = "Signed in", body = tokens::TokenAnswer),
        (status = 401, description = "The token is unknown, used or too old", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security(())
)]
pub(crate) async fn verify(State(state): State<HttpState>, body: Body<VerifyRequest>) -> Result<Response, Problem> {
    let request = &body.value;
    let proof = Proof { token: &request.token, password: request.password.as_deref(), name: request.name.as_deref() };
    let signed_in = verify::verify(&state.services, &state.passwords, proof).await?;
    tokens::answer(&state, signed_in)
}
