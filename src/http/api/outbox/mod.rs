//! The outbox: mail that was sent, waits, or failed.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod list;
pub(crate) mod retry;
pub(crate) mod view;

/// The routes of the outbox.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list::list)).routes(routes!(retry::retry))
}
