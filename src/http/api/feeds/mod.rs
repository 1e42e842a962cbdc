//! Calendar feeds: made, listed and ended here; read at an address of their own.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod revoke;
mod view;

/// The routes of feeds.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(revoke::revoke))
}
