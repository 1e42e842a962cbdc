//! Closures: rooms or a centre out of use for a stretch.

use super::{
    ids::{CentreId, ClosureId, RoomId, UserId},
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
    /// Who closed it.
    pub created_by: UserId,
    /// When it was lifted; a lifted closure claims nothing.
    pub lifted_at: Option<Instant>,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}
