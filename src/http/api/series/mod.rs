//! Series.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod answer;
pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod print;
pub(crate) mod renew;
mod request;
pub(crate) mod steps;
pub(crate) mod view;

/// The routes of series.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(get::get, change::change))
        .routes(routes!(answer::approve))
        .routes(routes!(answer::decline))
        .routes(routes!(print::print))
        .routes(routes!(renew::renew))
        .routes(routes!(steps::cancel))
        .routes(routes!(steps::retry_skipped))
}
