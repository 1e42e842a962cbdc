//! Calendar parts, read back with the parser of another hand.

use chrono::{DateTime, NaiveDateTime};
use icalendar::{Calendar, CalendarComponent, Component, Event, Property};
use lokaal::{
    domain::{booking::BookingStatus, person::Locale},
    mail::{BookingFacts, BookingNews, Letter},
};

use crate::sample::{at, booking, fatima, read, render};

/// The part's content type, its calendar and its event.
fn part(letter: &Letter) -> Option<(String, Calendar, Event)> {
    let mail = read(&render(letter, &fatima(Locale::Nl)));
    let (content_type, text) = mail.calendar()?;
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let calendar: Calendar = text.parse().expect("a calendar");
    let event = calendar.events().next().expect("an event").clone();
    assert_eq!(calendar.events().count(), 1);
    Some((content_type.to_owned(), calendar, event))
}

fn only<'a>(event: &'a Event, name: &str) -> &'a Property {
    let several = event.multi_properties().get(name).map_or(&[][..], Vec::as_slice);
    let mut all = event.properties().get(name).into_iter().chain(several);
    let found = all.next().unwrap_or_else(|| panic!("no {name}"));
    assert!(all.next().is_none(), "{name} stands there twice");
    found
}

fn value<'a>(event: &'a Event, name: &str) -> &'a str {
    only(event, name).value()
}

fn parameter<'a>(property: &'a Property, name: &str) -> &'a str {
    property.params().get(name).unwrap_or_else(|| panic!("no {name}")).value()
}

#[test]
fn a_yes_is_a_request_that_is_already_accepted() {
    let (content_type, calendar, event) = part(&booking(BookingNews::Confirmed, |_| ())).unwrap();
    assert_eq!(content_type, "text/calendar; method=REQUEST");
    let property = |name| calendar.property_value(name);
    assert_eq!((property("METHOD"), property("VERSION")), (Some("REQUEST"), Some("2.0")));
    assert_eq!(property("PRODID"), Some("-//Lokaal//Lokaal 1//NL"));

    assert_eq!(value(&event, "UID"), "00000000-0000-0000-0000-000000000001@leuven.example");
    assert_eq!(value(&event, "SEQUENCE"), "0");
    assert_eq!(value(&event, "DTSTAMP"), "20261120T083000Z");
    assert_eq!(value(&event, "DTSTART"), "20261203T190000");
    assert_eq!(parameter(only(&event, "DTSTART"), "TZID"), "Europe/Brussels");
    assert_eq!(value(&event, "DTEND"), "20261203T220000");
    assert_eq!(value(&event, "STATUS"), "CONFIRMED");
    assert_eq!(value(&event, "TRANSP"), "OPAQUE");
    assert_eq!(value(&event, "SUMMARY"), "Sinterklaas voor de buurt");
    assert_eq!(value(&event, "LOCATION"), "Grote zaal, Casablanca, Lolanden 16, 3010 Kessel-Lo");
    assert!(value(&event, "DESCRIPTION").starts_with("Code: KES-7Q4M\nTelefoon van het centrum: 016 00 00 00\n"));
    assert_eq!(value(&event, "ORGANIZER"), "mailto:casablanca@leuven.example");
    assert_eq!(parameter(only(&event, "ORGANIZER"), "CN"), "Casablanca");
    let attendee = only(&event, "ATTENDEE");
    assert_eq!(attendee.value(), "mailto:fatima@example.org");
    assert_eq!(parameter(attendee, "PARTSTAT"), "ACCEPTED");
    assert_eq!(parameter(attendee, "RSVP"), "FALSE");
    assert_eq!(parameter(attendee, "CN"), "Fatima Peeters");

    let zones: Vec<_> = calendar.components.iter().filter(|part| matches!(part, CalendarComponent::Other(_))).collect();
    assert_eq!(zones.len(), 1, "a VTIMEZONE beside the event");
}

#[test]
fn the_same_entry_follows_the_booking_through_its_life() {
    let moved = booking(BookingNews::Changed, |facts| {
        facts.sequence = 1;
        facts.starts_at = at("2027-07-03T19:00:00+02:00");
        facts.ends_at = at("2027-07-04T01:00:00+02:00");
    });
    let cancelled = booking(BookingNews::Cancelled, |facts| {
        facts.sequence = 2;
        facts.status = BookingStatus::Cancelled;
        facts.in_calendar = true;
    });
    let (_, _, first) = part(&booking(BookingNews::Confirmed, |_| ())).unwrap();
    let (_, _, second) = part(&moved).unwrap();
    let (content_type, calendar, last) = part(&cancelled).unwrap();
    assert_eq!([value(&first, "UID"), value(&second, "UID")], [value(&last, "UID"); 2]);
    assert_eq!([value(&second, "DTSTART"), value(&second, "DTEND")], ["20270703T190000", "20270704T010000"]);
    assert_eq!([value(&first, "SEQUENCE"), value(&second, "SEQUENCE"), value(&last, "SEQUENCE")], ["0", "1", "2"]);
    assert_eq!(content_type, "text/calendar; method=CANCEL");
    assert_eq!(calendar.property_value("METHOD"), Some("CANCEL"));
    assert_eq!(value(&last, "STATUS"), "CANCELLED");
    assert_eq!(value(&last, "ATTENDEE"), "mailto:fatima@example.org");
}

