//! Parameters in the address: identifiers in the path, and the query.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    domain::{
        failure::{Failure, Fault},
        time::Instant,
    },
    http::problem::Problem,
};

/// The one identifier in the path. Something that is no identifier names nothing: not found.
#[derive(Debug)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(text) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| Problem::from(Failure::NotFound))?;
        text.parse().map(Self).map_err(|_| Failure::NotFound.into())
    }
}

/// The two identifiers in the path.
#[derive(Debug)]
pub struct Ids<T, U>(pub T, pub U);

impl<S: Send + Sync, T: FromStr, U: FromStr> FromRequestParts<S> for Ids<T, U> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path((first, second)) = Path::<(String, String)>::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::from(Failure::NotFound))?;
        match (first.parse(), second.parse()) {
            (Ok(first), Ok(second)) => Ok(Self(first, second)),
            _ => Err(Failure::NotFound.into()),
        }
    }
}

/// The query, with `#[serde(deny_unknown_fields)]` on the type.
#[derive(Debug)]
pub struct Params<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        // PostgreSQL can't take the null character in any text.
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            let message = "A query can't hold the null character.";
            return Err(Problem::validation(&[Fault::new("", "control_character", message)]));
        }
        Query::try_from_uri(&parts.uri).map(|Query(value)| Self(value)).map_err(|fault| {
            let text = std::error::Error::source(&fault).map_or_else(|| fault.to_string(), ToString::to_string);
            let (name, text) = text.split_once(": ").unwrap_or(("", &text));
            // A member that is not there is named in the text, the others before it.
            let name = text.split('`').nth(1).filter(|_| name.is_empty() || name == "?").unwrap_or(name);
            Problem::validation(&[Fault::new(name, "query", text)])
        })
    }
}

/// Reads an instant: RFC 3339 with an offset, whole minutes, from 1970 to 9999.
///
/// # Errors
/// The fault, at `pointer`.
pub fn instant(pointer: &str, text: &str) -> Result<Instant, Fault> {
    let moment = chrono::DateTime::parse_from_rfc3339(text)
        .map_err(|_| Fault::new(pointer, "instant", "An instant is written like 2026-12-03T19:00:00+01:00."))?;
    let instant = Instant::from(moment);
    if !instant.is_whole_minute() || moment.timestamp_subsec_nanos() != 0 {
        return Err(Fault::new(pointer, "whole_minute", "Instants are whole minutes."));
    }
    if instant < Instant::EARLIEST || instant > Instant::LATEST {
        return Err(Fault::new(pointer, "range", "Instants lie between the years 1970 and 9999."));
    }
    Ok(instant)
}

/// How much of a list is wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Things on a page: 1 to 200, 50 where absent.
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The limit to use: 50 where absent.
///
/// # Errors
/// A fault outside 1 to 200.
pub fn limit(asked: Option<u64>) -> Result<u64, Failure> {
    match asked.unwrap_or(50) {
        limit @ 1..=200 => Ok(limit),
        _ => Err(Failure::invalid("limit", "range", "A page holds 1 to 200 things.")),
    }
}
