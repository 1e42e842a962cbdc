//! GET /feeds/{token}.ics: what calendars ask, without signing in. The address is the right to read.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use super::{HttpState, extract::Id, problem::Problem};
use crate::{actions::feeds, domain::failure::Failure};

/// The address holds the token: it is told to nobody, and no search engine keeps it. Whoever keeps the calendar asks each
/// time whether it is still so.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
    (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
];

/// The longest token that is looked for.
const LONGEST: usize = 100;

/// Answers a calendar: what there is, or that it is still what the calendar has.
pub(super) async fn feed(
    State(state): State<HttpState>,
    Id(file): Id<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token = file.strip_suffix(".ics").filter(|token| (1..=LONGEST).contains(&token.len()) && token.is_ascii());
    let text = feeds::read(&state.services, token.ok_or(Failure::NotFound)?).await?;
    let hash: String = Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{hash}\"");
    let etag = HeaderValue::try_from(&tag).map_err(|fault| Failure::Internal(fault.to_string()))?;
    let same = is_known(&headers, &tag);
    let mut answer = if same { StatusCode::NOT_MODIFIED.into_response() } else { text.into_response() };
    for (name, value) in HEADERS.into_iter().filter(|(name, _)| !same || name != header::CONTENT_TYPE) {
        answer.headers_mut().insert(name, value);
    }
    answer.headers_mut().insert(header::ETAG, etag);
    Ok(answer)
}

/// Whether `If-None-Match` names this tag; it compares weakly (RFC 9110, section 13.1.2).
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_calendar_has_is_known_by_its_tag() {
        let known = |value: &'static str| {
            is_known(&HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))]), "\"ab\"")
        };
        assert!(known("\"ab\"") && known("W/\"ab\"") && known("\"x\", \"ab\"") && known("*"));
        assert!(!known("\"abc\"") && !known("ab") && !known("") && !is_known(&HeaderMap::new(), "\"ab\""));
    }
}
