//! Shortest and longest. Durations are elapsed time, also in the nights on which clocks change.

use super::{RuleCode, Violation, wording::length};
use crate::domain::{
    room::Rules,
    time::{MINUTE, Span},
};

/// Whether `span` is too short or too long; the limit is in minutes.
#[must_use]
pub fn check(rules: &Rules, span: Span) -> Option<Violation> {
    let breach = |message, minutes: u32| Some(Violation::new(RuleCode::Duration, message, minutes));
    if span.seconds() < i64::from(rules.min_minutes) * MINUTE {
        return breach(format!("A booking lasts at least {}.", length(rules.min_minutes)), rules.min_minutes);
    }
    if span.seconds() > i64::from(rules.max_minutes) * MINUTE {
        return breach(format!("A booking lasts at most {}.", length(rules.max_minutes)), rules.max_minutes);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::span;

    fn limit(from: &str, until: &str) -> Option<serde_json::Value> {
        let rules = Rules { min_minutes: 60, max_minutes: 240, ..Rules::default() };
        check(&rules, span(from, until)).map(|breach| breach.limit)
    }

    #[test]
    fn both_limits_are_included() {
        assert_eq!(limit("2027-03-01T10:00", "2027-03-01T11:00"), None);
        assert_eq!(limit("2027-03-01T10:00", "2027-03-01T14:00"), None);
        assert_eq!(limit("2027-03-01T10:00", "2027-03-01T10:59"), Some(60.into()));
        assert_eq!(limit("2027-03-01T10:00", "2027-03-01T14:01"), Some(240.into()));
    }

    #[test]
    fn elapsed_time_counts_when_clocks_change() {
        assert_eq!(limit("2027-03-28T01:30", "2027-03-28T03:15"), Some(60.into()), "45 minutes elapse");
        assert_eq!(limit("2027-10-31T00:00", "2027-10-31T04:00"), Some(240.into()), "five hours elapse");
    }

    #[test]
    fn the_message_names_the_limit() {
        let breach = check(&Rules::default(), span("2027-03-01T10:00", "2027-03-03T10:00")).unwrap();
        assert_eq!(breach.message, "A booking lasts at most 1 day.");
    }
}
