//! Rooms, with the rules they are lent by.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod access;
pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod door;
pub(crate) mod get;
pub(crate) mod list;
mod request;
mod view;

/// The routes of rooms.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(get::get, change::change))
        .routes(routes!(access::read, access::write))
        .routes(routes!(door::make, door::remove))
}
