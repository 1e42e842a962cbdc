//! What stands around every route. From the outside in: [`boundary`] gives the request its id, its place in the log and
//! in the metrics, and the answer its headers; [`limits`] refuses who asks too often; [`guard`] bounds the time, and
//! keeps what changes something whole; [`body`] bounds the time in which a body comes in.

pub(super) mod body;
pub(super) mod boundary;
pub(super) mod guard;
pub(super) mod limits;
pub(super) mod metrics;

use axum::{extract::MatchedPath, http::Request};

/// The pattern of the route that a request matched: never what stands in its place, which may be anybody's.
pub(super) fn route<B>(request: &Request<B>) -> Option<&MatchedPath> {
    request.extensions().get::<MatchedPath>()
}
