//! The outermost: the request's id, its place in the log and in the metrics, and the headers that every answer has.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tracing::Instrument;

use super::metrics::Metrics;
use crate::{
    clock::Clock,
    config::HttpSettings,
    domain::ids::new_v7,
    http::problem::{self, Problem},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const LONGEST_ID: usize = 64;

/// Headers of every answer that does not set them itself. An answer is data unless it says otherwise: no browser is to
/// guess its type, frame it, run anything in it, or keep it.
const HEADERS: [(HeaderName, HeaderValue); 7] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// What [`boundary`] needs.
pub(in crate::http) struct Boundary {
    clock: Clock,
    metrics: Arc<Metrics>,
    /// Whether people reach the service by https only.
    https: bool,
}

impl Boundary {
    pub(in crate::http) fn new(clock: Clock, metrics: Arc<Metrics>, settings: &HttpSettings) -> Self {
        Self { clock, metrics, https: settings.public_url.starts_with("https:") }
    }

    /// The id that a proxy gave the request, else a new one.
    fn request_id(&self, headers: &HeaderMap) -> HeaderValue {
        let known = headers.get(REQUEST_ID).filter(|id| is_plain(id.as_bytes()));
        known.cloned().unwrap_or_else(|| {
            let id = new_v7(self.clock.now()).to_string();
            HeaderValue::try_from(id).unwrap_or_else(|_| HeaderValue::from_static("-"))
        })
    }
}

/// Whether an id may stand in the log as it came.
fn is_plain(id: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    (1..=LONGEST_ID).contains(&id.len()) && id.iter().all(plain)
}

/// Wraps a request.
pub(in crate::http) async fn boundary(
    State(boundary): State<Arc<Boundary>>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let id = boundary.request_id(request.headers());
    let method = request.method().clone();
    let matched = super::route(&request).cloned();
    let route = matched.as_ref().map_or("", MatchedPath::as_str);
    // The pattern, not the path: that may hold a token, and so may the query.
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or_default(), %method, route);
    request.headers_mut().insert(REQUEST_ID, id.clone());

    let mut response = told_as_problem(next.run(request).instrument(span.clone()).await);

    let status = response.status();
    let took = began.elapsed();
    boundary.metrics.count(&method, route, status, took);
    let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    span.in_scope(|| {
        // A normal answer is no news: /metrics counts them.
        if status.is_server_error() {
            tracing::warn!(status = status.as_u16(), microseconds, "answered");
        } else {
            tracing::debug!(status = status.as_u16(), microseconds, "answered");
        }
    });
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, id);
    for (name, value) in &HEADERS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if boundary.https {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert_with(|| HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// Makes a problem of what a library refused in words of its own, such as a path that is not UTF-8.
fn told_as_problem(response: Response) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_told(response.headers()) {
        return response;
    }
    let kind = problem::ALL.iter().find(|kind| kind.status == status);
    let Some(kind) = kind.or(status.is_client_error().then_some(&problem::MALFORMED)) else {
        tracing::error!(status = status.as_u16(), "a library failed");
        return Problem::new(problem::INTERNAL).into_response();
    };
    let mut told = Problem::new(*kind).into_response();
    if let Some(allow) = response.headers().get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allow.clone());
    }
    told
}

/// Whether it is in words of ours: a problem, or a page for people. Libraries refuse in plain text.
fn is_told(headers: &HeaderMap) -> bool {
    let page = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    page || is_problem(headers)
}

fn is_problem(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json")
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    #[test]
    fn every_refusal_is_a_problem() {
        for (status, told) in [
            (StatusCode::BAD_REQUEST, StatusCode::BAD_REQUEST),
            (StatusCode::URI_TOO_LONG, StatusCode::BAD_REQUEST),
            (StatusCode::METHOD_NOT_ALLOWED, StatusCode::METHOD_NOT_ALLOWED),
            (StatusCode::BAD_GATEWAY, StatusCode::INTERNAL_SERVER_ERROR),
        ] {
            let response = told_as_problem((status, [(header::ALLOW, "GET")], "in words of its own").into_response());
            assert_eq!(response.status(), told);
            assert!(is_problem(response.headers()));
        }
        let fine = told_as_problem((StatusCode::OK, "fine").into_response());
        assert!(!is_problem(fine.headers()));
    }

    #[test]
    fn only_plain_ids_are_taken_over() {
        for (id, plain) in [
            ("0198c0de-7000", true),
            ("a.b_c:1", true),
            ("", false),
            ("a b", false),
            ("a\"} evil", false),
            (&"x".repeat(65), false),
        ] {
            assert_eq!(is_plain(id.as_bytes()), plain, "{id}");
        }
    }
}
