//! Deposits of bookings.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod get;
pub(crate) mod steps;
mod view;

/// The routes of deposits.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(get::get, steps::ask))
        .routes(routes!(steps::receive))
        .routes(routes!(steps::give_back))
        .routes(routes!(steps::keep))
}
