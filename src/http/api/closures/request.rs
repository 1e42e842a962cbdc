//! The bodies of POST /closures, and (merged) of PATCH.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        booking::Override,
        closure::{Closure, ClosureReason, Decision, DecisionAction},
        failure::Failure,
        ids::{BookingId, CentreId, RoomId},
        time::Span,
        validation::{Faults, Lines, text},
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
    /// Announced and not certain: the time can be booked, with a warning.
    #[serde(default)]
    pub(super) provisional: bool,
    /// What becomes of each booking that the closure meets; the preview proposes it.
    #[serde(default)]
    decisions: Vec<DecisionRequest>,
}

/// What becomes of one booking that a closure meets.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct DecisionRequest {
    /// The booking.
    booking_id: BookingId,
    /// The version of it that is decided on, as the preview tells it: where it changed since, the closure is refused.
    #[serde(default)]
    version: Option<i64>,
    /// `move`: it goes there. `offer`: the place is kept until it is accepted, or else it is cancelled. `cancel`.
    action: DecisionAction,
    /// The room it goes to; its own where absent.
    #[serde(default)]
    room_id: Option<RoomId>,
    /// First instant there; its own where absent.
    #[serde(default)]
    #[schema(format = DateTime)]
    starts_at: Option<String>,
    /// First instant after it; its own where absent.
    #[serde(default)]
    #[schema(format = DateTime)]
    ends_at: Option<String>,
    /// An offer is accepted by then; as long as requests are answered where absent.
    #[serde(default)]
    #[schema(format = DateTime)]
    until: Option<String>,
    /// Rules of that room that are set aside, each with a reason.
    #[serde(default, rename = "override")]
    overrides: Vec<Override>,
}

impl DecisionRequest {
    /// The decisions of a request.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with every fault of their times.
    pub(super) fn decisions(requests: &[Self]) -> Result<Vec<Decision>, Failure> {
        let mut faults = Faults::new();
        faults.bound_entries("/decisions", requests, MOST_DECISIONS);
        let decided = requests.iter().enumerate().map(|(n, request)| request.decision(n, &mut faults)).collect();
        faults.into_result()?;
        Ok(decided)
    }

    fn decision(&self, n: usize, faults: &mut Faults) -> Decision {
        let pointer = |member: &str| format!("/decisions/{n}/{member}");
        let mut read = |member: &str, text: &Option<String>| {
            let text = text.as_deref()?;
            params::instant(&pointer(member), text)
                .map_err(|fault| faults.add(fault.pointer, fault.code, fault.message))
                .ok()
        };
        let (start, end) = (read("starts_at", &self.starts_at), read("ends_at", &self.ends_at));
        let until = read("until", &self.until);
        let span = start.zip(end).and_then(|(start, end)| Span::new(start, end));
        if self.starts_at.is_some() != self.ends_at.is_some() {
            faults.add(pointer("ends_at"), "required", "A new time has a start and an end.");
        } else if start.is_some() && end.is_some() && span.is_none() {
            faults.add(pointer("ends_at"), "order", "A booking ends after it starts.");
        }
        for (at, set_aside) in self.overrides.iter().enumerate() {
            text(faults, format!("/decisions/{n}/override/{at}/reason"), &set_aside.reason, 500, Lines::Many);
        }
        Decision {
            booking_id: self.booking_id,
            version: self.version,
            action: self.action,
            room_id: self.room_id,
            span,
            until,
            overrides: self.overrides.clone(),
        }
    }
}

/// Decisions of one closure at most.
const MOST_DECISIONS: usize = 2_000;

impl ClosureRequest {
    /// When.
    ///
    /// # Errors
    /// [`Failure::Invalid`].
    pub(super) fn span(&self) -> Result<Span, Failure> {
        span(&self.starts_at, &self.ends_at)
    }

    /// What becomes of the bookings that it meets.
    ///
    /// # Errors
    /// [`Failure::Invalid`].
    pub(super) fn decisions(&self) -> Result<Vec<Decision>, Failure> {
        DecisionRequest::decisions(&self.decisions)
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
    /// Announced and not certain; when it becomes certain, it is decided what becomes of the bookings that it meets.
    #[serde(default)]
    provisional: bool,
    /// What becomes of the bookings that the closure meets in addition.
    #[serde(default)]
    decisions: Vec<DecisionRequest>,
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
            provisional: closure.provisional,
            decisions: Vec::new(),
        }
    }

    /// What becomes of the bookings that it meets in addition.
    ///
    /// # Errors
    /// [`Failure::Invalid`].
    pub(super) fn decisions(&self) -> Result<Vec<Decision>, Failure> {
        DecisionRequest::decisions(&self.decisions)
    }

    /// What it makes of a closure.
    ///
    /// # Errors
    /// [`Failure::Invalid`] where its times make no span.
    pub(super) fn changed(self, known: &Closure) -> Result<(Closure, Faults), Failure> {
        let span = span(&self.starts_at, &self.ends_at)?;
        let closure = Closure {
            room_ids: self.room_ids,
            span,
            reason: self.reason,
            note: self.note,
            provisional: self.provisional,
            ..known.clone()
        };
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
