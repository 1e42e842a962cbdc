//! POST /auth/register and POST /auth/magic-link.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;

use crate::{
    actions::auth::ask_link::AskLink,
    domain::{
        email::EmailAddress,
        person::Locale,
        validation::{Faults, Lines, text},
    },
    http::{HttpState, extract::Body, problem::Problem},
};

/// Somebody who wants an account.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct RegisterRequest {
    /// Mail address.
    #[schema(example = "an.peeters@example.org")]
    email: String,
    /// Name, 1 to 200 characters.
    name: String,
    /// Language of mails.
    locale: Locale,
}

/// Somebody who wants to sign in by mail.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct MagicLinkRequest {
    /// Mail address.
    #[schema(example = "an.peeters@example.org")]
    email: String,
    /// Language of the mail to somebody who has no account yet; Dutch where absent.
    #[serde(default)]
    locale: Locale,
}

/// Register
///
/// Mails a link that proves the address; with its token `POST /auth/verify` makes the account. Somebody who has an
/// account is mailed a link to sign in. The answer is the same.
#[utoipa::path(
    post, path = "/auth/register", tag = "auth", request_body = RegisterRequest,
    responses((status = 202, description = "A link is mailed")),
    security(())
)]
pub(crate) async fn register(
    State(state): State<HttpState>,
    body: Body<RegisterRequest>,
) -> Result<StatusCode, Problem> {
    let request = body.value;
    let mut faults = Faults::new();
    let email = address(&mut faults, "/email", &request.email);
    let name = text(&mut faults, "/name", &request.name, 200, Lines::One);
    ask(&state, faults, email, name, request.locale).await
}

/// Ask for a sign-in link
///
/// Mails a link that signs in once. Somebody who has no account yet is mailed a link that proves the address, as if
/// they had registered. The answer is the same.
#[utoipa::path(
    post, path = "/auth/magic-link", tag = "auth", request_body = MagicLinkRequest,
    responses((status = 202, description = "A link is mailed")),
    security(())
)]
pub(crate) async fn magic_link(
    State(state): State<HttpState>,
    body: Body<MagicLinkRequest>,
) -> Result<StatusCode, Problem> {
    let mut faults = Faults::new();
    let email = address(&mut faults, "/email", &body.value.email);
    ask(&state, faults, email, String::new(), body.value.locale).await
}

async fn ask(
    state: &HttpState,
    faults: Faults,
    email: Option<EmailAddress>,
    name: String,
    locale: Locale,
) -> Result<StatusCode, Problem> {
    faults.into_result()?;
    if let Some(email) = email {
        let policy = &state.services.policy;
        state.services.store.run(&AskLink { policy, email, name, locale }).await?;
    }
    Ok(StatusCode::ACCEPTED)
}

/// The mail address in a text, or a fault.
pub(in crate::http::api) fn address(faults: &mut Faults, pointer: &str, text: &str) -> Option<EmailAddress> {
    let email = EmailAddress::parse(text);
    if email.is_none() {
        faults.add(pointer, "email", "A mail address is written like an.peeters@example.org.");
    }
    email
}
