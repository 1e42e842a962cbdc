//! Who opens first, who hands over to whom, who closes.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    hours::open_hours,
    sample::{centre, id, span},
    time::HOUR,
};

fn carrier(n: u128, person: &'static str, from: &str, until: &str) -> Carrier<&'static str> {
    Carrier { duty: id(n), person, span: span(from, until) }
}

fn evening(from: &str, until: &str) -> Span {
    span(&format!("2027-03-01T{from}"), &format!("2027-03-01T{until}"))
}

/// An evening's line-up in words.
fn told(lineup: &Lineup, carriers: &[Carrier<&'static str>]) -> Vec<String> {
    let clock = |instant: Instant| instant.in_zone(chrono_tz::Europe::Brussels).format("%H:%M").to_string();
    let beside = |beside| match beside {
        Beside::Door => "door".to_owned(),
        Beside::Desk => "desk".to_owned(),
        Beside::Same => "same".to_owned(),
        Beside::Carrier(other) => carriers[other].person.to_owned(),
    };
    let leg = |leg: &Leg| {
        let (from, until) = (clock(leg.span.start()), clock(leg.span.end()));
        format!("{} {from}-{until} {} > {}", carriers[leg.carrier].person, beside(leg.before), beside(leg.after))
    };
    lineup.legs.iter().map(leg).collect()
}

fn of(needed: &[Span], staffed: &[Span], carriers: &[Carrier<&'static str>]) -> (Vec<String>, Vec<Span>) {
    let lineup = line_up(&needed.iter().copied().collect(), &staffed.iter().copied().collect(), carriers);
    (told(&lineup, carriers), lineup.gaps.as_slice().to_vec())
}

#[test]
fn one_opens_the_next_takes_over_and_the_last_closes() {
    let carriers = [
        carrier(1, "an", "2027-03-01T19:00", "2027-03-01T21:00"),
        carrier(2, "bo", "2027-03-01T20:00", "2027-03-01T23:00"),
    ];
    let needed = [evening("19:00", "21:00"), evening("20:30", "22:30")];
    let (legs, gaps) = of(&needed, &[], &carriers);
    assert_eq!(legs, ["an 19:00-21:00 door > bo", "bo 21:00-22:30 an > door"]);
    assert_eq!(gaps, []);
}

#[test]
fn between_bookings_that_do_not_touch_the_door_is_closed() {
    let carriers = [carrier(1, "an", "2027-03-01T18:00", "2027-03-01T23:00")];
    let (legs, _) = of(&[evening("18:00", "19:00"), evening("20:00", "21:00")], &[], &carriers);
    assert_eq!(legs, ["an 18:00-19:00 door > door", "an 20:00-21:00 door > door"]);
}

#[test]
fn the_desk_hands_over_and_takes_over() {
    let carriers = [carrier(1, "an", "2027-03-01T18:00", "2027-03-01T21:00")];
    let staffed = [evening("08:00", "18:00"), evening("21:00", "22:00")];
    assert_eq!(of(&[evening("18:00", "21:00")], &staffed, &carriers).0, ["an 18:00-21:00 desk > desk"]);
    assert_eq!(of(&[evening("18:30", "20:00")], &staffed, &carriers).0, ["an 18:30-20:00 door > door"]);
}

#[test]
fn who_is_there_all_the_time_keeps_the_key_and_nobody_hands_over_to_themselves() {
    let carriers = [
        carrier(1, "bo", "2027-03-01T20:00", "2027-03-01T21:00"),
        carrier(2, "an", "2027-03-01T19:00", "2027-03-01T22:00"),
        carrier(3, "an", "2027-03-01T22:00", "2027-03-01T23:00"),
    ];
    let (legs, _) = of(&[evening("19:00", "23:00")], &[], &carriers);
    assert_eq!(legs, ["an 19:00-22:00 door > same", "an 22:00-23:00 same > door"]);
}

#[test]
fn where_nobody_is_there_is_a_gap_and_the_next_opens_again() {
    let carriers = [
        carrier(1, "an", "2027-03-01T18:00", "2027-03-01T19:00"),
        carrier(2, "bo", "2027-03-01T20:00", "2027-03-01T21:00"),
    ];
    let (legs, gaps) = of(&[evening("18:00", "22:00")], &[], &carriers);
    assert_eq!(legs, ["an 18:00-19:00 door > door", "bo 20:00-21:00 door > door"]);
    assert_eq!(gaps, [evening("19:00", "20:00"), evening("21:00", "22:00")]);
    assert_eq!(of(&[evening("18:00", "22:00")], &[], &[]), (vec![], vec![evening("18:00", "22:00")]));
}

#[test]
fn nights_in_which_the_clock_changes_are_lined_up_as_they_pass() {
    // The centre is with key-holders all of Saturday and Sunday; the night of 27 to 28 March 2027 lacks an hour, the one
    // of 30 to 31 October has one twice.
    for (first, next, hours) in [("2027-03-27", "2027-03-28", 5), ("2027-10-30", "2027-10-31", 7)] {
        let night = span(&format!("{first}T22:00"), &format!("{next}T04:00"));
        let hours_of = open_hours(&centre(), night);
        assert!(hours_of.open.contains(night) && hours_of.staffed.is_empty());
        let turn = night.start().plus(3 * HOUR);
        let carriers = [
            Carrier { duty: id(1), person: "an", span: Span::new(night.start(), turn).unwrap() },
            Carrier { duty: id(2), person: "bo", span: Span::new(turn, night.end()).unwrap() },
        ];
        let lineup = line_up(&SpanSet::from(night), &hours_of.staffed, &carriers);
        assert_eq!(lineup.gaps, SpanSet::empty());
        let lasts: Vec<i64> = lineup.legs.iter().map(|leg| leg.span.seconds() / HOUR).collect();
        assert_eq!(lasts, [3, hours - 3], "{first}");
        assert_eq!((lineup.legs[0].after, lineup.legs[1].before), (Beside::Carrier(1), Beside::Carrier(0)));
    }
}

#[test]
fn the_contact_shows_from_a_day_before_to_a_day_after() {
    let duty = span("2027-03-28T19:00", "2027-03-28T21:00");
    let shows = |at: Instant| shows_contact(duty, at);
    assert!(!shows(duty.start().plus(-DAY - 1)) && shows(duty.start().plus(-DAY)));
    assert!(shows(duty.end().plus(DAY - 1)) && !shows(duty.end().plus(DAY)));
}

proptest! {
    /// What is needed is either with one who is there or a gap, each instant once, and hand-overs agree.
    #[test]
    fn each_needed_instant_is_with_one_who_is_there(
        needed in prop::collection::vec((0_i64..60, 1_i64..12), 0..6),
        carriers in prop::collection::vec((0_i64..60, 1_i64..20, 0_u8..4), 0..8),
    ) {
        let of = |start: i64, minutes: i64| {
            let start = Instant::from_epoch_seconds(start * 60);
            Span::new(start, start.plus(minutes * 60)).expect("it lasts")
        };
        let needed: SpanSet = needed.into_iter().map(|(start, minutes)| of(start, minutes)).collect();
        let carriers: Vec<Carrier<u8>> = (1..)
            .zip(carriers)
            .map(|(n, (start, minutes, person))| Carrier { duty: id(n), person, span: of(start, minutes) })
            .collect();
        let lineup = line_up(&needed, &SpanSet::empty(), &carriers);
        let with: SpanSet = lineup.legs.iter().map(|leg| leg.span).collect();
        prop_assert_eq!(with.union(&lineup.gaps), needed.clone());
        prop_assert!(with.intersection(&lineup.gaps).is_empty());
        prop_assert_eq!(with.seconds(), lineup.legs.iter().map(|leg| leg.span.seconds()).sum::<i64>());
        let there: SpanSet = carriers.iter().map(|carrier| carrier.span).collect();
        prop_assert!(lineup.gaps.intersection(&there).is_empty());
        for leg in &lineup.legs {
            prop_assert!(carriers[leg.carrier].span.contains(leg.span));
        }
        for pair in lineup.legs.windows(2) {
            let touch = pair[0].span.end() == pair[1].span.start();
            prop_assert_eq!(touch, pair[0].after != Beside::Door);
            prop_assert_eq!(touch, pair[1].before != Beside::Door);
        }
    }
}
