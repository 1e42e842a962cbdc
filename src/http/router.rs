//! Every route of the service, and what stands around all of them.

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn_with_state, routing::get};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use super::{
    HttpState,
    around::{
        body,
        boundary::{Boundary, boundary},
        guard::{Guard, guard, panicked},
        limits::limit,
    },
    feeds, openapi, pages,
    problem::{self, Problem},
};
use crate::config::Settings;

/// The router of the service.
pub fn router(state: HttpState, settings: &Settings) -> Router {
    let (documented, _) = openapi::routes().split_for_parts();
    let metrics = Arc::clone(&state.metrics);
    let boundary_state = Arc::new(Boundary::new(state.services.store.clock().clone(), metrics, &settings.http));
    let guard_state = Guard { timeout: settings.http.request_timeout, tasks: state.under_way.clone() };
    // From the outside in.
    let around = ServiceBuilder::new()
        .layer(from_fn_with_state(boundary_state, boundary))
        .layer(from_fn_with_state(Arc::clone(&state.limits), limit))
        .layer(from_fn_with_state(guard_state, guard))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(settings.http.body_timeout, body::bound))
        .layer(DefaultBodyLimit::max(settings.http.body_limit_bytes));
    documented
        .merge(pages::router())
        .route("/feeds/{file}", get(feeds::feed))
        .fallback(async || Problem::new(problem::NOT_FOUND))
        .method_not_allowed_fallback(async || Problem::new(problem::METHOD_NOT_ALLOWED))
        .layer(around)
        .with_state(state)
}
