use chrono_tz::Europe::Brussels;

use super::*;
use crate::domain::{
    clock_time::ClockTime,
    room::Room,
    sample::{id, room, span},
    time::Span,
};

fn tariff(number: u128, cents: i64) -> Tariff {
    Tariff {
        id: id(number),
        centre_id: id(1),
        room_ids: Vec::new(),
        name: "Hire".to_owned(),
        category: None,
        unit: TariffUnit::Hour,
        price: Money::euro_cents(cents),
        dayparts: None,
        surcharges: Vec::new(),
        free_kinds: Vec::new(),
        deposit: None,
        valid_from: "2020-01-01".parse().expect("a date"),
        valid_until: None,
        version: 1,
    }
}

fn part(name: &str, starts: &str, ends: &str) -> Daypart {
    let clock = |text| ClockTime::parse(text).expect("a time of day");
    Daypart { name: name.to_owned(), starts: clock(starts), ends: clock(ends) }
}

fn parts() -> Vec<Daypart> {
    vec![
        part("morning", "08:00", "12:00"),
        part("afternoon", "13:00", "17:00"),
        part("evening", "18:00", "23:00"),
        part("night", "23:00", "02:00"),
    ]
}

fn surcharge(name: &str, cents: i64, per: SurchargePer) -> Surcharge {
    Surcharge { name: name.to_owned(), price: Money::euro_cents(cents), per, equipment: None, months: None }
}

struct Ask {
    room: Room,
    kind: OrganisationKind,
    category: Option<&'static str>,
    equipment: Vec<(String, i32)>,
}

impl Ask {
    fn new() -> Self {
        Self { room: room(), kind: OrganisationKind::Private, category: None, equipment: Vec::new() }
    }

    fn price(&self, tariffs: &[Tariff], span: Span) -> Option<Price> {
        let Self { room, kind, category, equipment } = self;
        price(tariffs, &Priced { span, room, zone: Brussels, kind: *kind, category: *category, equipment })
    }

    fn total(&self, tariffs: &[Tariff], span: Span) -> Option<i64> {
        self.price(tariffs, span).map(|price| {
            let lines: i64 = price.lines.iter().map(|line| line.total.cents).sum();
            assert_eq!(lines, price.total.cents, "the lines make the total");
            assert!(price.lines.iter().all(|line| line.quantity * line.unit.cents == line.total.cents));
            assert_eq!(price.due, price.total);
            price.total.cents
        })
    }
}

fn lines(price: &Price) -> Vec<(&str, &str, i64, i64)> {
    price.lines.iter().map(|line| (line.code.as_str(), line.text.as_str(), line.quantity, line.unit.cents)).collect()
}

const DAY: &str = "2027-03-01T";

fn on_monday(from: &str, until: &str) -> Span {
    span(&format!("{DAY}{from}"), &format!("{DAY}{until}"))
}

#[test]
fn half_hours_are_rounded_as_the_table_says() {
    for (cents, until, total) in [
        // A minute is a half hour, and so are 29 and 30; 31 minutes are an hour.
        (1000, "19:01", 500),
        (1000, "19:29", 500),
        (1000, "19:30", 500),
        (1000, "19:31", 1000),
        (1000, "20:00", 1000),
        (1000, "20:01", 1500),
        (1000, "21:30", 2500),
        // Half of an odd price is rounded up, once; whole hours are exact.
        (1251, "19:30", 626),
        (1251, "20:00", 1251),
        (1251, "20:30", 1877),
        (1251, "21:00", 2502),
        (1, "19:30", 1),
        (1, "20:00", 1),
        (1, "21:30", 3),
        (0, "21:30", 0),
    ] {
        assert_eq!(Ask::new().total(&[tariff(1, cents)], on_monday("19:00", until)), Some(total), "{cents} {until}");
    }
}

#[test]
fn a_night_in_which_clocks_change_costs_what_it_lasts() {
    let total = |from, until| Ask::new().total(&[tariff(1, 1000)], span(from, until));
    assert_eq!(total("2027-03-28T01:00", "2027-03-28T04:00"), Some(2000), "clocks go forward");
    assert_eq!(total("2027-10-31T01:00", "2027-10-31T04:00"), Some(4000), "clocks go back");
    assert_eq!(total("2027-06-01T01:00", "2027-06-01T04:00"), Some(3000));
}

