//! The bodies of POST /closures, and (merged) of PATCH.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        closure::{Closure, ClosureReason},
        failure::Failure,
        ids::{CentreId, RoomId},
        time::Span,
        validation::Faults,
    },
    http::{api::answers::PatchOf, extract::params},
};

/// A new closure: of a centre, or of rooms of one centre.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct ClosureRequest {
    /// The centre, where all of it closes.
    #[serde(default)]
    pub(super) centre_id: Option<CentreId>,
    /// The rooms, where only they close.
    #[serde(default)]
    pub(super) room_ids: Option<Vec<RoomId>>,
    /// First instant: RFC 3339, whole minutes. What lies before now stays as it was.
    #[schema(format = DateTime, example = "2026-12-24T00:00:00+01:00")]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime, example = "2027-01-02T00:00:00+01:00")]
    ends_at: String,
    /// Why.
    pub(super) reason: ClosureReason,
    /// What else is to be known, up to 2,000 characters.
    #[serde(default)]
    pub(super) note: Option<String>,
}

impl ClosureRequest {
    /// When.
    ///
    /// # Errors
    /// [`Failure::Invalid`].
    pub(super) fn span(&self) -> Result<Span, Failure> {
        span(&self.starts_at, &self.ends_at)
    }
}

/// What of a closure may be changed.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct ClosureChange {
    /// The rooms that close; null is the whole centre.
    #[serde(default)]
    room_ids: Option<Vec<RoomId>>,
    /// First instant: RFC 3339, whole minutes.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
    /// Why.
    reason: ClosureReason,
    /// What else is to be known.
    #[serde(default)]
    note: Option<String>,
}

/// A merge patch on a closure.
pub(crate) type ClosurePatch = PatchOf<ClosureChange>;

impl ClosureChange {
    /// What a merge patch is laid on.
    pub(super) fn of(closure: &Closure) -> Self {
        Self {
            room_ids: closure.room_ids.clone(),
            starts_at: closure.span.start().to_string(),
            ends_at: closure.span.end().to_string(),
            reason: closure.reason,
            note: closure.note.clone(),
        }
    }

    /// What it makes of a closure.
    ///
    /// # Errors
    /// [`Failure::Invalid`] where its times make no span.
    pub(super) fn changed(self, known: &Closure) -> Result<(Closure, Faults), Failure> {
        let span = span(&self.starts_at, &self.ends_at)?;
        let closure = Closure { room_ids: self.room_ids, span, reason: self.reason, note: self.note, ..known.clone() };
        Ok((closure, Faults::new()))
    }
}

fn span(starts_at: &str, ends_at: &str) -> Result<Span, Failure> {
    let both = (params::instant("/starts_at", starts_at), params::instant("/ends_at", ends_at));
    match both {
        (Ok(start), Ok(end)) => Span::new(start, end)
            .ok_or_else(|| Failure::invalid("/ends_at", "order", "A closure ends after it starts.")),
        (start, end) => Err(Failure::Invalid(start.err().into_iter().chain(end.err()).collect())),
    }
}
