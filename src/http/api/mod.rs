//! The API, version 1: a folder a noun, a file a verb. Each noun has a `router()`; they are joined here.

use utoipa_axum::router::OpenApiRouter;

use super::HttpState;

pub mod availability;
pub mod bookings;
pub mod outbox;

/// Every route under `/api/v1`, with its part of the OpenAPI document.
#[must_use]
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().merge(availability::router()).merge(bookings::router()).merge(outbox::router())
}