#[test]
fn no_tariff_is_no_price_and_not_free() {
    let ask = Ask::new();
    let when = on_monday("19:00", "20:00");
    assert_eq!(ask.price(&[], when), None);
    let elsewhere = Tariff { centre_id: id(7), ..tariff(1, 1000) };
    let other_room = Tariff { room_ids: vec![id(77)], ..tariff(2, 1000) };
    let other_category = Tariff { category: Some("A".to_owned()), ..tariff(3, 1000) };
    assert_eq!(ask.price(&[elsewhere, other_room, other_category], when), None);
    assert_eq!(ask.total(&[tariff(1, 0)], when), Some(0));
}

#[test]
fn a_tariff_holds_between_its_dates_by_the_clock_of_the_centre() {
    let bounded = Tariff {
        valid_from: "2027-03-01".parse().expect("a date"),
        valid_until: Some("2027-03-02".parse().expect("a date")),
        ..tariff(1, 1000)
    };
    let has = |from, until| Ask::new().price(std::slice::from_ref(&bounded), span(from, until)).is_some();
    assert!(!has("2027-02-28T23:30", "2027-03-01T01:00"), "the start counts");
    // Still 28 February in UTC.
    assert!(has("2027-03-01T00:30", "2027-03-01T01:00"));
    assert!(has("2027-03-02T23:30", "2027-03-03T02:00"));
    assert!(!has("2027-03-03T00:00", "2027-03-03T02:00"));
}

#[test]
fn the_one_that_says_most_holds() {
    let dated =
        |number, cents, from: &str| Tariff { valid_from: from.parse().expect("a date"), ..tariff(number, cents) };
    let category = |one: Tariff, name: &str| Tariff { category: Some(name.to_owned()), ..one };
    let named = |one: Tariff| Tariff { room_ids: vec![id(2)], ..one };
    let tariffs = [
        named(dated(1, 100, "2021-01-01")),
        named(category(dated(2, 200, "2020-01-01"), "A")),
        category(dated(3, 300, "2027-01-01"), "A"),
        category(dated(4, 400, "2027-01-01"), "B"),
        category(dated(5, 500, "2026-01-01"), "B"),
        dated(6, 600, "2027-02-01"),
    ];
    let when = on_monday("19:00", "20:00");
    let total = |category, tariffs: &[Tariff]| Ask { category, ..Ask::new() }.total(tariffs, when);
    assert_eq!(total(Some("A"), &tariffs), Some(200), "of the room and of the category");
    assert_eq!(total(Some("b"), &tariffs), Some(100), "the room comes first");
    assert_eq!(total(None, &tariffs), Some(100));
    assert_eq!(total(Some("A"), &tariffs[2..]), Some(300));
    assert_eq!(total(Some("B"), &tariffs[2..]), Some(400), "the newer one");
    assert_eq!(total(Some("C"), &tariffs[2..]), Some(600), "nobody else's");
    assert_eq!(total(None, &tariffs[2..]), Some(600));
}

#[test]
fn parts_of_the_day_are_counted_whole() {
    let daypart = Tariff { unit: TariffUnit::Daypart, ..tariff(1, 2500) };
    let with_parts = Tariff { dayparts: Some(parts()), ..daypart.clone() };
    let total = |from, until| Ask::new().total(std::slice::from_ref(&with_parts), span(from, until));
    for (from, until, count) in [
        ("2027-03-01T18:00", "2027-03-01T23:00", 1),
        ("2027-03-01T18:00", "2027-03-02T02:00", 2),
        ("2027-03-01T19:00", "2027-03-01T21:00", 1),
        ("2027-03-01T11:30", "2027-03-01T18:30", 3),
        ("2027-03-01T00:30", "2027-03-01T01:30", 1),
        ("2027-03-01T12:00", "2027-03-01T13:00", 1),
        ("2027-03-01T08:00", "2027-03-02T08:00", 4),
    ] {
        assert_eq!(total(from, until), Some(2500 * count), "{from} {until}");
    }
    let mut ask = Ask::new();
    assert_eq!(ask.price(std::slice::from_ref(&daypart), on_monday("19:00", "20:00")), None, "no parts to count");
    let whole = part("day", "08:00", "17:00");
    ask.room.rules.dayparts = Some(parts().into_iter().chain([whole]).collect());
    assert_eq!(
        ask.total(std::slice::from_ref(&daypart), on_monday("08:00", "17:00")),
        Some(2500),
        "the whole day is a part"
    );
    assert_eq!(ask.total(&[daypart], on_monday("09:00", "16:00")), Some(2500), "as few as reach over it");
}

