//! Three rooms of the centre beside the one that closes: a small one, one like it, and a far one.

use super::*;
use crate::domain::{
    booking::Music,
    ids::BookingId,
    rules::Asker,
    sample::{at, booking, centre, id, room, span},
    time::Instant,
};

fn now() -> Instant {
    at("2027-02-22T12:00")
}

struct Town {
    near: Centre,
    far: Centre,
    small: Room,
    like: Room,
    away: Room,
}

fn town() -> Town {
    let of = |number: u128, floor: u128, name: &str| Room {
        id: id(number),
        name: name.to_owned(),
        resource_ids: vec![id(floor)],
        ..room()
    };
    let mut small = of(11, 1, "small");
    small.layouts.truncate(1);
    small.layouts[0].capacity = 6;
    let away = Room { centre_id: id(7), ..of(13, 3, "away") };
    Town { near: centre(), far: Centre { id: id(7), ..centre() }, small, like: of(12, 2, "like"), away }
}

impl Town {
    fn destinations(&self) -> Vec<Destination<'_>> {
        let one = |room, centre, floor: u128, distance_m| Destination {
            room,
            centre,
            floors: vec![Claimable { id: id(floor), capacity: 1 }],
            people: None,
            distance_m,
            own_desk: distance_m < 1.0,
        };
        vec![
            one(&self.small, &self.near, 1, 0.0),
            one(&self.like, &self.near, 2, 0.0),
            one(&self.away, &self.far, 3, 900.0),
        ]
    }

    fn plan(&self, bookings: &[Booking], ledger: &mut Ledger) -> Vec<Option<(RoomId, Span)>> {
        let displaced: Vec<_> = bookings.iter().map(|booking| Displaced { booking, asker: Asker::private() }).collect();
        let all = |wishes: &[EquipmentWish], _| Some(wishes.to_vec());
        let plan = plan(&displaced, &self.destinations(), &all, ledger, now());
        plan.into_iter().map(|place| place.map(|place| (place.room_id, place.span))).collect()
    }
}

fn ledger() -> Ledger {
    Ledger::new([(id(1), 1), (id(2), 1), (id(3), 1)])
}

fn taken(floor: u128, from: &str, until: &str) -> Claim {
    Claim { resource_id: id(floor), span: span(from, until), quantity: 1 }
}

fn numbered(number: u128, day: u32) -> Booking {
    let time = |hour: u32| format!("2027-03-{day:02}T{hour}:00");
    let key_holder_id = Some(id(70));
    Booking { id: id::<BookingId>(number), span: span(&time(19), &time(22)), key_holder_id, ..booking(10) }
}

#[test]
fn nobody_is_sent_where_another_is_sent() {
    let bookings = [numbered(1, 1), numbered(2, 1), numbered(3, 1)];
    let plan = town().plan(&bookings, &mut ledger());
    let same = bookings[0].span;
    assert_eq!(plan[0], Some((id(12), same)), "the small room holds too few");
    assert_eq!(plan[1], Some((id(13), same)));
    let (room, other) = plan[2].expect("another time of the day");
    assert_eq!((room, other.seconds()), (id(12), same.seconds()));
    assert!(!other.overlaps(same));
}

#[test]
fn a_series_goes_to_one_room_that_has_all_its_dates() {
    let of_series = |number, day| Booking { series_id: Some(id(50)), ..numbered(number, day) };
    let bookings = [of_series(1, 1), numbered(2, 8), of_series(3, 8), of_series(4, 15)];
    let mut one_date_taken = ledger();
    one_date_taken.lay(&[taken(2, "2027-03-15T20:00", "2027-03-15T21:00")]);
    let plan = town().plan(&bookings, &mut one_date_taken);
    for n in [0, 2, 3] {
        assert_eq!(plan[n], Some((id(13), bookings[n].span)), "all away");
    }
    assert_eq!(plan[1], Some((id(12), bookings[1].span)), "what was tried for the series is free again");
    let mut no_room_has_all = ledger();
    no_room_has_all
        .lay(&[taken(2, "2027-03-15T20:00", "2027-03-15T21:00"), taken(3, "2027-03-08T20:00", "2027-03-08T21:00")]);
    let plan = town().plan(&[of_series(1, 1), of_series(3, 8), of_series(4, 15)], &mut no_room_has_all);
    let rooms: Vec<_> = plan.iter().map(|place| place.expect("a place").0).collect();
    assert_eq!(rooms, [id(12), id(12), id(13)], "each the nearest");
}

#[test]
fn what_the_rules_of_a_room_forbid_is_not_proposed() {
    let mut town = town();
    town.like.rules.max_minutes = 60;
    town.away.rules.review.mode = crate::domain::room::ReviewMode::Always;
    let plan = town.plan(&[numbered(1, 1)], &mut ledger());
    assert_eq!(plan, [None], "too long in one, and the desk of the other would have to look");
    town.away.rules.review.mode = crate::domain::room::ReviewMode::Instant;
    town.away.rules.notice_minutes = 60 * 24 * 365;
    let span = numbered(1, 1).span;
    assert_eq!(town.plan(&[numbered(1, 1)], &mut ledger()), [Some((id(13), span))], "notice is for who asks");
    let set_aside = Override { rule: RuleCode::Duration, reason: "feast".to_owned() };
    let allowed = Booking { overrides: vec![set_aside], ..numbered(1, 1) };
    assert_eq!(town.plan(&[allowed], &mut ledger()), [Some((id(12), span))], "set aside for this time");
}

#[test]
fn what_has_begun_goes_nowhere() {
    let begun = Booking { span: span("2027-02-22T11:00", "2027-02-22T14:00"), ..booking(10) };
    assert_eq!(town().plan(&[begun], &mut ledger()), [None]);
}

#[test]
fn a_limit_on_amplified_events_elsewhere_takes_none_in() {
    let mut town = town();
    let limit = crate::domain::room::Noise {
        amplified_per_year: Some(5),
        amplified_until: std::collections::BTreeMap::default(),
    };
    town.away.rules.noise = Some(limit.clone());
    town.like.rules.noise = Some(limit);
    let loud = Booking { music: Music::Amplified, ..numbered(1, 1) };
    let mut like_is_taken = ledger();
    like_is_taken.lay(&[taken(2, "2027-03-01T00:00", "2027-03-03T00:00")]);
    assert_eq!(town.plan(std::slice::from_ref(&loud), &mut like_is_taken), [None]);
    assert_eq!(
        town.plan(std::slice::from_ref(&loud), &mut ledger()),
        [Some((id(12), loud.span))],
        "counted there already"
    );
    let judged = |at: Span| {
        let destination = &town.destinations()[1];
        let displaced = Displaced { booking: &loud, asker: Asker::private() };
        let place =
            destination.place(&loud, at, &|wishes: &[EquipmentWish], _| Some(wishes.to_vec())).expect("a place");
        destination.judge(&displaced, &place, &[], now()).violations.iter().any(|broken| broken.rule == RuleCode::Noise)
    };
    assert!(!judged(span("2027-12-31T18:00", "2027-12-31T20:00")));
    assert!(judged(span("2028-01-02T18:00", "2028-01-02T20:00")), "not in another year");
}
