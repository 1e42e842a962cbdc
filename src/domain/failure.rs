//! Why an action did not do what was asked. Each case knows its own facts; how it is answered is decided in `http`.

use serde::Serialize;

use super::{booking::InvalidTransition, ids::RoomId, rules::Violation, series::Refused, time::Instant};

/// Something that is wrong with one member of what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fault {
    /// Where it stands: a JSON pointer (RFC 6901) into the body, or the name of a query parameter.
    pub pointer: String,
    /// A fixed word for programs.
    pub code: &'static str,
    /// In words.
    pub message: String,
}

impl Fault {
    /// A fault at `pointer`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code, message: message.into() }
    }
}

/// A stretch that is taken, without private detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash {
    /// First instant.
    pub starts_at: Instant,
    /// First instant after it.
    pub ends_at: Instant,
    /// What holds it.
    pub kind: ClashKind,
}

super::text_enum! {
    /// What holds a stretch of time.
    ClashKind { Booking = "booking", Closure = "closure", Equipment = "equipment", People = "people" }
}

/// A free time to offer in place of one that is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The room.
    pub room_id: RoomId,
    /// Its name.
    pub room_name: String,
    /// The name of its centre.
    pub centre_name: String,
    /// First instant.
    pub starts_at: Instant,
    /// First instant after it.
    pub ends_at: Instant,
    /// Metres from the centre that was asked for, as the crow flies; 0 in the same centre.
    pub distance_m: i64,
}

/// What was taken, and what is free instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The time zone of the centre that was asked for.
    pub timezone: chrono_tz::Tz,
    /// What it collided with.
    pub conflicts: Vec<Clash>,
    /// At most five free alternatives, best first.
    pub alternatives: Vec<Alternative>,
}

/// Something that still uses what was to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Use {
    /// What it is: booking, room, member …
    pub kind: &'static str,
    /// Its identifier.
    pub id: uuid::Uuid,
    /// A booking's reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What is wrong with what was decided of it: `undecided`, `changed`, `not_affected` or `taken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// Why an action did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no such thing, or its existence is none of the caller's business.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, or the credentials do not hold.
    #[error("not signed in")]
    Unauthorized,
    /// The caller is known and may not.
    #[error("not allowed")]
    Forbidden,
    /// The request is wrong in itself.
    #[error("{} faults", .0.len())]
    Invalid(Vec<Fault>),
    /// Rules of the room are broken.
    #[error("{} rules broken", .0.len())]
    RuleViolated(Vec<Violation>),
    /// The time is taken.
    #[error("the time is taken")]
    Conflict(Box<Conflict>),
    /// Dates of a series can't be had.
    #[error("{} dates of a series can't be had", .0.missed.len())]
    Dates(Box<Refused>),
    /// The booking's life has no such step.
    #[error(transparent)]
    InvalidTransition(#[from] InvalidTransition),
    /// It is past that step; in words.
    #[error("{0}")]
    TooLate(&'static str),
    /// It is still in use.
    #[error("in use")]
    InUse(Vec<Use>),
    /// It changed since the caller read it.
    #[error("changed meanwhile")]
    PreconditionFailed,
    /// The caller did not say which version they read.
    #[error("no If-Match")]
    PreconditionRequired,
    /// The first request with this idempotency key is under way.
    #[error("idempotency key in use")]
    IdempotencyConflict,
    /// The idempotency key was used with another body.
    #[error("idempotency key used with another body")]
    IdempotencyMismatch,
    /// The law refused a claim. Actions turn it into a [`Failure::Conflict`] with alternatives.
    #[error("claims exceed a capacity")]
    Overfull,
    /// The organisation that it is for was merged into another meanwhile, or long since.
    #[error("the organisation was merged into another")]
    Merged,
    /// A unique value is already there: the name of the constraint or column as the engine tells it.
    #[error("already there: {0}")]
    Duplicate(String),
    /// What was decided on changed before the lock was taken; worth deciding again.
    #[error("decided on what is no longer so")]
    Stale,
    /// A passing fault of the database (deadlock, lock time-out, busy); worth a retry.
    #[error("the database asks to try again")]
    Retry,
    /// The database or another need is out of reach.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A fault of ours; the text is for the log, never for the answer.
    #[error("internal: {0}")]
    Internal(String),
}

impl Failure {
    /// A request with one fault.
    #[must_use]
    pub fn invalid(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Fault::new(pointer, code, message)])
    }
}
