//! Duties: one's own, those of a centre, and what one says of them.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::HttpState;

pub(crate) mod answer;
pub(crate) mod mine;
pub(crate) mod of_centre;

/// The routes of duties.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(mine::mine))
        .routes(routes!(of_centre::of_centre))
        .routes(routes!(answer::decline))
        .routes(routes!(answer::accept))
}
