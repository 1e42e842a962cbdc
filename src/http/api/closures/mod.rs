//! Closures.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod calls;
pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod emergency;
pub(crate) mod get;
pub(crate) mod lift;
pub(crate) mod list;
pub(crate) mod preview;
mod request;
mod view;

/// The routes of closures.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(preview::preview))
        .routes(routes!(emergency::emergency))
        .routes(routes!(calls::calls))
        .routes(routes!(get::get, change::change, lift::lift))
}
