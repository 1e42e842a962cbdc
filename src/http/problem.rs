//! Problem answers (RFC 9457). The one place where a failure gets its status.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::render::moment;
use crate::domain::{
    failure::{Alternative, Clash, ClashKind, Conflict, Failure, Fault, Use},
    ids::RoomId,
};

mod dates;

/// A kind of problem: `/problems/<slug>` is a page that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The last part of its address.
    pub slug: &'static str,
    /// HTTP status.
    pub status: StatusCode,
    /// Its title, the same for each occurrence.
    pub title: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $slug:literal, $status:ident, $title:literal;)+) => {
        $(
            #[doc = $title]
            pub const $name: Kind = Kind { slug: $slug, status: StatusCode::$status, title: $title };
        )+
        /// Every kind.
        pub const ALL: &[Kind] = &[$($name),+];
    };
}

kinds! {
    MALFORMED = "malformed", BAD_REQUEST, "The request could not be read";
    UNAUTHORIZED = "unauthorized", UNAUTHORIZED, "Sign in first";
    FORBIDDEN = "forbidden", FORBIDDEN, "You may not do this";
    NOT_FOUND = "not-found", NOT_FOUND, "There is no such thing here";
    METHOD_NOT_ALLOWED = "method-not-allowed", METHOD_NOT_ALLOWED, "This address does not know that method";
    BOOKING_CONFLICT = "booking-conflict", CONFLICT, "The time is taken";
    INVALID_TRANSITION = "invalid-transition", CONFLICT, "It is past that step";
    IN_USE = "in-use", CONFLICT, "It is still in use";
    IDEMPOTENCY_CONFLICT = "idempotency-conflict", CONFLICT, "The first request with this key is under way";
    PRECONDITION_FAILED = "precondition-failed", PRECONDITION_FAILED, "It changed since you read it";
    PAYLOAD_TOO_LARGE = "payload-too-large", PAYLOAD_TOO_LARGE, "The request is too large";
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "Send JSON";
    VALIDATION = "validation", UNPROCESSABLE_ENTITY, "Something in the request is not right";
    RULE_VIOLATED = "rule-violated", UNPROCESSABLE_ENTITY, "The rules of the room do not allow it";
    IDEMPOTENCY_MISMATCH = "idempotency-mismatch", UNPROCESSABLE_ENTITY, "This key was used for another request";
    PRECONDITION_REQUIRED = "precondition-required", PRECONDITION_REQUIRED, "Say which version you read";
    RATE_LIMITED = "rate-limited", TOO_MANY_REQUESTS, "Too many requests";
    INTERNAL = "internal", INTERNAL_SERVER_ERROR, "Something went wrong here";
    UNAVAILABLE = "unavailable", SERVICE_UNAVAILABLE, "Not available for a moment";
}

/// A problem answer.
#[derive(Debug)]
pub struct Problem {
    kind: Kind,
    detail: Option<String>,
    members: Map<String, Value>,
    retry_after: Option<u64>,
}

/// The members that every problem answer has.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// `/problems/<slug>`: a page that explains it.
    #[schema(example = "/problems/not-found")]
    pub r#type: String,
    /// Its title.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Members of its kind: `errors`, `violations`, `conflicts`, `alternatives`, `in_use`.
    #[serde(flatten)]
    pub members: Map<String, Value>,
}

