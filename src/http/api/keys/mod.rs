//! Keys of a centre: which there are, and with whom they are.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod keep;
pub(crate) mod lend;
pub(crate) mod list;

/// The routes of keys.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, keep::add))
        .routes(routes!(keep::retire))
        .routes(routes!(lend::out))
        .routes(routes!(lend::back))
        .routes(routes!(list::loans))
}
