//! What a mail says of an incident, and of what a neighbour reports: snapshots, as of a booking.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::facts::{Place, epoch};
use crate::domain::{
    incident::{IncidentKind, IncidentState},
    report::ReportKind,
    time::Instant,
};

/// Something that went wrong at a booking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentFacts {
    /// The booking: short and speakable (KES-7Q4M).
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Where.
    pub place: Place,
    /// Time zone of the centre.
    pub timezone: Tz,
    /// Start of the booking's shown time.
    #[serde(with = "epoch")]
    pub starts_at: Instant,
    /// End of it.
    #[serde(with = "epoch")]
    pub ends_at: Instant,
    /// For whom it was; none is private.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_name: Option<String>,
    /// What went wrong.
    pub incident: IncidentKind,
    /// When.
    #[serde(with = "epoch")]
    pub happened_at: Instant,
    /// Whether a neighbour reported it: who, and in which words, stays with the desk.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_neighbour: bool,
    /// In the words of the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What came of it.
    pub state: IncidentState,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What those who booked say of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
}

/// What a neighbour reported. It names no booking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportFacts {
    /// The centre.
    pub centre_name: String,
    /// Its time zone.
    pub timezone: Tz,
    /// What they are troubled by.
    pub report: ReportKind,
    /// When it was.
    #[serde(with = "epoch")]
    pub happened_at: Instant,
    /// In their words.
    pub text: String,
    /// How the desk reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Whether it is for who is on duty, and not for the desk.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_duty: bool,
}
