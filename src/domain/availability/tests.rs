//! Free stretches, other times and next free times, by example and against judging every time by itself.

mod model;

use std::collections::BTreeMap;

use chrono::{Datelike, Weekday};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    booking::Music,
    centre::Access,
    clock_time::ClockTime,
    local_time::{LocalDay, date_of, days_of, local},
    room::{Daypart, Noise, Rules},
    rules::{Circumstances, Wish, judge},
    sample::{at, centre, circumstances, clock, id, room, span, weekly, wish},
    time::HOUR,
};

const FLOOR: u128 = 3;
const HALF: u128 = 4;

fn floor(number: u128, capacity: i32) -> Claimable {
    Claimable { id: id(number), capacity }
}

fn booking(number: u128, span: Span, quantity: i32) -> Occupied {
    Occupied { resource_id: id(number), span, quantity, kind: OccupiedKind::Booking }
}

fn closure(number: u128, span: Span, quantity: i32) -> Occupied {
    Occupied { kind: OccupiedKind::Closure, ..booking(number, span, quantity) }
}

/// A centre that is staffed every day from 08:00 to 22:00.
fn daily() -> Centre {
    Centre { opening_hours: weekly("mo tu we th fr sa su", "08:00", "22:00", Access::Staffed), ..centre() }
}

struct Scene {
    centre: Centre,
    room: Room,
    floors: Vec<Claimable>,
    also: Vec<Need>,
    occupied: Vec<Occupied>,
}

impl Scene {
    fn new(rules: Rules) -> Self {
        let room = Room { rules, ..room() };
        Self { centre: daily(), room, floors: vec![floor(FLOOR, 1)], also: Vec::new(), occupied: Vec::new() }
    }

    fn shared(rules: Rules, places: i32) -> Self {
        let mut scene = Self::new(rules);
        scene.room.shared_places = Some(places);
        scene.floors = vec![floor(FLOOR, places)];
        scene
    }

    fn calendar(&self) -> RoomCalendar<'_> {
        RoomCalendar {
            centre: &self.centre,
            room: &self.room,
            floors: &self.floors,
            also: &self.also,
            occupied: &self.occupied,
        }
    }

    fn availability(&self, window: Span, people: Option<i32>) -> Availability {
        availability(&self.calendar(), window, &Asker::private(), circumstances().now, people)
    }

    fn free(&self, window: Span) -> Vec<Span> {
        self.availability(window, None).free.into_iter().map(|stretch| stretch.span).collect()
    }

    fn other_times(&self, wish: &Wish, limit: usize) -> Vec<Span> {
        other_times_that_day(&self.calendar(), wish, &Asker::private(), circumstances(), limit)
    }

    fn next(&self, wish: &Wish, search: &NextFree) -> Option<Span> {
        next_free(&self.calendar(), wish, &Asker::private(), circumstances(), search)
    }
}

fn day() -> Span {
    span("2027-03-01T00:00", "2027-03-02T00:00")
}

#[test]
fn set_up_and_clean_up_are_deducted_on_both_sides_of_a_claim() {
    let mut scene = Scene::new(Rules { setup_minutes: 30, cleanup_minutes: 15, ..Rules::default() });
    scene.occupied = vec![booking(FLOOR, span("2027-03-01T11:30", "2027-03-01T14:15"), 1)];
    // A booking before needs its clean-up before 11:30, one behind its set-up after 14:15; both lie outside the
    // opening hours at the ends of the day.
    let free = [span("2027-03-01T08:00", "2027-03-01T11:15"), span("2027-03-01T14:45", "2027-03-01T22:00")];
    assert_eq!(scene.free(day()), free);
    let busy = vec![BusyStretch { span: scene.occupied[0].span, kind: OccupiedKind::Booking }];
    assert_eq!(scene.availability(day(), None).busy, busy);
}

#[test]
fn stretches_shorter_than_the_shortest_booking_are_left_out_but_not_those_the_window_cuts() {
    let mut scene = Scene::new(Rules { min_minutes: 120, ..Rules::default() });
    scene.occupied = vec![
        booking(FLOOR, span("2027-03-01T08:00", "2027-03-01T12:00"), 1),
        booking(FLOOR, span("2027-03-01T13:30", "2027-03-01T20:00"), 1),
    ];
    assert_eq!(scene.free(day()), [span("2027-03-01T20:00", "2027-03-01T22:00")]);
    let hour = span("2027-03-01T20:30", "2027-03-01T21:30");
    assert_eq!(scene.free(hour), [hour]);
}

