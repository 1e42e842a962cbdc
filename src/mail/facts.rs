//! What a mail says of a booking: a snapshot, so that a mail that is sent late still tells what was true when it was
//! written.

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    clean,
    letter::{CalendarNews, LinkPurpose},
};
use crate::domain::{
    booking::{BookingStatus, Side},
    closure::{ClosureReason, DecisionAction},
    ids::BookingId,
    rules::ReviewReason,
    time::Instant,
    warning::Warning,
};

/// A booking as it was when the mail was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookingFacts {
    /// Identifier.
    pub booking_id: BookingId,
    /// Short and speakable (KES-7Q4M).
    pub reference: String,
    /// Title.
    pub title: String,
    /// Stage after what the mail tells of.
    pub status: BookingStatus,
    /// Where.
    pub place: Place,
    /// Time zone of the centre; every time in the mail is told in it.
    pub timezone: Tz,
    /// Start of the shown time.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// End of the shown time.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// People expected.
    pub attendees: i32,
    /// For whom; none is private.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_name: Option<String>,
    /// Who booked, for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booker_name: Option<String>,
    /// Telephone of who booked, for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booker_phone: Option<String>,
    /// The booker's note, for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Why the desk looks at it, for the desk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub review_reasons: Vec<ReviewReason>,
    /// Its price in euro cents; none is 'no price' and is not spoken of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_cents: Option<i64>,
    /// What is due of the price in euro cents, told when it is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_cents: Option<i64>,
    /// A request is answered by then.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "epoch::option")]
    pub answer_by: Option<Instant>,
    /// The time is too near for an answer by mail: the booker had better phone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub call_centre: bool,
    /// An option lapses then; set too on the mail that says it has.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "epoch::option")]
    pub hold_until: Option<Instant>,
    /// Why it was declined, changed or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What one side wrote to the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Who cancelled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<Side>,
    /// What could be booked instead, the best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// When it was before it changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
    /// What is to be known of the time: it may have to go elsewhere yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<WarningFacts>,
    /// Path of the booking's page below the public URL, with a leading slash; no link where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// UID of the calendar entry, the same through the booking's life.
    pub calendar_uid: String,
    /// SEQUENCE of the calendar entry (RFC 5545, section 3.8.7.4).
    pub sequence: i32,
    /// What the entry is to the dates of a series; none stands by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring: Option<Recurring>,
    /// Whether this recipient was sent a calendar part of this booking before: only then is there an entry to cancel.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_calendar: bool,
}

/// What is to be known of the time of a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum WarningFacts {
    /// A closure is announced, and not certain yet.
    Closure {
        /// From when.
        #[serde(with = "epoch")]
        starts_at: Instant,
        /// Until when.
        #[serde(with = "epoch")]
        ends_at: Instant,
        /// Why.
        reason: ClosureReason,
    },
    /// The host of the building may take the time back.
    Recall {
        /// Until so many days before it begins.
        days: u32,
    },
}

impl From<&Warning> for WarningFacts {
    fn from(warning: &Warning) -> Self {
        match warning {
            Warning::ProvisionalClosure { span, reason, .. } => {
                Self::Closure { starts_at: span.start(), ends_at: span.end(), reason: *reason }
            }
            Warning::Recall { days, .. } => Self::Recall { days: *days },
        }
    }
}

/// What a calendar entry is to the dates of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Recurring {
    /// All of them, in local time.
    Whole {
        /// When the rule begins.
        first: NaiveDateTime,
        /// When its first date ends.
        end: NaiveDateTime,
        /// End of the last date.
        #[serde(with = "epoch")]
        last: Instant,
        /// The RRULE.
        rrule: String,
        /// Dates of the rule on which there is nothing.
        exdates: Vec<NaiveDateTime>,
        /// Dates besides those of the rule.
        rdates: Vec<NaiveDateTime>,
        /// Dates that were changed on their own.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        changed: Vec<ChangedDate>,
    },
    /// One of them.
    Date {
        /// When it was to begin by the rule.
        #[serde(with = "epoch")]
        starts_at: Instant,
    },
}

/// A date of a series that was changed on its own, as it is since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedDate {
    /// When it was to begin by the rule.
    #[serde(with = "epoch")]
    pub date: Instant,
    /// Start of the shown time.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// End of the shown time.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// SEQUENCE of this date.
    pub sequence: i32,
    /// Title.
    pub title: String,
    /// Where.
    pub place: Place,
}

