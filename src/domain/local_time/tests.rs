//! The nights on which clocks change, and the ends of time.

use chrono_tz::{Africa, America, Asia, Europe, Pacific};
use proptest::prelude::*;

use super::*;
use crate::domain::time::HOUR;

const BRUSSELS: Tz = Europe::Brussels;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn clock(text: &str) -> ClockTime {
    ClockTime::parse(text).expect("a time of day")
}

fn utc(text: &str) -> Instant {
    chrono::DateTime::parse_from_rfc3339(text).expect("an instant").into()
}

#[test]
fn a_time_in_the_gap_moves_forward_by_it() {
    let night = date("2027-03-28");
    for (local, instant) in [
        ("01:59", "2027-03-28T00:59:00Z"),
        ("02:00", "2027-03-28T01:00:00Z"),
        ("02:30", "2027-03-28T01:30:00Z"),
        ("03:00", "2027-03-28T01:00:00Z"),
        ("03:30", "2027-03-28T01:30:00Z"),
        ("24:00", "2027-03-28T22:00:00Z"),
    ] {
        assert_eq!(resolve(night, clock(local), BRUSSELS), Some(utc(instant)), "{local}");
    }
}

#[test]
fn a_time_that_exists_twice_means_the_first() {
    let night = date("2027-10-31");
    for (local, instant) in [
        ("01:59", "2027-10-30T23:59:00Z"),
        ("02:00", "2027-10-31T00:00:00Z"),
        ("02:30", "2027-10-31T00:30:00Z"),
        ("03:00", "2027-10-31T02:00:00Z"),
        ("24:00", "2027-10-31T23:00:00Z"),
    ] {
        assert_eq!(resolve(night, clock(local), BRUSSELS), Some(utc(instant)), "{local}");
    }
}

#[test]
fn days_last_23_24_or_25_hours() {
    for (day, hours) in [("2027-03-27", 24), ("2027-03-28", 23), ("2027-10-31", 25), ("2027-11-01", 24)] {
        let day = LocalDay::new(date(day), BRUSSELS).expect("a day");
        assert_eq!(day.end().since(day.start()), hours * HOUR, "{}", day.date());
    }
}

#[test]
fn gaps_at_midnight_and_of_a_whole_day() {
    // Beirut goes from 24:00 to 01:00; Apia had no 30 December 2011.
    let beirut = LocalDay::new(date("2027-03-28"), Asia::Beirut).expect("a day");
    assert_eq!(beirut.start(), utc("2027-03-27T22:00:00Z"));
    assert_eq!(beirut.end().since(beirut.start()), 23 * HOUR);
    assert_eq!(beirut.at(clock("00:30")), utc("2027-03-27T22:30:00Z"));
    assert_eq!(resolve(date("2011-12-30"), clock("12:00"), Pacific::Apia), Some(utc("2011-12-30T22:00:00Z")));
    assert_eq!(LocalDay::new(date("2011-12-30"), Pacific::Apia).map(|day| day.end().since(day.start())), Some(0));
}

#[test]
fn dates_of_a_span_are_those_it_touches() {
    let span = |from, until| Span::new(utc(from), utc(until)).expect("a span");
    let dates = |span| dates_of(span, BRUSSELS).map(|date| date.to_string()).collect::<Vec<_>>();
    assert_eq!(dates(span("2027-03-27T22:30:00Z", "2027-03-27T23:00:00Z")), ["2027-03-27"], "ends at midnight");
    assert_eq!(dates(span("2027-03-27T22:30:00Z", "2027-03-27T23:01:00Z")), ["2027-03-27", "2027-03-28"]);
    assert_eq!(dates(span("2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z")), ["2027-03-28"]);
}

#[test]
fn the_ends_of_time_are_bounded() {
    let all = Span::new(Instant::EARLIEST, Instant::LATEST).expect("a span");
    assert_eq!(dates_of(all, BRUSSELS).count(), MOST_DATES);
    let last = Span::new(Instant::LATEST.plus(-HOUR), Instant::LATEST).expect("a span");
    assert_eq!(dates_of(last, Pacific::Kiritimati).map(|date| date.year()).collect::<Vec<_>>(), [10_000]);
    for zone in [BRUSSELS, Pacific::Kiritimati, America::New_York, Africa::Monrovia] {
        for seconds in [i64::MIN, -8_334_601_228_800, 8_210_266_876_799, i64::MAX] {
            assert_eq!(local(Instant::from_epoch_seconds(seconds), zone), None);
        }
        assert!(local(Instant::EARLIEST, zone).is_some());
        assert_eq!(resolve(NaiveDate::MAX, ClockTime::END_OF_DAY, zone), None);
        assert_eq!(resolve(NaiveDate::MIN, ClockTime::START_OF_DAY, zone), None);
    }
}

proptest! {
    #[test]
    fn the_clock_shows_what_was_resolved(
        day in 0..3_000_i64, minutes in 0..1440_u16,
        zone in prop::sample::select(vec![BRUSSELS, Asia::Beirut, America::St_Johns, Pacific::Auckland]),
    ) {
        let date = date("2020-01-01") + TimeDelta::days(day);
        let time = ClockTime::from_minutes(minutes).expect("a time of day");
        let instant = resolve(date, time, zone).expect("a year that is accepted");
        let asked = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minutes));
        let shown = local(instant, zone).expect("a year that is accepted");
        // Moved forward where the time does not exist; otherwise the very time, and the first that shows it.
        let moved = (shown - asked).num_seconds();
        prop_assert!(moved == 0 || moved == HOUR, "{asked} became {shown}");
        if moved == 0 {
            prop_assert_ne!(local(instant.plus(-HOUR), zone), Some(asked));
        } else {
            prop_assert_eq!(zone.from_local_datetime(&asked).earliest(), None);
        }
        prop_assert_eq!(LocalDay::new(date, zone).map(|day| day.at(time)), Some(instant));
    }
}

#[test]
fn a_local_year_runs_from_midnight_to_midnight() {
    let before_midnight = Instant::from(chrono::DateTime::parse_from_rfc3339("2026-12-31T23:30:00Z").expect("a time"));
    let year = year_of(before_midnight, BRUSSELS).expect("a year that is accepted");
    assert_eq!(year.start().rfc3339_in(BRUSSELS), "2027-01-01T00:00:00+01:00");
    assert_eq!(year.end().rfc3339_in(BRUSSELS), "2028-01-01T00:00:00+01:00");
}