#[test]
fn notice_and_horizon_bound_what_is_free() {
    let horizon_days = BTreeMap::from([("default".to_owned(), 3)]);
    let scene = Scene::new(Rules { notice_minutes: 24 * 60 + 1, horizon_days, ..Rules::default() });
    // Now is Monday 22 February at noon.
    let week = span("2027-02-22T00:00", "2027-03-01T00:00");
    let free = [
        span("2027-02-23T12:01", "2027-02-23T22:00"),
        span("2027-02-24T08:00", "2027-02-24T22:00"),
        span("2027-02-25T08:00", "2027-02-25T22:00"),
    ];
    assert_eq!(scene.free(week), free);
    let mut past_the_minute = circumstances();
    past_the_minute.now = past_the_minute.now.plus(1);
    let later = availability(&scene.calendar(), week, &Asker::private(), past_the_minute.now, None);
    assert_eq!(later.free[0].span.start(), at("2027-02-23T12:02"), "bookings start on whole minutes");
    let host = Asker { is_host: true, ..Asker::private() };
    assert_eq!(availability(&scene.calendar(), week, &host, circumstances().now, None).free.len(), 6);
}

#[test]
fn a_hall_is_taken_by_its_halves_and_a_closure_shows_as_one() {
    let mut scene = Scene::new(Rules::default());
    scene.floors.push(floor(HALF, 1));
    scene.occupied = vec![
        booking(FLOOR, span("2027-03-01T09:00", "2027-03-01T11:00"), 1),
        booking(HALF, span("2027-03-01T10:00", "2027-03-01T12:00"), 1),
        booking(77, span("2027-03-01T15:00", "2027-03-01T16:00"), 1),
        closure(FLOOR, span("2027-03-01T18:00", "2027-03-03T00:00"), 1),
    ];
    let found = scene.availability(day(), None);
    let busy = [
        BusyStretch { span: span("2027-03-01T09:00", "2027-03-01T12:00"), kind: OccupiedKind::Booking },
        BusyStretch { span: span("2027-03-01T18:00", "2027-03-02T00:00"), kind: OccupiedKind::Closure },
    ];
    assert_eq!(found.busy, busy);
    let free = [span("2027-03-01T08:00", "2027-03-01T09:00"), span("2027-03-01T12:00", "2027-03-01T18:00")];
    assert_eq!(scene.free(day()), free);
}

#[test]
fn a_shared_room_is_free_while_places_are_left() {
    let mut scene = Scene::shared(Rules::default(), 60);
    scene.occupied = vec![
        booking(FLOOR, span("2027-03-01T09:00", "2027-03-01T12:00"), 20),
        booking(FLOOR, span("2027-03-01T11:00", "2027-03-01T13:00"), 40),
        closure(FLOOR, span("2027-03-01T20:00", "2027-03-01T22:00"), 60),
    ];
    let stretch = |from, until, places| FreeStretch { span: span(from, until), places_free: Some(places) };
    let found = scene.availability(day(), None);
    assert_eq!(
        found.free,
        [
            stretch("2027-03-01T08:00", "2027-03-01T09:00", 60),
            stretch("2027-03-01T09:00", "2027-03-01T11:00", 40),
            stretch("2027-03-01T12:00", "2027-03-01T13:00", 20),
            stretch("2027-03-01T13:00", "2027-03-01T20:00", 60),
        ]
    );
    let busy = [
        BusyStretch { span: span("2027-03-01T11:00", "2027-03-01T12:00"), kind: OccupiedKind::Booking },
        BusyStretch { span: span("2027-03-01T20:00", "2027-03-01T22:00"), kind: OccupiedKind::Closure },
    ];
    assert_eq!(found.busy, busy);
    let for_fifty: Vec<Span> = scene.availability(day(), Some(50)).free.iter().map(|free| free.span).collect();
    assert_eq!(for_fifty, [span("2027-03-01T08:00", "2027-03-01T09:00"), span("2027-03-01T13:00", "2027-03-01T20:00")]);
    assert_eq!(scene.availability(day(), Some(61)).free, []);
}

#[test]
fn nothing_is_free_in_a_room_that_is_too_small_or_out_of_use() {
    let mut scene = Scene::new(Rules::default());
    assert_eq!(scene.availability(day(), Some(40)).free.len(), 1);
    assert_eq!(scene.availability(day(), Some(41)).free, []);
    scene.room.state = crate::domain::resource::UseState::Retired;
    assert_eq!(scene.free(day()), []);
}

#[test]
fn what_is_wanted_besides_the_room_counts() {
    let mut scene = Scene::new(Rules::default());
    let pool = floor(9, 3);
    scene.also = vec![Need { resource: pool, quantity: 2 }];
    scene.occupied = vec![booking(9, span("2027-03-01T09:00", "2027-03-01T12:00"), 2)];
    let free = [span("2027-03-01T08:00", "2027-03-01T09:00"), span("2027-03-01T12:00", "2027-03-01T22:00")];
    assert_eq!(scene.free(day()), free);
    scene.also[0].quantity = 1;
    assert_eq!(scene.free(day()), [span("2027-03-01T08:00", "2027-03-01T22:00")]);
}

