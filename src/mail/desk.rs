//! What the letters of the morning to a desk say.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::facts::epoch;
use crate::domain::{booking::BookingStatus, closure::ClosureReason, rules::ReviewReason, time::Instant};

/// What takes place in a centre on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFacts {
    /// The centre.
    pub centre_name: String,
    /// Its time zone.
    pub timezone: Tz,
    /// The local date.
    pub date: NaiveDate,
    /// The end of the day.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// Bookings, by start.
    pub bookings: Vec<DayBooking>,
    /// Bookings that are not listed, as there are too many.
    #[serde(default)]
    pub more: u32,
    /// What is closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<DayClosure>,
}

/// A booking of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayBooking {
    /// Start of the shown time.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// End of the shown time.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// The room.
    pub room_name: String,
    /// Code.
    pub reference: String,
    /// What for.
    pub title: String,
    /// Confirmed, or still to be answered.
    pub status: BookingStatus,
    /// For whom: the organisation, or who booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// People expected.
    pub attendees: i32,
    /// How the room is laid out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Counted equipment: how many of what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<(i32, String)>,
    /// Who opens, where no staff does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_holder: Option<String>,
    /// The booker's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A closure of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayClosure {
    /// From when on this day.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// Until when on this day.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// Its rooms; none is the whole centre.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<String>,
    /// Why.
    pub reason: ClosureReason,
}

/// Requests of a centre that wait for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestsFacts {
    /// The centre.
    pub centre_name: String,
    /// Its time zone.
    pub timezone: Tz,
    /// The requests, the most urgent first.
    pub requests: Vec<WaitingRequest>,
    /// Requests that are not listed, as there are too many.
    #[serde(default)]
    pub more: u32,
}

/// A request that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRequest {
    /// Start of the shown time.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// End of the shown time.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// The room.
    pub room_name: String,
    /// Code.
    pub reference: String,
    /// What for.
    pub title: String,
    /// For whom: the organisation, or who booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// By when it is to be answered.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "epoch::option")]
    pub answer_by: Option<Instant>,
    /// Why the desk looks at it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub review_reasons: Vec<ReviewReason>,
}
