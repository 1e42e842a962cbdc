//! POST /auth/password.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;

use crate::{
    actions::auth::password::{self, NewPassword},
    auth::Caller,
    http::{
        HttpState,
        extract::{Body, NamedBy},
        problem::Problem,
    },
};

/// A password to set.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct PasswordRequest {
    /// The present one, where there is one. Who signed in by a mailed link a moment ago may leave it out.
    #[serde(default)]
    #[schema(format = Password)]
    current: Option<String>,
    /// The new one: 10 to 200 characters, not the mail address.
    #[schema(format = Password)]
    new: String,
}

/// Set a password
///
/// The caller's other sign-ins end.
#[utoipa::path(
    post, path = "/auth/password", tag = "auth", request_body = PasswordRequest,
    responses((status = 204, description = "Set")),
    security(("bearer" = []))
)]
pub(crate) async fn password(
    State(state): State<HttpState>,
    caller: Caller,
    NamedBy(named): NamedBy,
    body: Body<PasswordRequest>,
) -> Result<StatusCode, Problem> {
    let PasswordRequest { current, new } = &body.value;
    let family = named.and_then(|named| named.family);
    let change = NewPassword { caller: &caller, family, current: current.as_deref(), new };
    password::set(&state.services, &state.passwords, change).await?;
    Ok(StatusCode::NO_CONTENT)
}
