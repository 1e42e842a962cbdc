//! Opening hours and lending windows.

use super::*;
use crate::domain::{
    centre::HoursException,
    room::LendingWindow,
    sample::{centre, clock, room, span, weekly},
    time::HOUR,
};

fn open(centre: &Centre, from: &str, until: &str) -> Vec<Span> {
    open_hours(centre, span(from, until)).open.iter().collect()
}

fn exception(date: &str, hours: Option<(&str, &str, Access)>) -> HoursException {
    HoursException {
        date: date.parse().unwrap(),
        closed: hours.is_none(),
        opens: hours.map(|(opens, _, _)| clock(opens)),
        closes: hours.map(|(_, closes, _)| clock(closes)),
        access: hours.map(|(_, _, access)| access),
    }
}

#[test]
fn stretches_join_within_a_day_and_over_midnight() {
    // Friday 08:00 to 24:00, Saturday and Sunday whole, Monday from 08:00.
    let hours = open_hours(&centre(), span("2027-03-05T00:00", "2027-03-09T00:00"));
    let joined = [span("2027-03-05T08:00", "2027-03-08T00:00"), span("2027-03-08T08:00", "2027-03-09T00:00")];
    assert_eq!(hours.open.as_slice(), joined);
    let staffed = [span("2027-03-05T08:00", "2027-03-05T18:00"), span("2027-03-08T08:00", "2027-03-08T18:00")];
    assert_eq!(hours.staffed.as_slice(), staffed);
}

#[test]
fn a_day_is_as_long_as_the_clock_makes_it() {
    let mut centre = centre();
    centre.opening_hours = weekly("su", "00:00", "24:00", Access::Staffed);
    for (from, until, hours) in
        [("2027-03-28T00:00", "2027-03-29T00:00", 23), ("2027-10-31T00:00", "2027-11-01T00:00", 25)]
    {
        assert_eq!(open_hours(&centre, span(from, until)).open.seconds(), hours * HOUR);
    }
    centre.opening_hours = weekly("su", "02:00", "03:00", Access::Staffed);
    assert_eq!(open(&centre, "2027-03-28T00:00", "2027-03-29T00:00"), [], "an hour that does not exist");
}

#[test]
fn a_date_with_exceptions_has_only_theirs_and_closed_wins() {
    let mut centre = centre();
    let day = || open(&centre, "2027-03-01T00:00", "2027-03-02T00:00");
    assert_eq!(day(), [span("2027-03-01T08:00", "2027-03-02T00:00")]);
    centre.exceptions = vec![
        exception("2027-03-01", Some(("10:00", "12:00", Access::Staffed))),
        exception("2027-03-01", Some(("14:00", "16:00", Access::KeyHolder))),
    ];
    let two = [span("2027-03-01T10:00", "2027-03-01T12:00"), span("2027-03-01T14:00", "2027-03-01T16:00")];
    let hours = open_hours(&centre, span("2027-03-01T00:00", "2027-03-02T00:00"));
    assert_eq!(hours.open.as_slice(), two);
    assert_eq!(hours.staffed.as_slice(), &two[..1]);
    centre.exceptions.push(exception("2027-03-01", None));
    assert_eq!(open(&centre, "2027-03-01T00:00", "2027-03-02T00:00"), []);
}

#[test]
fn weekly_hours_hold_between_their_dates_both_included() {
    let mut centre = centre();
    centre.opening_hours = weekly("mo", "09:00", "17:00", Access::Staffed);
    centre.opening_hours[0].valid_from = "2027-03-08".parse().ok();
    centre.opening_hours[0].valid_until = "2027-03-15".parse().ok();
    let expected = [span("2027-03-08T09:00", "2027-03-08T17:00"), span("2027-03-15T09:00", "2027-03-15T17:00")];
    assert_eq!(open(&centre, "2027-03-01T00:00", "2027-04-01T00:00"), expected);
}

#[test]
fn a_centre_has_hours_only_while_it_is_open() {
    let mut centre = centre();
    centre.opening_hours = weekly("mo tu we th fr sa su", "00:00", "24:00", Access::Staffed);
    centre.opens_on = "2027-03-03".parse().ok();
    centre.closes_on = "2027-03-04".parse().ok();
    let week = ("2027-03-01T00:00", "2027-03-08T00:00");
    assert_eq!(open(&centre, week.0, week.1), [span("2027-03-03T00:00", "2027-03-05T00:00")]);
    for state in [CentreState::Planned, CentreState::UnderStudy, CentreState::Closed] {
        centre.state = state;
        assert_eq!(open(&centre, week.0, week.1), []);
    }
}

#[test]
fn a_lent_room_has_the_hours_that_both_allow() {
    let (centre, mut room) = (centre(), room());
    let lent = |from, until, access| LendingWindow {
        weekday: chrono::Weekday::Mon,
        from: clock(from),
        until: clock(until),
        valid_from: "2027-03-01".parse().ok(),
        valid_until: "2027-03-07".parse().ok(),
        access,
    };
    room.rules.lending_windows =
        Some(vec![lent("07:00", "10:00", Access::Staffed), lent("16:00", "20:00", Access::KeyHolder)]);
    let hours = bookable_hours(&centre, &room, span("2027-03-01T00:00", "2027-03-15T00:00"));
    let morning = span("2027-03-01T08:00", "2027-03-01T10:00");
    assert_eq!(hours.open.as_slice(), [morning, span("2027-03-01T16:00", "2027-03-01T20:00")]);
    assert_eq!(hours.staffed.as_slice(), [morning], "staff of the centre does not staff a key-holder's window");
    room.rules.lending_windows = Some(Vec::new());
    assert!(bookable_hours(&centre, &room, span("2027-03-01T00:00", "2027-03-15T00:00")).open.is_empty());
}

#[test]
fn hours_are_bounded_at_the_end_of_time() {
    let all = Span::new(crate::domain::time::Instant::EARLIEST, crate::domain::time::Instant::LATEST).unwrap();
    assert!(open_hours(&centre(), all).open.as_slice().len() < super::super::local_time::MOST_DATES);
}
