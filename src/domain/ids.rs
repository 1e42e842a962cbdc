//! Identifiers: newtypes over UUID version 7 (RFC 9562, section 5.7), so that a room never passes for a booking.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::{NoContext, Timestamp, Uuid};

use super::time::Instant;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier that sorts by `now`; the rest of it is random.
            #[must_use]
            pub fn new(now: Instant) -> Self {
                Self(new_v7(now))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

id!(
    /// A centre.
    CentreId,
    /// A room.
    RoomId,
    /// A resource: a floor, a pool of equipment, the people of a building.
    ResourceId,
    /// An organisation.
    OrganisationId,
    /// A person with an account.
    UserId,
    /// A booking.
    BookingId,
    /// A series.
    SeriesId,
    /// A closure.
    ClosureId,
    /// A place on the waiting list.
    WaitId,
    /// A quota.
    QuotaId,
    /// A calendar feed.
    FeedId,
    /// A comment on a booking.
    CommentId,
    /// Something that went wrong at a booking.
    IncidentId,
    /// What a neighbour reported.
    ReportId,
    /// A tariff.
    TariffId,
    /// A monthly statement of an organisation.
    StatementId,
    /// A key-holder of an organisation.
    KeyHolderId,
    /// A volunteer on the rota of a centre.
    VolunteerId,
    /// Hours that a volunteer takes.
    ShiftId,
    /// A duty: hours on the rota, or a booking that a key-holder opens for.
    DutyId,
    /// A key of a centre.
    KeyId,
    /// A key that is or was with somebody.
    LoanId,
    /// An invitation to an organisation.
    InvitationId,
    /// A request to join an organisation.
    JoinRequestId,
    /// A family of refresh tokens: one sign-in on one device.
    TokenFamilyId,
);

/// A UUID version 7 whose time is `now` and whose other bits are random.
#[must_use]
pub fn new_v7(now: Instant) -> Uuid {
    let seconds = u64::try_from(now.epoch_seconds()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0))
}
