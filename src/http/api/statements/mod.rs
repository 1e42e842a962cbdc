//! Monthly statements of organisations.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod files;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod make;
pub(crate) mod pay;
pub(crate) mod print;
mod view;

/// The routes of statements.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, make::make))
        .routes(routes!(get::get))
        .routes(routes!(pay::pay))
        .routes(routes!(print::print))
        .routes(routes!(files::csv))
        .routes(routes!(files::xlsx))
}
