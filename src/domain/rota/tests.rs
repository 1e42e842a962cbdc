//! The rota: terms in local time, training by local date.

use chrono_tz::Europe::Brussels;

use super::*;
use crate::domain::{sample::span, time::MINUTE};

fn dates(first: Span, until: &str) -> Vec<String> {
    let local = |instant: Instant| instant.in_zone(Brussels).format("%m-%d %H:%M").to_string();
    let shifts = weekly(first, until.parse().unwrap(), Brussels);
    shifts.iter().map(|span| format!("{} {}", local(span.start()), local(span.end()))).collect()
}

#[test]
fn a_term_keeps_its_hours_on_the_clock() {
    // Clocks go forward on 28 March and back on 31 October 2027.
    let spring = dates(span("2027-03-18T19:00", "2027-03-18T22:00"), "2027-04-01");
    assert_eq!(spring, ["03-18 19:00 03-18 22:00", "03-25 19:00 03-25 22:00", "04-01 19:00 04-01 22:00"]);
    let autumn = weekly(span("2027-10-28T19:00", "2027-10-28T22:00"), "2027-11-04".parse().unwrap(), Brussels);
    assert_eq!(autumn, [span("2027-10-28T19:00", "2027-10-28T22:00"), span("2027-11-04T19:00", "2027-11-04T22:00")]);
    assert_eq!(autumn[1].start().since(autumn[0].start()), 7 * DAY + HOUR);
}

#[test]
fn a_night_is_as_long_as_the_clock_makes_it() {
    // Saturday 22:00 to Sunday 04:00, each week; in one night an hour is missing, in another one comes twice.
    let nights = |first: &str, next: &str| {
        let night = weekly(span(&format!("{first}T22:00"), &format!("{next}T04:00")), next.parse().unwrap(), Brussels);
        night[0].seconds() / HOUR
    };
    assert_eq!((nights("2027-03-20", "2027-03-21"), nights("2027-03-27", "2027-03-28")), (6, 5));
    assert_eq!(nights("2027-10-30", "2027-10-31"), 7);
    let lost = weekly(span("2027-03-21T02:00", "2027-03-21T03:00"), "2027-04-04".parse().unwrap(), Brussels);
    assert_eq!(lost.len(), 2, "the hour that does not exist is left out: {lost:?}");
}

#[test]
fn a_term_ends_and_is_bounded() {
    let evening = span("2027-03-18T19:00", "2027-03-18T22:00");
    assert_eq!(dates(evening, "2027-03-17"), Vec::<String>::new());
    assert_eq!(dates(evening, "2027-03-24").len(), 1);
    assert_eq!(dates(evening, "2099-01-01").len(), MOST_WEEKS);
}

#[test]
fn training_holds_on_every_date_that_a_time_touches() {
    let training = |until: Option<&str>| Training {
        trained_on: "2027-03-01".parse().unwrap(),
        valid_until: until.map(|until| until.parse().unwrap()),
    };
    let holds = |training: Training, from, until| training.holds(span(from, until), Brussels);
    assert!(holds(training(None), "2027-03-01T00:00", "2027-03-02T00:00"));
    assert!(!holds(training(None), "2027-02-28T23:00", "2027-03-01T01:00"), "not trained yet");
    let ends = training(Some("2027-03-05"));
    assert!(holds(ends, "2027-03-05T22:00", "2027-03-06T00:00"), "midnight belongs to the day before");
    assert!(!holds(ends, "2027-03-05T22:00", "2027-03-06T00:30"));
    assert!(!holds(ends, "2027-03-06T10:00", "2027-03-06T11:00"));
}

#[test]
fn an_offer_leaves_the_desk_time_to_decide() {
    let settings = RotaSettings::default();
    let now = Instant::from_epoch_seconds(0);
    let until = |hours: i64| settings.offer_until(now, now.plus(hours * HOUR)).since(now);
    assert_eq!((until(1000), until(48), until(10)), (24 * HOUR, 24 * HOUR, 5 * HOUR));
    assert_eq!(settings.offer_until(now, now.plus(-MINUTE)), now);
}
