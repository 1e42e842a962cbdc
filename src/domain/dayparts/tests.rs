//! Runs of parts of the day.

use super::*;
use crate::domain::sample::{at, clock, span};
use chrono_tz::Europe::Brussels;

fn parts() -> Vec<Daypart> {
    let part = |name: &str, starts, ends| Daypart { name: name.to_owned(), starts: clock(starts), ends: clock(ends) };
    vec![
        part("morning", "09:00", "12:00"),
        part("afternoon", "13:00", "17:00"),
        part("evening", "17:00", "22:00"),
        part("night", "22:00", "02:00"),
    ]
}

fn count(from: &str, until: &str) -> Option<usize> {
    count_in(&parts(), Brussels, span(from, until))
}

#[test]
fn whole_parts_and_runs_of_touching_parts_count() {
    assert_eq!(count("2027-03-01T09:00", "2027-03-01T12:00"), Some(1));
    assert_eq!(count("2027-03-01T13:00", "2027-03-01T22:00"), Some(2));
    assert_eq!(count("2027-03-01T22:00", "2027-03-02T02:00"), Some(1), "over midnight");
    assert_eq!(count("2027-03-01T13:00", "2027-03-02T02:00"), Some(3));
    assert_eq!(count("2027-03-01T09:00", "2027-03-01T17:00"), None, "a gap between the parts");
    assert_eq!(count("2027-03-01T09:00", "2027-03-01T11:00"), None);
    assert_eq!(count("2027-03-01T10:00", "2027-03-01T12:00"), None);
    assert_eq!(count("2027-03-02T00:00", "2027-03-02T02:00"), None, "the second half of a night");
}

#[test]
fn a_part_follows_the_clock_when_it_changes() {
    assert_eq!(count("2027-03-27T22:00", "2027-03-28T02:00"), Some(1));
    assert_eq!(count("2027-10-30T22:00", "2027-10-31T02:00"), Some(1));
    assert_eq!(span("2027-10-30T22:00", "2027-10-31T02:00").seconds(), 4 * 3600);
}

#[test]
fn runs_have_the_extent_asked_for() {
    let day = LocalDay::new("2027-03-01".parse().unwrap(), Brussels).unwrap();
    let run = |extent| runs_of(&parts(), day, extent);
    assert_eq!(run(Extent::Parts(1)).len(), 4);
    assert_eq!(
        run(Extent::Parts(2)),
        [span("2027-03-01T13:00", "2027-03-01T22:00"), span("2027-03-01T17:00", "2027-03-02T02:00")]
    );
    assert_eq!(
        run(Extent::Seconds(5 * 3600)),
        [span("2027-03-01T13:00", "2027-03-01T22:00"), span("2027-03-01T17:00", "2027-03-01T22:00")]
    );
    assert_eq!(run(Extent::Parts(4)), []);
    assert!(run(Extent::Seconds(0)).iter().any(|run| run.start() == at("2027-03-01T09:00")));
}