#[test]
fn the_peak_is_not_the_sum_of_all_that_overlap() {
    let occupied = [
        booking(FLOOR, span("2027-03-01T09:00", "2027-03-01T10:00"), 40),
        booking(FLOOR, span("2027-03-01T10:00", "2027-03-01T11:00"), 40),
        booking(HALF, span("2027-03-01T09:00", "2027-03-01T11:00"), 7),
    ];
    let both = span("2027-03-01T09:30", "2027-03-01T10:30");
    assert_eq!(peak(&occupied, id(FLOOR), both), 40);
    assert_eq!(peak(&occupied, id(FLOOR), span("2027-03-01T11:00", "2027-03-01T12:00")), 0);
    let needs = |people| floor_needs(&[floor(FLOOR, 60)], people);
    assert!(fits(&needs(Some(20)), &occupied, both));
    assert!(!fits(&needs(Some(21)), &occupied, both));
    assert!(!fits(&needs(None), &occupied, both), "the whole room");
    assert!(fits(&needs(None), &occupied, span("2027-03-01T11:00", "2027-03-01T12:00")));
}

#[test]
fn other_times_are_the_nearest_that_are_free() {
    let mut scene = Scene::new(Rules { setup_minutes: 30, ..Rules::default() });
    scene.occupied = vec![booking(FLOOR, span("2027-03-01T18:30", "2027-03-01T20:00"), 1)];
    let wanted = Wish { span: span("2027-03-01T19:00", "2027-03-01T20:00"), ..wish() };
    let found = scene.other_times(&wanted, 3);
    let expected = [
        span("2027-03-01T17:30", "2027-03-01T18:30"),
        span("2027-03-01T20:30", "2027-03-01T21:30"),
        span("2027-03-01T17:00", "2027-03-01T18:00"),
    ];
    assert_eq!(found, expected);
    assert_eq!(scene.other_times(&Wish { attendees: 400, ..wanted }, 3), [], "no other time makes the room larger");
}

#[test]
fn other_times_are_other_parts_of_the_day() {
    let part = |name: &str, starts, ends| Daypart { name: name.to_owned(), starts: clock(starts), ends: clock(ends) };
    let parts = vec![part("am", "08:00", "12:00"), part("pm", "13:00", "18:00"), part("eve", "18:00", "22:00")];
    let mut scene = Scene::new(Rules { dayparts: Some(parts), ..Rules::default() });
    let (am, pm) = (span("2027-03-01T08:00", "2027-03-01T12:00"), span("2027-03-01T13:00", "2027-03-01T18:00"));
    let eve = span("2027-03-01T18:00", "2027-03-01T22:00");
    scene.occupied = vec![booking(FLOOR, eve, 1)];
    assert_eq!(scene.other_times(&Wish { span: eve, ..wish() }, 5), [pm, am]);
    let long = Wish { span: span("2027-03-01T13:00", "2027-03-01T22:00"), ..wish() };
    assert_eq!(scene.other_times(&long, 5), []);
    let search = NextFree { seconds: HOUR, ..anything(day()) };
    assert_eq!(scene.next(&wish(), &search), Some(am));
    assert_eq!(window_of_day(&scene.centre, &scene.room, eve), Some(span("2027-03-01T08:00", "2027-03-01T22:00")));
}

fn anything(window: Span) -> NextFree {
    NextFree { window, seconds: 2 * HOUR, weekdays: None, time_from: None, time_until: None }
}

#[test]
fn the_next_free_time_heeds_what_is_asked_for() {
    let mut scene = Scene::new(Rules::default());
    scene.occupied = vec![closure(FLOOR, span("2027-03-04T00:00", "2027-04-15T00:00"), 1)];
    let year = span("2027-03-01T00:00", "2028-03-01T00:00");
    assert_eq!(scene.next(&wish(), &anything(year)), Some(span("2027-03-01T08:00", "2027-03-01T10:00")));
    let evening = NextFree {
        weekdays: Some(vec![Weekday::Tue, Weekday::Fri]),
        time_from: Some(clock("19:30")),
        time_until: Some(clock("22:00")),
        ..anything(year)
    };
    assert_eq!(scene.next(&wish(), &evening), Some(span("2027-03-02T19:30", "2027-03-02T21:30")));
    let friday = NextFree { weekdays: Some(vec![Weekday::Fri]), ..evening.clone() };
    assert_eq!(scene.next(&wish(), &friday), Some(span("2027-04-16T19:30", "2027-04-16T21:30")), "after the closure");
    let too_short = NextFree { time_from: Some(clock("20:30")), ..evening.clone() };
    assert_eq!(scene.next(&wish(), &too_short), None);
    assert_eq!(scene.next(&wish(), &NextFree { seconds: 25 * HOUR, ..anything(year) }), None);
    let beyond = anything(span("2027-12-01T00:00", "2028-03-01T00:00"));
    assert_eq!(scene.next(&wish(), &beyond), None, "beyond the horizon");
}

#[test]
fn a_night_is_asked_for_over_midnight() {
    let mut scene = Scene::new(Rules::default());
    scene.centre = centre();
    let night = NextFree {
        time_from: Some(clock("22:00")),
        time_until: Some(clock("02:00")),
        seconds: 4 * HOUR,
        ..anything(span("2027-03-01T00:00", "2027-03-15T00:00"))
    };
    assert_eq!(scene.next(&wish(), &night), Some(span("2027-03-05T22:00", "2027-03-06T02:00")));
}
