//! `If-Match` (RFC 9110, section 13.1.1).

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use crate::{
    actions::Condition,
    domain::failure::Failure,
    http::problem::{self, Problem},
};

/// The versions that the caller will accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// No such header.
    Absent,
    /// `*`: whatever it is.
    Any,
    /// One of these.
    Versions(Vec<i64>),
}

impl IfMatch {
    /// The condition to check under the lock.
    ///
    /// # Errors
    /// [`Failure::PreconditionRequired`] where the header is absent.
    pub fn required(self) -> Result<Condition, Failure> {
        if self == Self::Absent { Err(Failure::PreconditionRequired) } else { Ok(self.condition()) }
    }

    /// The condition to check under the lock: whatever it is where the header is absent.
    #[must_use]
    pub fn condition(self) -> Condition {
        match self {
            Self::Absent | Self::Any => Condition::Any,
            Self::Versions(versions) => Condition::Versions(versions),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut versions = Vec::new();
        let mut present = false;
        for value in parts.headers.get_all(header::IF_MATCH) {
            present = true;
            let text = value.to_str().map_err(|_| Problem::new(problem::MALFORMED))?;
            for tag in text.split(',').map(str::trim) {
                if tag == "*" {
                    return Ok(Self::Any);
                }
                // A weak or unknown tag matches nothing: If-Match compares strongly.
                let version = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
                versions.extend(version.and_then(|version| version.parse::<i64>().ok()));
            }
        }
        Ok(if present { Self::Versions(versions) } else { Self::Absent })
    }
}
