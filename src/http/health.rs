//! What probes ask: is it alive, is it ready, and how does it do.

use std::time::Duration;

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    HttpState,
    problem::{self, Problem, ProblemBody},
};
use crate::store::outbox;

/// How long the figures of the outbox may take: Prometheus asks for the others as well, and does not wait long.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(alive)).routes(routes!(ready)).routes(routes!(numbers))
}

/// Alive: the process answers
#[utoipa::path(get, path = "/healthz", tag = "health", security(()),
    responses((status = 200, description = "It is", body = String, content_type = "text/plain")))]
async fn alive() -> &'static str {
    "alive\n"
}

/// Ready: the database answers and has all its tables
#[utoipa::path(get, path = "/readyz", tag = "health", security(()),
    responses(
        (status = 200, description = "It is", body = String, content_type = "text/plain"),
        (status = 503, description = "It is not", body = ProblemBody, content_type = "application/problem+json",
            headers(("Retry-After" = String, description = "Seconds after which it is worth asking again"))),
    ))]
async fn ready(State(state): State<HttpState>) -> Result<&'static str, Problem> {
    match state.services.store.ready().await {
        Ok(()) => Ok("ready\n"),
        Err(failure) => {
            tracing::warn!(%failure, "not ready");
            Err(Problem::new(problem::UNAVAILABLE).retry_after(5))
        }
    }
}

/// How it does, in the text format of Prometheus
#[utoipa::path(get, path = "/metrics", tag = "health", security(()),
    responses((status = 200, description = "Counters, gauges and histograms", body = String, content_type = "text/plain")))]
async fn numbers(State(state): State<HttpState>) -> impl IntoResponse {
    let store = &state.services.store;
    let figures = tokio::time::timeout(PATIENCE, outbox::figures(store, state.services.now())).await;
    state.metrics.set_outbox(figures.ok().and_then(Result::ok));
    let text = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, text)], state.metrics.render())
}
