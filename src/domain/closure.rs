//! Closures: rooms or a centre out of use for a stretch.

use super::{
    booking::Override,
    ids::{BookingId, CentreId, ClosureId, RoomId, UserId},
    text_enum,
    time::{Instant, Span},
};

text_enum! {
    /// Why rooms are out of use.
    ClosureReason {
        Holiday = "holiday",
        Maintenance = "maintenance",
        Refurbishment = "refurbishment",
        OwnActivity = "own_activity",
        PublicAuthority = "public_authority",
        UtilityFailure = "utility_failure",
    }
}

text_enum! {
    /// What becomes of a booking that a closure meets.
    DecisionAction { Move = "move", Offer = "offer", Cancel = "cancel" }
}

/// What becomes of one booking that a closure meets.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The booking.
    pub booking_id: BookingId,
    /// The version of it that was decided on; none is whatever it is.
    pub version: Option<i64>,
    /// What becomes of it.
    pub action: DecisionAction,
    /// The room it goes to; none is its own.
    pub room_id: Option<RoomId>,
    /// The time it goes to; none is its own.
    pub span: Option<Span>,
    /// An offer is accepted by then; none is the usual time.
    pub until: Option<Instant>,
    /// Rules of the room that are set aside.
    pub overrides: Vec<Override>,
}

/// Rooms or a centre out of use for a stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// Identifier.
    pub id: ClosureId,
    /// The centre.
    pub centre_id: CentreId,
    /// Its rooms; none is the whole centre with its equipment.
    pub room_ids: Option<Vec<RoomId>>,
    /// When.
    pub span: Span,
    /// Why.
    pub reason: ClosureReason,
    /// What else people should know.
    pub note: Option<String>,
    /// Whether it is announced and not certain: it claims nothing, and who books then is warned.
    pub provisional: bool,
    /// Whether the host of the building took back the time that it lends.
    pub recalled: bool,
    /// Who closed it.
    pub created_by: UserId,
    /// When it was lifted; a lifted closure claims nothing.
    pub lifted_at: Option<Instant>,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}

impl Closure {
    /// Whether it claims what it closes: it is certain, and not lifted.
    #[must_use]
    pub fn claims(&self) -> bool {
        !self.provisional && self.lifted_at.is_none()
    }
}