impl Problem {
    /// A problem of a kind.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self { kind, detail: None, members: Map::new(), retry_after: None }
    }

    /// What happened this time: never inner detail, never personal data.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A member of its own.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.members.insert(name.to_owned(), value);
        self
    }

    /// Seconds after which it is worth trying again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Faults of a request.
    #[must_use]
    pub fn validation(faults: &[Fault]) -> Self {
        Self::new(VALIDATION).with("errors", json!(faults))
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotFound => Self::new(NOT_FOUND),
            Failure::Unauthorized => Self::new(UNAUTHORIZED),
            Failure::Forbidden => Self::new(FORBIDDEN),
            Failure::Invalid(faults) => Self::validation(&faults),
            Failure::Merged => {
                let message = "This organisation was merged into another: ask for that one.";
                Self::validation(&[Fault::new("/organisation_id", "merged", message)])
            }
            Failure::RuleViolated(violations) => {
                let detail = violations.iter().map(|violation| violation.message.as_str()).collect::<Vec<_>>();
                Self::new(RULE_VIOLATED).detail(detail.join(" ")).with("violations", json!(violations))
            }
            Failure::Conflict(conflict) => Self::conflict(&conflict),
            Failure::Dates(refused) => dates::problem(&refused),
            Failure::InvalidTransition(step) => Self::new(INVALID_TRANSITION).detail(step.to_string()),
            Failure::TooLate(detail) => Self::new(INVALID_TRANSITION).detail(detail),
            Failure::InUse(uses) => Self::in_use(&uses),
            Failure::PreconditionFailed => Self::new(PRECONDITION_FAILED),
            Failure::PreconditionRequired => {
                Self::new(PRECONDITION_REQUIRED).detail("Send If-Match with the ETag that you read.")
            }
            Failure::IdempotencyConflict => Self::new(IDEMPOTENCY_CONFLICT).retry_after(1),
            Failure::IdempotencyMismatch => Self::new(IDEMPOTENCY_MISMATCH),
            Failure::Unavailable(reason) => {
                tracing::warn!(%reason, "unavailable");
                Self::new(UNAVAILABLE).retry_after(2)
            }
            Failure::Retry | Failure::Stale => Self::new(UNAVAILABLE).retry_after(1),
            // Actions give these a meaning; where one did not, it is ours to mend.
            failure @ (Failure::Overfull | Failure::Duplicate(_) | Failure::Internal(_)) => {
                tracing::error!(%failure, "internal failure");
                Self::new(INTERNAL)
            }
        }
    }
}

impl Problem {
    fn conflict(conflict: &Conflict) -> Self {
        let (conflicts, alternatives) = conflict_views(conflict);
        Self::new(BOOKING_CONFLICT).with("conflicts", json!(conflicts)).with("alternatives", json!(alternatives))
    }

    fn in_use(uses: &[Use]) -> Self {
        Self::new(IN_USE).with("in_use", json!(uses))
    }
}

/// A stretch that is taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ClashView {
    /// First instant.
    pub starts_at: String,
    /// First instant after it.
    pub ends_at: String,
    /// What holds it.
    pub kind: ClashKind,
}

/// A free time to offer in place of one that is taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AlternativeView {
    /// The room.
    pub room_id: RoomId,
    /// Its name.
    pub room_name: String,
    /// The name of its centre.
    pub centre_name: String,
    /// First instant.
    pub starts_at: String,
    /// First instant after it.
    pub ends_at: String,
    /// Metres as the crow flies from the centre that was asked for.
    pub distance_m: i64,
}

/// A conflict as the contract shows it.
#[must_use]
pub fn conflict_views(conflict: &Conflict) -> (Vec<ClashView>, Vec<AlternativeView>) {
    let zone = conflict.timezone;
    let clash = |clash: &Clash| clash_view(clash, zone);
    let offer = |offer: &Alternative| alternative_view(offer, zone);
    (conflict.conflicts.iter().map(clash).collect(), conflict.alternatives.iter().map(offer).collect())
}

/// A stretch that is taken, as the contract shows it.
#[must_use]
pub fn clash_view(clash: &Clash, zone: chrono_tz::Tz) -> ClashView {
    ClashView { starts_at: moment(clash.starts_at, zone), ends_at: moment(clash.ends_at, zone), kind: clash.kind }
}

/// A free time as the contract shows it.
#[must_use]
pub fn alternative_view(offer: &Alternative, zone: chrono_tz::Tz) -> AlternativeView {
    AlternativeView {
        room_id: offer.room_id,
        room_name: offer.room_name.clone(),
        centre_name: offer.centre_name.clone(),
        starts_at: moment(offer.starts_at, zone),
        ends_at: moment(offer.ends_at, zone),
        distance_m: offer.distance_m,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            r#type: format!("/problems/{}", self.kind.slug),
            title: self.kind.title.to_owned(),
            status: self.kind.status.as_u16(),
            detail: self.detail,
            members: self.members,
        };
        let mut response = (self.kind.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.kind == UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"lokaal\""));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
