//! What probes ask: is it alive, is it ready, and how does it do.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::IntoResponse,
};

use super::{
    HttpState,
    problem::{self, Problem},
};

/// Alive: the process answers.
pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// Ready: the database answers and has all its tables.
pub(super) async fn ready(State(state): State<HttpState>) -> Result<&'static str, Problem> {
    match state.services.store.ready().await {
        Ok(()) => Ok("ready\n"),
        Err(failure) => {
            tracing::warn!(%failure, "not ready");
            Err(Problem::new(problem::UNAVAILABLE).retry_after(5))
        }
    }
}

/// How it does, in the text format of Prometheus.
pub(super) async fn numbers(State(state): State<HttpState>) -> impl IntoResponse {
    let text = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, text)], state.metrics.render())
}
