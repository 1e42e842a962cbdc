//! How values look in answers.

use axum::http::{HeaderMap, HeaderValue, header};
use chrono::SecondsFormat;
use chrono_tz::Tz;

use crate::domain::time::Instant;

/// An instant as RFC 3339 with the offset of `zone`.
#[must_use]
pub fn moment(instant: Instant, zone: Tz) -> String {
    instant.in_zone(zone).to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// The entity tag (RFC 9110, section 8.8.3) of a version.
#[must_use]
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// Headers of an answer that carries one thing: its `ETag`, and `Location` where it is new.
#[must_use]
pub fn headers(version: Option<i64>, location: Option<&str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(tag) = version.and_then(|version| HeaderValue::try_from(etag(version)).ok()) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(location) = location.and_then(|location| HeaderValue::try_from(location).ok()) {
        headers.insert(header::LOCATION, location);
    }
    headers
}

/// A page of a list.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The things.
    pub items: Vec<T>,
    /// What to ask the next page with; null on the last.
    pub next_cursor: Option<String>,
}
