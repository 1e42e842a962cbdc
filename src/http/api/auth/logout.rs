//! POST /auth/logout.

use axum::{extract::State, http::StatusCode};

use serde::Deserialize;

use crate::{
    actions::auth::logout::Logout,
    domain::failure::Failure,
    http::{
        HttpState,
        extract::{Body, NamedBy},
        problem::Problem,
    },
};

/// What else to end.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct LogoutRequest {
    /// A refresh token of the sign-in, the last one or an older one.
    refresh_token: Option<String>,
}

/// Sign out
///
/// Ends the sign-in of the access token, that of the refresh token in the body, or both. Their access tokens end with
/// it.
#[utoipa::path(
    post, path = "/auth/logout", tag = "auth", request_body = Option<LogoutRequest>,
    responses(
        (status = 204, description = "Signed out"),
    ),
    security((), ("bearer" = []))
)]
pub(crate) async fn logout(
    State(state): State<HttpState>,
    NamedBy(named): NamedBy,
    body: Option<Body<LogoutRequest>>,
) -> Result<StatusCode, Problem> {
    let refresh_token = body.and_then(|body| body.value.refresh_token);
    if named.is_none() && refresh_token.is_none() {
        let message = "Send an access token, a refresh token, or both.";
        return Err(Failure::invalid("/refresh_token", "required", message).into());
    }
    let family = named.and_then(|named| named.family);
    state.services.store.run(&Logout { family, refresh_token }).await?;
    Ok(StatusCode::NO_CONTENT)
}