#[test]
fn only_who_has_an_entry_gets_it_cancelled_and_only_a_yes_makes_one() {
    let waiting = |in_calendar: bool| {
        move |facts: &mut BookingFacts| {
            facts.status = BookingStatus::Requested;
            facts.in_calendar = in_calendar;
        }
    };
    for news in [
        BookingNews::RequestReceived,
        BookingNews::RequestWaiting,
        BookingNews::AnswerReminder,
        BookingNews::OptionHeld,
        BookingNews::Changed,
        BookingNews::Declined,
        BookingNews::Cancelled,
        BookingNews::Expired,
    ] {
        assert!(part(&booking(news, waiting(false))).is_none(), "{news:?} without an entry");
    }
    for news in [BookingNews::Declined, BookingNews::Cancelled, BookingNews::Expired] {
        let (content_type, ..) = part(&booking(news, waiting(true))).expect("a part");
        assert_eq!(content_type, "text/calendar; method=CANCEL", "{news:?} with an entry");
    }
    // Moved by its booker onto a time that the desk has to approve: the entry moves, and says so.
    let (content_type, _, event) = part(&booking(BookingNews::Changed, waiting(true))).expect("a part");
    assert_eq!((content_type.as_str(), value(&event, "STATUS")), ("text/calendar; method=REQUEST", "TENTATIVE"));
}

#[test]
fn text_comes_back_as_it_was_typed() {
    let title = r#"Kaas, wijn; \n "spel" é😀 100% & <b>"#;
    let long = "Vergadering über àlles 😀 ".repeat(40);
    let (_, _, event) = part(&booking(BookingNews::Confirmed, |facts| {
        facts.title = title.to_owned();
        facts.place.centre_name = "Ter, \"Vlier;beke\": A".to_owned();
    }))
    .unwrap();
    assert_eq!(value(&event, "SUMMARY"), title);
    assert_eq!(value(&event, "LOCATION"), "Grote zaal, Ter, \"Vlier;beke\": A, Lolanden 16, 3010 Kessel-Lo");
    assert_eq!(parameter(only(&event, "ORGANIZER"), "CN"), "Ter, 'Vlier;beke': A");

    let (_, _, event) = part(&booking(BookingNews::Confirmed, |facts| facts.title.clone_from(&long))).unwrap();
    let summary = value(&event, "SUMMARY");
    assert!(long.starts_with(summary.trim_end_matches('…')) && summary.chars().count() == 200, "{summary}");
}

/// The instants that a client computes from the part, in the nights in which the clocks change, and across midnight.
#[test]
fn the_nights_of_the_clocks() {
    for (from, until, start, end) in [
        // Forward: 23 hours in that day.
        ("2027-03-28T00:30:00+01:00", "2027-03-28T04:00:00+02:00", "20270328T003000", "20270328T040000"),
        // Back: 25 hours, with the first of the two half past twos.
        ("2027-10-31T02:30:00+02:00", "2027-10-31T05:00:00+01:00", "20271031T023000", "20271031T050000"),
        ("2027-12-31T22:00:00+01:00", "2028-01-01T00:00:00+01:00", "20271231T220000", "20280101T000000"),
    ] {
        let (_, _, event) = part(&booking(BookingNews::Confirmed, |facts| {
            facts.starts_at = at(from);
            facts.ends_at = at(until);
        }))
        .unwrap();
        assert_eq!([value(&event, "DTSTART"), value(&event, "DTEND")], [start, end]);
    }
}

#[test]
fn the_second_of_two_equal_hours_is_told_in_utc() {
    let (_, calendar, event) = part(&booking(BookingNews::Confirmed, |facts| {
        facts.starts_at = at("2027-10-31T02:30:00+01:00");
        facts.ends_at = at("2027-10-31T05:00:00+01:00");
    }))
    .unwrap();
    let utc = |name| NaiveDateTime::parse_from_str(value(&event, name), "%Y%m%dT%H%M%SZ").unwrap().and_utc();
    assert_eq!(utc("DTSTART"), DateTime::parse_from_rfc3339("2027-10-31T02:30:00+01:00").unwrap());
    assert_eq!(utc("DTEND"), DateTime::parse_from_rfc3339("2027-10-31T05:00:00+01:00").unwrap());
    assert_eq!(calendar.components.len(), 1, "no zone is named, so none is told");
}

#[test]
fn a_centre_without_an_address_of_its_own_is_organised_by_the_sender() {
    let (_, _, event) = part(&booking(BookingNews::Confirmed, |facts| facts.place.contact_email = None)).unwrap();
    assert_eq!(value(&event, "ORGANIZER"), "mailto:lokaal@leuven.example");
}
