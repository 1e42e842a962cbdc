//! Every route of the service, and what stands around all of them.

use axum::{Router, extract::DefaultBodyLimit};

use super::{
    HttpState, api,
    problem::{self, Problem},
};
use crate::config::Settings;

/// The router of the service.
pub fn router(state: HttpState, settings: &Settings) -> Router {
    let (api, _) = api::router().split_for_parts();
    Router::new()
        .nest("/api/v1", api)
        .fallback(async || Problem::new(problem::NOT_FOUND))
        .method_not_allowed_fallback(async || Problem::new(problem::METHOD_NOT_ALLOWED))
        .layer(DefaultBodyLimit::max(settings.http.body_limit_bytes))
        .with_state(state)
}
