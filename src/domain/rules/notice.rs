//! Not in the past, and at least so many minutes ahead.

use super::{RuleCode, Violation, wording::length};
use crate::domain::{
    room::Rules,
    time::{Instant, MINUTE, Span},
};

/// The first instant at which a booking made now may start.
#[must_use]
pub fn earliest_start(rules: &Rules, now: Instant) -> Instant {
    now.plus(i64::from(rules.notice_minutes) * MINUTE)
}

/// Whether `span` starts too soon; the limit is in minutes.
#[must_use]
pub fn check(rules: &Rules, span: Span, now: Instant) -> Option<Violation> {
    if span.start() >= earliest_start(rules, now) {
        return None;
    }
    let message = if span.start() < now {
        "The time has begun already.".to_owned()
    } else {
        format!("A booking is made at least {} ahead.", length(rules.notice_minutes))
    };
    Some(Violation::new(RuleCode::Notice, message, rules.notice_minutes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, span};

    #[test]
    fn the_notice_itself_is_enough_and_the_past_is_not() {
        let rules = Rules { notice_minutes: 48 * 60, ..Rules::default() };
        let wanted = span("2027-03-03T10:00", "2027-03-03T11:00");
        assert_eq!(check(&rules, wanted, at("2027-03-01T10:00")), None);
        let late = check(&rules, wanted, at("2027-03-01T10:01")).unwrap();
        assert_eq!((late.message.as_str(), late.limit), ("A booking is made at least 2 days ahead.", 2880.into()));
        let past = check(&rules, wanted, at("2027-03-03T10:01")).unwrap();
        assert_eq!(past.message, "The time has begun already.");
    }

    #[test]
    fn without_notice_a_booking_starts_now_at_the_earliest() {
        let wanted = span("2027-03-03T10:00", "2027-03-03T11:00");
        assert_eq!(check(&Rules::default(), wanted, wanted.start()), None);
        assert!(check(&Rules::default(), wanted, wanted.start().plus(1)).is_some());
    }

    #[test]
    fn the_largest_notice_does_not_overflow() {
        let rules = Rules { notice_minutes: u32::MAX, ..Rules::default() };
        assert!(check(&rules, span("2027-03-03T10:00", "2027-03-03T11:00"), Instant::LATEST).is_some());
    }
}
