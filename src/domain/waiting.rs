//! The waiting list: what somebody waits for.

use chrono::Weekday;

use super::{
    clock_time::ClockTime,
    ids::{BookingId, OrganisationId, RoomId, UserId, WaitId},
    text_enum,
    time::{DAY, Instant, MINUTE, Span},
};

/// Places on the list that a person may have at once for one organisation, or privately.
pub const MOST_PLACES: usize = 20;

/// The longest that a place is held for somebody, seconds.
pub const LONGEST_HOLD: i64 = 2 * DAY;

text_enum! {
    /// What became of a place on the list.
    WaitState {
        Waiting = "waiting",
        // A booking is held for them, or was asked of the desk.
        Held = "held",
        Served = "served",
        // They did not answer in time, or did not want it.
        Missed = "missed",
        Left = "left",
        // The time that they waited for is past.
        Lapsed = "lapsed",
    }
}

/// A place on the waiting list: in a room, or in any room that fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// Identifier.
    pub id: WaitId,
    /// Who waits.
    pub person_id: UserId,
    /// For which organisation; none is privately.
    pub organisation_id: Option<OrganisationId>,
    /// The room; none is any that fits.
    pub room_id: Option<RoomId>,
    /// Title of the booking.
    pub title: String,
    /// People expected.
    pub people: i32,
    /// Words for what the room holds, or names of counted equipment.
    pub equipment: Vec<String>,
    /// Whether a wheelchair has to get in.
    pub accessible: bool,
    /// In this neighbourhood, by code or name.
    pub neighbourhood: Option<String>,
    /// It lies whole in here.
    pub window: Span,
    /// How long it lasts.
    pub duration_minutes: i64,
    /// It starts on one of these days; none is all.
    pub weekdays: Option<Vec<Weekday>>,
    /// It starts at this local time or later.
    pub time_from: Option<ClockTime>,
    /// It ends at this local time or earlier; at or before `time_from`, that of the next day.
    pub time_until: Option<ClockTime>,
    /// What became of it.
    pub state: WaitState,
    /// The booking that is held for them.
    pub booking_id: Option<BookingId>,
    /// Since when.
    pub created_at: Instant,
}

impl Wait {
    /// Whether the same is waited for, whatever it is called.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let own = Self {
            id: other.id,
            title: other.title.clone(),
            state: other.state,
            booking_id: other.booking_id,
            created_at: other.created_at,
            ..self.clone()
        };
        own == *other
    }

    /// How long it lasts.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.duration_minutes * MINUTE
    }
}

/// A place that begins at `start` is held until then: for two days, and never for more than half the time that is left.
#[must_use]
pub fn held_until(now: Instant, start: Instant) -> Instant {
    let until = now.plus(LONGEST_HOLD.min(start.since(now) / 2));
    until.plus(-until.epoch_seconds().rem_euclid(MINUTE)).max(now.plus(MINUTE)).min(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::at;

    #[test]
    fn a_place_is_held_for_two_days_or_half_the_time_that_is_left() {
        let now = at("2027-03-01T12:00");
        assert_eq!(held_until(now, at("2027-04-01T12:00")), at("2027-03-03T12:00"));
        assert_eq!(held_until(now, at("2027-03-01T15:01")), at("2027-03-01T13:30"));
        assert_eq!(held_until(now, at("2027-03-01T12:01")), at("2027-03-01T12:01"));
    }
}
