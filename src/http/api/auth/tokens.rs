//! How a sign-in looks in answers.

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    actions::auth::SignedIn,
    http::{HttpState, problem::Problem},
};

/// What a program needs to ask in somebody's name.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct TokenAnswer {
    /// Goes into `Authorization: Bearer …`.
    access_token: String,
    /// `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds that the access token is good for.
    #[schema(example = 900)]
    expires_in: i64,
    /// Good for one refresh.
    refresh_token: String,
}

/// The tokens of a sign-in; no cache keeps them (RFC 6749, section 5.1).
pub(super) fn answer(state: &HttpState, signed_in: SignedIn) -> Result<Response, Problem> {
    let body = TokenAnswer {
        access_token: state.tokens.issue_to(signed_in.named, state.services.now())?,
        token_type: "Bearer",
        expires_in: state.tokens.lifetime(),
        refresh_token: signed_in.refresh_token,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response())
}
