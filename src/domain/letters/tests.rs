use rstest::rstest;
use serde_json::json;

use super::*;
use crate::domain::sample::at;

fn choices(preferences: &Value) -> Choices {
    Choices::of(preferences.as_object().expect("an object"), &[])
}

fn quiet(from: &str, until: &str) -> Choices {
    choices(&json!({"quiet.from": from, "quiet.until": until}))
}

/// The instant that clocks in Brussels show, with the offset named, as some show twice.
fn exact(text: &str) -> Instant {
    chrono::DateTime::parse_from_rfc3339(text).expect("a time").into()
}

#[rstest]
#[case::before("2026-12-03T21:59", None)]
#[case::first("2026-12-03T22:00", Some("2026-12-04T07:00"))]
#[case::after_midnight("2026-12-04T00:30", Some("2026-12-04T07:00"))]
#[case::last("2026-12-04T06:59", Some("2026-12-04T07:00"))]
#[case::over("2026-12-04T07:00", None)]
fn the_usual_hours_are_those_of_the_night(#[case] now: &str, #[case] end: Option<&str>) {
    assert_eq!(QuietHours::usual(Brussels).end(at(now)), end.map(at));
}

#[test]
fn hours_of_one_day_and_none_at_all() {
    let of_day = quiet("13:00", "14:30");
    assert_eq!(of_day.held_until(None, None, at("2026-12-03T13:59")), Some(at("2026-12-03T14:30")));
    assert_eq!(of_day.held_until(None, None, at("2026-12-03T23:00")), None);
    let none = quiet("08:00", "08:00");
    assert_eq!(none.held_until(Some(Topic::Reminder), None, at("2026-12-03T23:00")), None, "also of a topic");
    let whole = quiet("00:00", "24:00");
    assert_eq!(whole.held_until(None, None, at("2026-12-03T12:00")), Some(at("2026-12-04T00:00")));
}

/// On the last Sunday of March there is no 02:30; on that of October there are two.
#[rstest]
#[case::night_of_march("22:00", "07:00", "2027-03-27T23:00:00+01:00", "2027-03-28T07:00:00+02:00")]
#[case::ends_in_the_gap("22:00", "02:30", "2027-03-27T23:00:00+01:00", "2027-03-28T03:30:00+02:00")]
#[case::begins_in_the_gap("02:30", "05:00", "2027-03-28T03:30:00+02:00", "2027-03-28T05:00:00+02:00")]
#[case::night_of_october("22:00", "07:00", "2027-10-30T23:00:00+02:00", "2027-10-31T07:00:00+01:00")]
#[case::ends_at_the_first_of_two("22:00", "02:30", "2027-10-30T23:00:00+02:00", "2027-10-31T02:30:00+02:00")]
#[case::begins_at_the_first_of_two("02:30", "05:00", "2027-10-31T02:30:00+02:00", "2027-10-31T05:00:00+01:00")]
fn clocks_that_change(#[case] from: &str, #[case] until: &str, #[case] now: &str, #[case] end: &str) {
    assert_eq!(quiet(from, until).held_until(None, None, exact(now)), Some(exact(end)));
    assert_eq!(quiet(from, until).held_until(None, None, exact(end)), None, "not a second longer");
}

#[test]
fn a_second_before_hours_that_begin_in_the_gap_it_is_not_quiet() {
    let before = exact("2027-03-28T03:29:59+02:00");
    assert_eq!(quiet("02:30", "05:00").held_until(None, None, before), None);
}

#[test]
fn hours_are_those_of_the_zone_that_was_chosen() {
    let lisbon = choices(&json!({"quiet.zone": "Europe/Lisbon"}));
    assert_eq!(lisbon.held_until(Some(Topic::Reminder), None, at("2026-12-03T22:30")), None, "it is 21:30 there");
    assert_eq!(lisbon.held_until(Some(Topic::Reminder), None, at("2026-12-03T23:00")), Some(at("2026-12-04T08:00")));
}

#[test]
fn what_is_always_sent_waits_only_for_hours_that_were_chosen() {
    let night = at("2026-12-03T23:00");
    assert_eq!(choices(&json!({})).held_until(None, None, night), None);
    assert_eq!(choices(&json!({})).held_until(Some(Topic::Reminder), None, night), Some(at("2026-12-04T07:00")));
    assert_eq!(choices(&json!({"quiet.until": "06:00"})).held_until(None, None, night), Some(at("2026-12-04T06:00")));
}

#[test]
fn what_does_not_wait_until_they_end_goes_at_once() {
    let (night, own) = (at("2026-12-03T23:00"), quiet("22:00", "07:00"));
    let held = Some(at("2026-12-04T07:00"));
    assert_eq!(own.held_until(None, Some(at("2026-12-04T08:00")), night), held);
    assert_eq!(own.held_until(None, Some(at("2026-12-04T07:59")), night), None, "an hour is the least");
    assert_eq!(own.held_until(None, Some(at("2026-12-03T12:00")), night), None);
}

#[test]
fn a_preference_goes_before_what_a_link_stopped() {
    let none = Map::new();
    assert!(Choices::of(&none, &[]).wants(Topic::Reminder));
    assert!(!Choices::of(&none, &[Topic::Reminder]).wants(Topic::Reminder));
    assert!(Choices::of(&none, &[Topic::Reminder]).wants(Topic::Renewal));
    let wanted = json!({"mail.reminder": true, "mail.renewal": false});
    let choices = Choices::of(wanted.as_object().unwrap(), &[Topic::Reminder]);
    assert!(choices.wants(Topic::Reminder) && !choices.wants(Topic::Renewal));
}

#[rstest]
#[case("mail.reminder", json!(false), None)]
#[case("mail.reminder", json!("no"), Some("type"))]
#[case("mail.statement", json!(false), Some("always_sent"))]
#[case("mail.statement", json!(true), Some("always_sent"))]
#[case("mail.whatever", json!(false), Some("unknown"))]
#[case("mail.", json!(false), Some("unknown"))]
#[case("quiet.from", json!("22:30"), None)]
#[case("quiet.until", json!("24:00"), None)]
#[case("quiet.from", json!("22.30"), Some("time"))]
#[case("quiet.until", json!(7), Some("time"))]
#[case("quiet.zone", json!("Europe/Lisbon"), None)]
#[case("quiet.zone", json!("Leuven"), Some("unknown"))]
#[case("quiet.hours", json!("22:30"), Some("unknown"))]
fn preferences_about_letters_are_checked(#[case] name: &str, #[case] value: Value, #[case] code: Option<&str>) {
    let mut faults = Faults::new();
    check(&mut faults, "/x".to_owned(), name, &value, |kind| kind == "statement");
    let codes: Vec<&str> = faults.into_vec().iter().map(|fault| fault.code).collect();
    assert_eq!(codes, code.into_iter().collect::<Vec<_>>());
}
