//! Starts and lasts on the room's grid: every so many minutes of local time, or named parts of the day.

use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::{
    RuleCode, Violation,
    wording::{length, listed},
};
use crate::domain::{
    dayparts,
    local_time::local,
    room::{Rules, USUAL_GRID_MINUTES},
    time::{MINUTE, Span},
};

/// Minutes of the room's grid; without meaning where it has parts of the day.
#[must_use]
pub fn minutes(rules: &Rules) -> u32 {
    rules.grid_minutes.filter(|minutes| *minutes > 0).unwrap_or(USUAL_GRID_MINUTES)
}

/// Whether `span` is off the grid. Starts are counted in local time from local midnight, the duration in elapsed time.
/// With parts of the day, `span` is one of them or a run of parts that touch. The limit is in minutes, or lists the
/// parts as `{name, starts, ends}`; for an instant that is no whole minute it is 1.
#[must_use]
pub fn check(rules: &Rules, zone: Tz, span: Span) -> Option<Violation> {
    let breach = |message, limit: serde_json::Value| Some(Violation::new(RuleCode::Grid, message, limit));
    if !span.start().is_whole_minute() || !span.end().is_whole_minute() {
        return breach("A booking starts and ends on a whole minute.".to_owned(), 1.into());
    }
    if let Some(parts) = &rules.dayparts {
        if dayparts::count_in(parts, zone, span).is_some() {
            return None;
        }
        let words: Vec<String> =
            parts.iter().map(|part| format!("{} ({} to {})", part.name, part.starts, part.ends)).collect();
        let message = format!("The room is booked by whole parts of the day: {}.", listed(&words, "and"));
        return breach(message, serde_json::json!(parts));
    }
    let minutes = minutes(rules);
    let step = i64::from(minutes) * MINUTE;
    let starts_on_grid = local(span.start(), zone).is_some_and(|start| {
        let since_midnight: TimeDelta = start.time().signed_duration_since(NaiveTime::MIN);
        since_midnight.num_seconds() % step == 0
    });
    if starts_on_grid && span.seconds() % step == 0 {
        return None;
    }
    let message =
        format!("A booking starts on a multiple of {0} after midnight and lasts a multiple of it.", length(minutes));
    breach(message, minutes.into())
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Asia::Kathmandu, Europe::Brussels};
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::{
        room::Daypart,
        sample::{at, clock, span},
    };

    fn limit(grid_minutes: Option<u32>, span: Span) -> Option<Value> {
        check(&Rules { grid_minutes, ..Rules::default() }, Brussels, span).map(|breach| breach.limit)
    }

    #[test]
    fn starts_and_lengths_are_multiples_counted_from_local_midnight() {
        assert_eq!(limit(Some(15), span("2027-03-01T10:15", "2027-03-01T11:00")), None);
        assert_eq!(limit(Some(30), span("2027-03-01T10:15", "2027-03-01T11:15")), Some(30.into()));
        assert_eq!(limit(Some(30), span("2027-03-01T10:30", "2027-03-01T11:15")), Some(30.into()));
        assert_eq!(limit(Some(45), span("2027-03-01T09:45", "2027-03-01T10:30")), None, "13 × 45 minutes");
        assert_eq!(limit(None, span("2027-03-01T10:30", "2027-03-01T11:00")), None, "the usual half hours");
        assert_eq!(limit(None, span("2027-03-01T10:15", "2027-03-01T11:15")), Some(30.into()));
        assert_eq!(limit(Some(120), span("2027-03-01T22:00", "2027-03-02T02:00")), None, "over midnight");
    }

    #[test]
    fn local_time_counts_in_a_zone_of_quarter_hours() {
        let start = at("2027-03-01T12:00");
        let hour = Span::new(start, start.plus(3600)).unwrap();
        let rules = Rules { grid_minutes: Some(60), ..Rules::default() };
        assert_eq!(check(&rules, Brussels, hour), None);
        assert!(check(&rules, Kathmandu, hour).is_some(), "it is 16:45 there");
    }

    #[test]
    fn elapsed_time_is_what_lasts_on_the_grid_when_clocks_change() {
        let grid = Some(120);
        assert_eq!(limit(grid, span("2027-03-28T00:00", "2027-03-28T05:00")), None, "four hours elapse");
        assert_eq!(limit(grid, span("2027-03-28T00:00", "2027-03-28T04:00")), Some(120.into()), "three hours elapse");
        assert_eq!(limit(grid, span("2027-10-31T00:00", "2027-10-31T03:00")), None, "four hours elapse");
    }

    #[test]
    fn seconds_are_refused() {
        let start = at("2027-03-01T10:00");
        for (from, until) in [(30, 3600), (0, 3601)] {
            let span = Span::new(start.plus(from), start.plus(until)).unwrap();
            assert_eq!(limit(Some(1), span), Some(1.into()));
        }
    }

    #[test]
    fn parts_of_the_day_are_booked_whole_or_in_touching_runs() {
        let part =
            |name: &str, starts, ends| Daypart { name: name.to_owned(), starts: clock(starts), ends: clock(ends) };
        let parts =
            vec![part("morning", "09:00", "12:00"), part("evening", "18:00", "23:00"), part("night", "23:00", "01:00")];
        let rules = Rules { dayparts: Some(parts), ..Rules::default() };
        let check = |from, until| check(&rules, Brussels, span(from, until));
        assert_eq!(check("2027-03-01T09:00", "2027-03-01T12:00"), None);
        assert_eq!(check("2027-03-01T18:00", "2027-03-02T01:00"), None);
        let breach = check("2027-03-01T09:00", "2027-03-01T11:00").unwrap();
        assert_eq!(
            breach.message,
            "The room is booked by whole parts of the day: \
             morning (09:00 to 12:00), evening (18:00 to 23:00) and night (23:00 to 01:00)."
        );
        assert_eq!(breach.limit[0], json!({"name": "morning", "starts": "09:00", "ends": "12:00"}));
    }
}
