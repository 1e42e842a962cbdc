//! Signing in. No answer tells whether an address is known.

mod link;
mod login;
mod logout;
mod password;
mod refresh;
mod tokens;
mod verify;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

/// The routes under `/auth`.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(link::register))
        .routes(routes!(link::magic_link))
        .routes(routes!(verify::verify))
        .routes(routes!(login::login))
        .routes(routes!(refresh::refresh))
        .routes(routes!(logout::logout))
        .routes(routes!(password::password))
}
