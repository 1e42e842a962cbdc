//! Bookings: their life, and what they ask for.

use serde::{Deserialize, Serialize};

use super::{
    ids::{BookingId, CentreId, KeyHolderId, OrganisationId, ResourceId, RoomId, SeriesId, UserId},
    price::Price,
    rules::RuleCode,
    text_enum,
    time::{Instant, Span},
};

#[cfg(test)]
mod tests;

text_enum! {
    /// A stage in a booking's life. Requested, held and confirmed bookings hold their claims; the others hold none.
    BookingStatus {
        Requested = "requested",
        Held = "held",
        Confirmed = "confirmed",
        Declined = "declined",
        Expired = "expired",
        Cancelled = "cancelled",
    }
}

impl BookingStatus {
    /// Whether a booking in this stage holds its claims.
    #[must_use]
    pub fn holds_claims(self) -> bool {
        matches!(self, Self::Requested | Self::Held | Self::Confirmed)
    }

    /// Moves to `next`.
    ///
    /// # Errors
    /// [`InvalidTransition`] where a booking's life has no such step.
    pub fn moved_to(self, next: Self) -> Result<Self, InvalidTransition> {
        use BookingStatus::{Cancelled, Confirmed, Declined, Expired, Held, Requested};
        match (self, next) {
            (Requested, Confirmed | Declined | Expired | Cancelled)
            | (Held, Confirmed | Expired | Cancelled)
            | (Confirmed, Cancelled | Requested) => Ok(next),
            _ => Err(InvalidTransition { from: self, to: next }),
        }
    }
}

/// A step that a booking's life does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a booking that is {} cannot become {}", from.as_str(), to.as_str())]
pub struct InvalidTransition {
    /// The stage it is in.
    pub from: BookingStatus,
    /// The stage it was asked to take.
    pub to: BookingStatus,
}

text_enum! {
    /// Who may read a booking's title.
    Visibility { Private = "private", Public = "public" }
}

text_enum! {
    /// What a room is used for.
    Activity {
        Meeting = "meeting",
        OpenEncounter = "open_encounter",
        Course = "course",
        Children = "children",
        Celebration = "celebration",
        Service = "service",
        Other = "other",
    }
}

text_enum! {
    /// For whom.
    Audience { Children = "children", Families = "families", Seniors = "seniors", Newcomers = "newcomers", All = "all" }
}

text_enum! {
    /// Music at a booking.
    Music { None = "none", Background = "background", Amplified = "amplified" }
}

text_enum! {
    /// Alcohol at a booking.
    Alcohol { None = "none", Served = "served", Sold = "sold" }
}

text_enum! {
    /// What is known of who came.
    Attendance { Unknown = "unknown", Attended = "attended", NoShow = "no_show" }
}

text_enum! {
    /// Who ended a booking.
    Side { Booker = "booker", Centre = "centre" }
}

/// Counted equipment that a booking asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EquipmentWish {
    /// The pool.
    pub resource_id: ResourceId,
    /// How many, at least 1.
    pub quantity: i32,
}

/// Someone who books without an account, or is present on the spot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A rule that staff set aside for one booking, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Override {
    /// The rule.
    pub rule: RuleCode,
    /// The reason, kept with the booking.
    pub reason: String,
}

/// One room, one stretch of time, for one organisation or private person.
#[derive(Clone, Debug, PartialEq)]
pub struct Booking {
    /// Identifier.
    pub id: BookingId,
    /// Short and speakable, for the telephone (KES-7Q4M).
    pub reference: String,
    /// Stage.
    pub status: BookingStatus,
    /// The room.
    pub room_id: RoomId,
    /// The room's centre.
    pub centre_id: CentreId,
    /// For whom; none is private.
    pub organisation_id: Option<OrganisationId>,
    /// The person it is for: who booked, or on whose behalf; none for a caller without an account.
    pub booker_id: Option<UserId>,
    /// A caller without an account.
    pub caller: Option<Contact>,
    /// Who entered it.
    pub created_by: UserId,
    /// Title.
    pub title: String,
    /// People expected.
    pub attendees: i32,
    /// Layout by name.
    pub layout: Option<String>,
    /// Whether it takes places of a shared room rather than the whole.
    pub shared: bool,
    /// Counted equipment.
    pub equipment: Vec<EquipmentWish>,
    /// The time that is shown.
    pub span: Span,
    /// Seconds claimed before it.
    pub setup_seconds: i64,
    /// Seconds claimed after it.
    pub cleanup_seconds: i64,
    /// Who may read its title.
    pub visibility: Visibility,
    /// What for.
    pub activity: Option<Activity>,
    /// For whom.
    pub audience: Option<Audience>,
    /// Whether anyone may walk in.
    pub open_to_all: bool,
    /// Music.
    pub music: Music,
    /// Alcohol.
    pub alcohol: Alcohol,
    /// A note to the desk.
    pub note: Option<String>,
    /// The house rules that were accepted.
    pub terms_version: Option<String>,
    /// Who opens and closes.
    pub key_holder_id: Option<KeyHolderId>,
    /// Who is present on the spot.
    pub on_site_contact: Option<Contact>,
    /// What it costs as quoted; none is 'no price', not 'free'.
    pub price: Option<Price>,
    /// Why the desk looks at it.
    pub review_reasons: Vec<super::rules::ReviewReason>,
    /// Rules set aside.
    pub overrides: Vec<Override>,
    /// A request is answered by then.
    pub answer_by: Option<Instant>,
    /// An option lapses then.
    pub hold_until: Option<Instant>,
    /// Its place is only offered, because a closure took the one before: who has it accepts by then, or it is cancelled.
    pub offer_until: Option<Instant>,
    /// It only holds the place that this booking had before a closure: confirmed, that one goes back to it.
    pub return_of: Option<BookingId>,
    /// Until then cancelling costs nothing, because the centre moved it.
    pub free_cancel_until: Option<Instant>,
    /// Series it belongs to.
    pub series_id: Option<SeriesId>,
    /// When it was to begin by the series' rule.
    pub series_starts_at: Option<Instant>,
    /// Whether it was changed on its own, so that it stays when the series moves.
    pub detached: bool,
    /// When it was cancelled.
    pub cancelled_at: Option<Instant>,
    /// Who cancelled it.
    pub cancelled_by: Option<Side>,
    /// Why it was cancelled or declined.
    pub reason: Option<String>,
    /// Who came.
    pub attendance: Attendance,
    /// How many came.
    pub head_count: Option<i32>,
    /// SEQUENCE of the calendar entry (RFC 5545, section 3.8.7.4).
    pub sequence: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}

impl Booking {
    /// Whether everyone may see that there is such a booking: it is public, and was not merely asked for.
    #[must_use]
    pub fn is_public(&self) -> bool {
        let settled = matches!(self.status, BookingStatus::Confirmed | BookingStatus::Cancelled);
        self.visibility == Visibility::Public && settled
    }

    /// Whether another booking is for the same organisation and person.
    #[must_use]
    pub fn is_for_whom(&self, other: &Self) -> bool {
        self.organisation_id == other.organisation_id
            && self.booker_id == other.booker_id
            && self.caller == other.caller
    }

    /// The time it claims: the shown time with set-up and clean-up.
    #[must_use]
    pub fn claimed_span(&self) -> Span {
        self.span.widened(self.setup_seconds, self.cleanup_seconds)
    }
}
