//! How a closure looks in answers.

use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    auth::Caller,
    domain::{
        closure::{Closure, ClosureReason},
        ids::{CentreId, ClosureId, RoomId, UserId},
    },
    http::render::moment,
};

/// A closure. Everyone sees when, which rooms and why; the desk also the note and who closed it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ClosureView {
    /// Identifier.
    id: ClosureId,
    /// The centre.
    centre_id: CentreId,
    /// Its rooms that are closed; null is the whole centre with its equipment.
    room_ids: Option<Vec<RoomId>>,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime, example = "2026-12-24T00:00:00+01:00")]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime, example = "2027-01-02T00:00:00+01:00")]
    ends_at: String,
    /// Why.
    reason: ClosureReason,
    /// Whether it is announced and not certain: the time can be booked, with a warning.
    provisional: bool,
    /// Whether the host of the building took the time back.
    recalled: bool,
    /// Desk: what else is to be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// Desk: who closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<UserId>,
}

/// A closure as `caller` sees it, in the time zone of its centre.
pub(super) fn view(closure: &Closure, zone: Tz, caller: Option<&Caller>) -> ClosureView {
    let sees = |caller: &Caller| caller.may_see_notes_of(closure.centre_id) || caller.id == closure.created_by;
    let inside = caller.is_some_and(sees);
    ClosureView {
        id: closure.id,
        centre_id: closure.centre_id,
        room_ids: closure.room_ids.clone(),
        starts_at: moment(closure.span.start(), zone),
        ends_at: moment(closure.span.end(), zone),
        reason: closure.reason,
        provisional: closure.provisional,
        recalled: closure.recalled,
        note: closure.note.clone().filter(|_| inside),
        created_by: inside.then_some(closure.created_by),
    }
}
