//! The API, version 1: a folder a noun, a file a verb. Each noun has a `router()`; they are joined here.

use utoipa_axum::router::OpenApiRouter;

use super::HttpState;

mod answers;
pub mod auth;
pub mod availability;
pub mod bookings;
pub mod me;
pub mod outbox;

/// Every route under `/api/v1`, with its part of the OpenAPI document.
#[must_use]
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .merge(auth::router())
        .merge(availability::router())
        .merge(bookings::router())
        .merge(me::router())
        .merge(outbox::router())
}
