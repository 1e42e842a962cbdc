//! Neighbours: what they may expect, what they report, and what went wrong at bookings.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod decide;
pub(crate) mod handle;
pub(crate) mod incidents;
pub(crate) mod note;
pub(crate) mod reply;
pub(crate) mod report;
pub(crate) mod reports;
pub(crate) mod rules;
mod view;

/// The routes of neighbours.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(rules::neighbours))
        .routes(routes!(reports::reports, report::report))
        .routes(routes!(handle::to_incident))
        .routes(routes!(handle::dismiss))
        .routes(routes!(incidents::of_booking, note::note))
        .routes(routes!(incidents::list))
        .routes(routes!(incidents::get, decide::decide))
        .routes(routes!(reply::reply))
}
