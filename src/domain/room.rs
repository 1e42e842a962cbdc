//! Rooms and the rules they are lent by. Rules are read and written whole; their JSON form is that of the API.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{
    centre::Access,
    clock_time::ClockTime,
    ids::{CentreId, ResourceId, RoomId},
    organisation::{DEFAULT_CLASS, OrganisationKind},
    resource::UseState,
    time::MINUTE,
};

/// What people book.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// Identifier.
    pub id: RoomId,
    /// Its centre.
    pub centre_id: CentreId,
    /// Name.
    pub name: String,
    /// Description by language (nl, en, fr).
    pub description: BTreeMap<String, String>,
    /// Floor area in square metres, where known.
    pub floor_area_m2: Option<f64>,
    /// Whether a wheelchair gets in.
    pub accessible: bool,
    /// Layouts with their capacity; the first is the usual one.
    pub layouts: Vec<Layout>,
    /// The floors it needs (one or more).
    pub resource_ids: Vec<ResourceId>,
    /// Places of a shared room: equals the capacity of each of its floors.
    pub shared_places: Option<i32>,
    /// What it holds, by word (projector, kitchen …); not counted.
    pub equipment: Vec<String>,
    /// Invented for the demonstration.
    pub example: bool,
    /// Whether it can be booked.
    pub state: UseState,
    /// The rules it is lent by.
    pub rules: Rules,
    /// Rises with each change; a booking compares it under its lock. The `ETag`.
    pub version: i64,
}

impl Room {
    /// The most people it holds: the largest layout, or its places; none where neither is known.
    #[must_use]
    pub fn largest_capacity(&self) -> Option<i32> {
        self.layouts.iter().map(|layout| layout.capacity).chain(self.shared_places).max()
    }
}

/// A way to set a room up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Layout {
    /// Name, unique in the room.
    pub name: String,
    /// People it seats, at least 1.
    pub capacity: i32,
}

/// The rules of a room. Every member has a default, so that `{}` is a usable set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Rules {
    /// Bookings start and last on multiples of so many minutes of local time, counted from midnight. Absent with dayparts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid_minutes: Option<u32>,
    /// Named parts of the day that are booked whole, in place of a grid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dayparts: Option<Vec<Daypart>>,
    /// Shortest booking, minutes.
    pub min_minutes: u32,
    /// Longest booking, minutes.
    pub max_minutes: u32,
    /// A booking is made at least so many minutes ahead.
    pub notice_minutes: u32,
    /// A booking is made at most so many days ahead, by priority class; `default` for the others.
    pub horizon_days: BTreeMap<String, u32>,
    /// Time to set up, claimed before each booking, minutes.
    pub setup_minutes: u32,
    /// Time to clean up, claimed after each booking, minutes.
    pub cleanup_minutes: u32,
    /// Kinds of organisation that may book; null is every kind.
    pub eligible_kinds: Option<Vec<OrganisationKind>>,
    /// When a host lends the room; null is always.
    pub lending_windows: Option<Vec<LendingWindow>>,
    /// The host of the building may take lent time back until so many days before it begins; null is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recall_days: Option<u32>,
    /// Where nobody is there so many minutes after the start, it is noted that nobody came, and the rest of the time is free;
    /// null is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_show_minutes: Option<u32>,
    /// What the desk looks at before a booking is confirmed.
    pub review: Review,
    /// Limits to amplified music.
    pub noise: Option<Noise>,
    /// What stays due when a booking is cancelled.
    pub cancellation: Vec<CancellationStep>,
    /// The house rules that a booker accepts, by version; null where there are none.
    pub terms_version: Option<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            grid_minutes: None,
            dayparts: None,
            min_minutes: 30,
            max_minutes: 24 * 60,
            notice_minutes: 0,
            horizon_days: BTreeMap::from([(DEFAULT_CLASS.to_owned(), 180)]),
            setup_minutes: 0,
            cleanup_minutes: 0,
            eligible_kinds: None,
            lending_windows: None,
            recall_days: None,
            no_show_minutes: None,
            review: Review::default(),
            noise: None,
            cancellation: Vec::new(),
            terms_version: None,
        }
    }
}

impl Rules {
    /// Seconds claimed before each booking.
    #[must_use]
    pub fn setup_seconds(&self) -> i64 {
        i64::from(self.setup_minutes) * MINUTE
    }

    /// Seconds claimed after each booking.
    #[must_use]
    pub fn cleanup_seconds(&self) -> i64 {
        i64::from(self.cleanup_minutes) * MINUTE
    }
}

/// Minutes of the grid where a room has neither a grid nor dayparts.
pub const USUAL_GRID_MINUTES: u32 = 30;

/// A named part of the day in local time; one that ends at or before its start runs into the next day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Daypart {
    /// Name (morning, afternoon, evening …).
    pub name: String,
    /// First minute.
    pub starts: ClockTime,
    /// First minute after it.
    pub ends: ClockTime,
}

/// A weekly stretch in which a host lends the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LendingWindow {
    /// Day of the week: mo, tu, we, th, fr, sa, su.
    #[serde(with = "super::clock_time::weekday")]
    #[schema(value_type = String, example = "mo")]
    pub weekday: Weekday,
    /// First minute.
    pub from: ClockTime,
    /// First minute after it.
    pub until: ClockTime,
    /// First date it holds, where bounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last date it holds, where bounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// Who opens the door.
    pub access: Access,
}

/// When the desk looks at a booking before it is confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Review {
    /// Never, always, or where one of the conditions holds.
    pub mode: ReviewMode,
    /// Outside staffed hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside_staffed_hours: Option<bool>,
    /// For these kinds of organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<OrganisationKind>>,
    /// With more people than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendees_over: Option<i32>,
    /// With amplified music.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amplified_music: Option<bool>,
    /// With alcohol.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alcohol: Option<bool>,
    /// After so many times that nobody came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_shows: Option<u32>,
    /// In so many months; 12 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_show_months: Option<u32>,
    /// After so many incidents that were not dismissed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incidents: Option<u32>,
    /// In so many months; 12 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident_months: Option<u32>,
}

super::text_enum! {
    /// How a room's bookings are reviewed.
    ReviewMode { Instant = "instant", Always = "always", When = "when" }
}

#[expect(clippy::derivable_impls, reason = "text_enum! has no place to mark a default")]
impl Default for ReviewMode {
    fn default() -> Self {
        Self::Instant
    }
}

/// Limits to amplified music.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Noise {
    /// Latest end by day of the week (of the local date on which the booking starts); days that are absent have no limit.
    #[serde(default)]
    pub amplified_until: BTreeMap<String, ClockTime>,
    /// Amplified events a year in the whole centre, where bounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amplified_per_year: Option<u32>,
}

/// One step of what stays due: cancelled at least `until_hours_before` hours before the start, so many per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CancellationStep {
    /// Cancelled until so many hours before the start …
    pub until_hours_before: u32,
    /// … so many per cent of the price stay due (0 to 100).
    pub due_percent: u32,
}
