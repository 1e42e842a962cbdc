//! Quotas.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod end;
pub(crate) mod list;
pub(crate) mod view;

/// The routes of quotas.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(change::change, end::end))
}
