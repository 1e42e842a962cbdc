//! Calendar feeds: bookings at an address that a calendar asks again and again.

use super::{
    ids::{CentreId, FeedId, OrganisationId, RoomId, UserId},
    text_enum,
    time::{DAY, Instant, Span},
};

/// How far a feed looks back, days.
const DAYS_BACK: i64 = 60;

/// How far it looks ahead, days.
const DAYS_AHEAD: i64 = 400;

text_enum! {
    /// What a feed is of.
    FeedKind { Room = "room", Centre = "centre", Organisation = "organisation", Mine = "mine" }
}

/// What a feed is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedSubject {
    /// When a room is taken.
    Room(RoomId),
    /// When the rooms of a centre are taken.
    Centre(CentreId),
    /// The bookings of an organisation that its reader may see.
    Organisation(OrganisationId),
    /// What its reader booked, or what was booked for them.
    Mine,
}

impl FeedSubject {
    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> FeedKind {
        match self {
            Self::Room(_) => FeedKind::Room,
            Self::Centre(_) => FeedKind::Centre,
            Self::Organisation(_) => FeedKind::Organisation,
            Self::Mine => FeedKind::Mine,
        }
    }

    /// The identifier of what it is of.
    #[must_use]
    pub const fn id(self) -> Option<uuid::Uuid> {
        match self {
            Self::Room(id) => Some(id.0),
            Self::Centre(id) => Some(id.0),
            Self::Organisation(id) => Some(id.0),
            Self::Mine => None,
        }
    }
}

/// A feed that somebody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Identifier.
    pub id: FeedId,
    /// Whose it is: with their rights it is read.
    pub person_id: UserId,
    /// What it is of.
    pub subject: FeedSubject,
    /// When it was made.
    pub created_at: Instant,
}

/// The stretch of time that a feed tells at `now`.
#[must_use]
pub fn window(now: Instant) -> Span {
    let from = now.plus(-DAYS_BACK * DAY);
    Span::new(from, now.plus(DAYS_AHEAD * DAY)).unwrap_or(Span::SOME_MINUTE)
}
