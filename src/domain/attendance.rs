//! Who came: from when on it is noted, when a time is given up, and how often nobody came.

use super::{
    booking::{Attendance, Booking, BookingStatus},
    room::{Review, ReviewMode, Rules},
    time::{Instant, MINUTE, Span},
    times::Times,
};

/// Months in which times that nobody came, and incidents, count where a room does not say.
pub const USUAL_MONTHS: u32 = 12;

/// Times that nobody came, by when they began.
pub type NoShows = Times;

/// Whether the desk looks at a booking first, in a room with these rules, because so often nobody came.
#[must_use]
pub fn is_reviewed(review: &Review, no_shows: &NoShows, now: Instant) -> bool {
    let months = review.no_show_months.unwrap_or(USUAL_MONTHS);
    review.mode == ReviewMode::When && review.no_shows.is_some_and(|most| no_shows.within(months, now) >= most)
}

/// Whether it can be noted that somebody came: so many minutes before it begins, until it ends.
#[must_use]
pub fn may_check_in(booking: &Booking, minutes: u32, now: Instant) -> bool {
    let opens = booking.span.start().plus(-i64::from(minutes) * MINUTE);
    booking.status == BookingStatus::Confirmed && (opens..booking.span.end()).contains(&now)
}

/// The time that a booking gives up at `now` where nobody came, clean-up included, in a room with these rules; none where
/// the room does not say so, where somebody came, or where it is too early or too late.
#[must_use]
pub fn given_up(booking: &Booking, rules: &Rules, now: Instant) -> Option<Span> {
    let since = booking.span.start().plus(i64::from(rules.no_show_minutes?) * MINUTE);
    let stands = booking.status == BookingStatus::Confirmed && booking.attendance != Attendance::Attended;
    if !stands || now < since || now >= booking.span.end() {
        return None;
    }
    let this_minute = now.plus(-now.epoch_seconds().rem_euclid(MINUTE));
    Span::new(this_minute, booking.claimed_span().end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, booking};

    #[test]
    fn a_room_is_reviewed_from_its_number_on() {
        let known: NoShows = ["2026-12-01T12:00", "2027-02-20T12:00"].map(at).into_iter().collect();
        let now = at("2027-02-28T12:00");
        let of = |mode, no_shows, no_show_months| {
            is_reviewed(&Review { mode, no_shows, no_show_months, ..Review::default() }, &known, now)
        };
        assert!(of(ReviewMode::When, Some(2), None) && of(ReviewMode::When, Some(2), Some(3)));
        assert!(!of(ReviewMode::When, Some(2), Some(1)) && !of(ReviewMode::When, Some(3), None));
        assert!(!of(ReviewMode::When, None, None) && !of(ReviewMode::Instant, Some(1), None));
    }

    #[test]
    fn it_is_noted_from_some_minutes_before_until_the_end() {
        let one = booking(2);
        let (start, end) = (one.span.start(), one.span.end());
        let may = |now| may_check_in(&one, 30, now);
        assert!(!may(start.plus(-30 * MINUTE - 1)) && may(start.plus(-30 * MINUTE)));
        assert!(may(end.plus(-1)) && !may(end));
        assert!(!may_check_in(&Booking { status: BookingStatus::Requested, ..one.clone() }, 30, start));
    }

    #[test]
    fn the_rest_is_given_up_where_the_room_says_so_and_nobody_came() {
        let mut rules = Rules::default();
        let one = Booking { cleanup_seconds: 600, ..booking(2) };
        let (start, end) = (one.span.start(), one.span.end());
        assert_eq!(given_up(&one, &rules, start.plus(HOUR)), None);
        rules.no_show_minutes = Some(15);
        assert_eq!(given_up(&one, &rules, start.plus(15 * MINUTE - 1)), None);
        let rest = Span::new(start.plus(15 * MINUTE), end.plus(600));
        assert_eq!(given_up(&one, &rules, start.plus(15 * MINUTE + 59)), rest);
        assert_eq!(given_up(&one, &rules, end), None);
        let came = Booking { attendance: Attendance::Attended, ..one.clone() };
        assert_eq!(given_up(&came, &rules, start.plus(HOUR)), None);
        let known = Booking { attendance: Attendance::NoShow, ..one };
        assert!(given_up(&known, &rules, start.plus(20 * MINUTE)).is_some(), "the desk has noted it before");
    }

    const HOUR: i64 = 60 * MINUTE;
}