#[test]
fn surcharges_come_on_top_where_their_conditions_are_met() {
    let energy = Surcharge { months: Some(vec![11, 12, 1, 2, 3]), ..surcharge("Energy", 151, SurchargePer::Unit) };
    let kitchen =
        Surcharge { equipment: Some("Kitchen".to_owned()), ..surcharge("Kitchen", 2500, SurchargePer::Booking) };
    let cleaning = surcharge("Cleaning", 1000, SurchargePer::Booking);
    let beamer = Surcharge { equipment: Some("beamer".to_owned()), ..surcharge("Beamer", 200, SurchargePer::Unit) };
    let charged = Tariff { surcharges: vec![energy, kitchen, cleaning, beamer], ..tariff(1, 1000) };
    let equipment = vec![("kitchen".to_owned(), 1), ("Beamer".to_owned(), 2)];
    let ask = Ask { equipment, ..Ask::new() };
    let winter = ask.price(std::slice::from_ref(&charged), on_monday("19:00", "20:30")).expect("a price");
    assert_eq!(
        lines(&winter),
        [
            ("room_hour", "Hire", 1, 1000),
            ("room_half_hour", "Hire", 1, 500),
            ("surcharge_hour", "Energy", 1, 151),
            ("surcharge_half_hour", "Energy", 1, 76),
            ("surcharge", "Kitchen", 1, 2500),
            ("surcharge", "Cleaning", 1, 1000),
            ("surcharge_hour", "Beamer", 2, 200),
            ("surcharge_half_hour", "Beamer", 2, 100),
        ]
    );
    assert_eq!(winter.total.cents, 1500 + 227 + 2500 + 1000 + 600);
    let summer = Ask::new().price(&[charged], span("2027-06-01T19:00", "2027-06-01T20:00")).expect("a price");
    assert_eq!(lines(&summer), [("room_hour", "Hire", 1, 1000), ("surcharge", "Cleaning", 1, 1000)]);
}

#[test]
fn some_kinds_pay_nothing_and_see_what_it_is_worth() {
    let free = Tariff {
        free_kinds: vec![OrganisationKind::NeighbourhoodCommittee],
        surcharges: vec![surcharge("Cleaning", 1000, SurchargePer::Booking)],
        deposit: Some(Money::euro_cents(10_000)),
        ..tariff(1, 1000)
    };
    let when = on_monday("19:00", "21:00");
    let committee = Ask { kind: OrganisationKind::NeighbourhoodCommittee, ..Ask::new() };
    let price = committee.price(std::slice::from_ref(&free), when).expect("a price");
    assert_eq!(lines(&price).last(), Some(&("free_of_charge", "Hire", 1, -3000)));
    assert_eq!((price.total.cents, price.due.cents), (0, 0));
    assert_eq!(price.deposit, Some(Money::euro_cents(10_000)));
    assert_eq!(Ask::new().total(&[free], when), Some(3000), "others pay");
}

#[test]
fn a_move_by_the_centre_never_costs_more() {
    let quoted = |cents| Ask::new().price(&[tariff(1, cents)], on_monday("19:00", "20:00"));
    let after = |before, there| after_move_by_centre(quoted(before).as_ref(), there).map(|price| price.total.cents);
    assert_eq!(after(1000, quoted(800)), Some(800));
    assert_eq!(after(1000, quoted(1200)), Some(1000));
    assert_eq!(after(1000, None), Some(1000), "no price there is not free");
    assert_eq!(after_move_by_centre(None, quoted(800)), None, "nothing was quoted");
}