/// A series as it was when the mail was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesFacts {
    /// Its first date, and what all have alike. The calendar entry is that of the series.
    pub first: BookingFacts,
    /// Its dates in order.
    pub dates: Vec<DateFacts>,
    /// The dates that could not be had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<DateFacts>,
}

/// A date of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateFacts {
    /// Start of the shown time.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// End of the shown time.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// The stage of its booking; none has no booking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<BookingStatus>,
}

/// What a closure does to bookings of one recipient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosureFacts {
    /// Why it is closed.
    pub reason: ClosureReason,
    /// From when.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// Until when.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// Whether it closed at once, so that no other place was looked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_once: bool,
    /// Each booking and what becomes of it, by start.
    pub fates: Vec<FateFacts>,
    /// The link to accept what is offered, where something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkPurpose>,
    /// How long that works, in seconds from the sending.
    #[serde(default)]
    pub valid_for: i64,
}

/// Old places of one recipient that are free again after a closure, and held for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReturnsFacts {
    /// Each place, by start; `previous` is where they are now, `hold_until` the deadline.
    pub places: Vec<BookingFacts>,
    /// The link to go back.
    pub link: LinkPurpose,
}

/// What becomes of a booking that a closure meets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FateFacts {
    /// What was decided.
    pub action: DecisionAction,
    /// An offer is accepted by then.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "epoch::option")]
    pub until: Option<Instant>,
    /// The booking as it is since.
    pub booking: BookingFacts,
}

impl FateFacts {
    /// What it does to the recipient's calendar. What is only offered is not certain there.
    #[must_use]
    pub fn calendar(&self) -> Option<CalendarNews> {
        let confirmed = self.booking.status == BookingStatus::Confirmed;
        match self.action {
            DecisionAction::Move if confirmed => Some(CalendarNews::Confirmed),
            DecisionAction::Move | DecisionAction::Offer if self.booking.in_calendar => Some(CalendarNews::Tentative),
            DecisionAction::Cancel if self.booking.in_calendar => Some(CalendarNews::Cancelled),
            _ => None,
        }
    }
}

/// Where a booking is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The room.
    pub room_name: String,
    /// The centre; also the organiser of the calendar entry.
    pub centre_name: String,
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Telephone of the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Mail address of the desk: answers go there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<String>,
}

impl Place {
    /// Street, postal code and city in one line, as far as they are known.
    #[must_use]
    pub fn address_line(&self) -> Option<String> {
        let city =
            [&self.postal_code, &self.city].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        let parts = [self.street.as_deref().unwrap_or_default(), &city].map(clean::line);
        let line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        (!line.is_empty()).then_some(line)
    }
}

/// The time and room that a changed booking had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// Start of the shown time.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// End of the shown time.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// The room, where it was another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_name: Option<String>,
}

/// What could be booked instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// The room.
    pub room_name: String,
    /// Its centre.
    pub centre_name: String,
    /// Start.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// End.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// How far that centre is from the one asked for, in metres; 0 in the same centre.
    pub distance_m: i64,
    /// Path of a page to book it, with a leading slash; no link where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// Instants as epoch seconds.
pub(super) mod epoch {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::time::Instant;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
    pub(in crate::mail) fn serialize<S: Serializer>(instant: &Instant, to: S) -> Result<S::Ok, S::Error> {
        instant.epoch_seconds().serialize(to)
    }

    pub(in crate::mail) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Instant, D::Error> {
        i64::deserialize(from).map(Instant::from_epoch_seconds)
    }

    /// The same, where there may be none.
    pub(in crate::mail) mod option {
        use super::{Deserialize, Deserializer, Instant, Serialize, Serializer};

        #[expect(clippy::ref_option, reason = "serde asks for this signature")]
        pub(in crate::mail) fn serialize<S: Serializer>(instant: &Option<Instant>, to: S) -> Result<S::Ok, S::Error> {
            instant.map(Instant::epoch_seconds).serialize(to)
        }

        pub(in crate::mail) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Instant>, D::Error> {
            Ok(Option::<i64>::deserialize(from)?.map(Instant::from_epoch_seconds))
        }
    }
}
