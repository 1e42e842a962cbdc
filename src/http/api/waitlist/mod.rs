//! The waiting list.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod join;
pub(crate) mod leave;
pub(crate) mod list;
mod request;
mod view;

/// The routes of the waiting list.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list::list, join::join)).routes(routes!(leave::leave))
}
