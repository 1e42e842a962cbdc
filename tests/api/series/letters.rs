//! What a series mails, and what calendars make of it.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use icalendar::{Calendar, Component, Event};
use lokaal::domain::{person::StaffRole, recurrence};
use serde_json::{Value, json};

use super::{starts, weekly};
use crate::{
    bookings::{wish, with},
    both_engines,
    support::mails::Mail,
};

pub(super) fn event(mail: &Mail) -> Event {
    let mut events = events(mail);
    assert_eq!(events.len(), 1);
    events.remove(0)
}

pub(super) fn events(mail: &Mail) -> Vec<Event> {
    let (_, part) = mail.calendar.as_ref().expect("a calendar part");
    let calendar: Calendar = part.parse().expect("a calendar");
    calendar.events().cloned().collect()
}

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").expect("a local time")
}

/// The values of a property that may stand there several times, each with several values.
fn values(event: &Event, name: &str) -> BTreeSet<NaiveDateTime> {
    let several = event.multi_properties().get(name).map_or(&[][..], Vec::as_slice);
    let all = event.properties().get(name).into_iter().chain(several);
    all.flat_map(|property| {
        assert_eq!(property.params().get("TZID").map(icalendar::Parameter::value), Some("Europe/Brussels"));
        property.value().split(',').map(local).collect::<Vec<_>>()
    })
    .collect()
}

/// The local starts that a calendar shows of an event that repeats.
pub(crate) fn shown(event: &Event) -> BTreeSet<NaiveDateTime> {
    let first = local(event.property_value("DTSTART").expect("DTSTART"));
    let rule = recurrence::Recurrence::parse(event.property_value("RRULE").expect("RRULE")).expect("a rule");
    let dates: Vec<NaiveDate> = recurrence::dates(&rule, first.date()).expect("dates");
    let mut found: BTreeSet<NaiveDateTime> = dates.into_iter().map(|date| date.and_time(first.time())).collect();
    for left_out in values(event, "EXDATE") {
        assert!(found.remove(&left_out), "{left_out} is none of the rule's");
    }
    for more in values(event, "RDATE") {
        assert!(found.insert(more), "{more} stands twice");
    }
    found
}

/// The local starts of bookings.
pub(crate) fn booked(bookings: &Value) -> BTreeSet<NaiveDateTime> {
    let local = |start: &&str| chrono::DateTime::parse_from_rfc3339(start).expect("a start").naive_local();
    starts(bookings).iter().map(local).collect()
}

both_engines! {
    async fn one_mail_tells_all_dates_with_one_entry_that_has_them(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let taken = with(wish(&world), json!({
            "starts_at": "2027-01-14T20:00:00+01:00", "ends_at": "2027-01-14T22:00:00+01:00"
        }));
        bert.post("/bookings", taken).await.expect(201);
        app.mails().await;
        // Across holidays, the change of clocks and a date that is taken, with one date besides.
        let asked = with(weekly(&world), json!({
            "rrule": "FREQ=WEEKLY;UNTIL=20270506", "on_conflict": "skip", "rdates": ["2027-04-14"],
            "skip_holidays": ["school", "public"],
        }));
        let made = anna.post("/series", asked).await.expect(201).json;
        let mail = app.one_mail().await;
        assert_eq!(mail.to, "anna@example.org");
        let beginning = "donderdag 10 december 2026, 19.00 tot 21.00 uur\nMeeting room, Casablanca\n✓ Ja, de zaal is voor u";
        assert!(mail.text.starts_with(beginning), "{}", mail.text);
        assert!(mail.text.contains("- donderdag 29 april 2027, 19.00 tot 21.00 uur"), "{}", mail.text);
        let skipped = mail.text.split("Niet gereserveerd").nth(1).expect("what was skipped");
        assert!(skipped.contains("- donderdag 14 januari 2027"), "{}", mail.text);
        let series = made["series"]["id"].as_str().unwrap();
        let event = event(&mail);
        assert_eq!(mail.calendar.as_ref().unwrap().0, "REQUEST");
        assert_eq!(event.property_value("UID"), Some(series));
        assert_eq!(event.property_value("RRULE"), Some("FREQ=WEEKLY;UNTIL=20270506T170000Z"));
        assert_eq!(event.property_value("DTEND"), Some("20261210T210000"));
        assert_eq!(shown(&event), booked(&made["bookings"]));
        assert_eq!(made["bookings"].as_array().unwrap().len(), 16);
    }

    async fn a_series_to_be_looked_at_waits_in_one_mail_to_each_side(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let asked = with(weekly(&world), json!({"room_id": world.reviewed}));
        let made = anna.post("/series", asked).await.expect(201).json;
        let mut mails = app.mails().await;
        mails.sort_by(|a, b| a.to.cmp(&b.to));
        let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to, ["anna@example.org", "desk@example.org"]);
        assert!(mails[0].text.contains("… Nog even wachten"), "{}", mails[0].text);
        assert!(mails[0].calendar.is_none(), "nothing is sure yet");
        assert!(mails[1].text.contains("- donderdag 7 januari 2027"), "{}", mails[1].text);
        // Each date that is approved joins one entry.
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        for n in [1, 3] {
            let id = made["bookings"][n]["id"].as_str().unwrap();
            desk.post(&format!("/bookings/{id}/approve"), json!({})).await.expect(200);
        }
        let event = event(app.mails().await.last().unwrap());
        assert_eq!(event.property_value("UID"), made["series"]["id"].as_str());
        assert_eq!(shown(&event), booked(&json!([made["bookings"][1], made["bookings"][3]])));
        assert_eq!(event.property_value("SEQUENCE"), Some("2"));
    }

    async fn a_date_that_is_cancelled_or_moved_is_one_of_the_entry(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let made = anna.post("/series", weekly(&world)).await.expect(201).json;
        app.mails().await;
        let series = made["series"]["id"].as_str().unwrap();
        let path = |n: usize| format!("/bookings/{}", made["bookings"][n]["id"].as_str().unwrap());
        anna.post(&format!("{}/cancel", path(1)), json!({})).await.expect(200);
        let mail = app.one_mail().await;
        assert_eq!(mail.calendar.as_ref().unwrap().0, "CANCEL");
        let cancelled = event(&mail);
        assert_eq!(cancelled.property_value("UID"), Some(series));
        assert_eq!(cancelled.property_value("RECURRENCE-ID"), Some("20261217T190000"));
        assert_eq!(cancelled.property_value("STATUS"), Some("CANCELLED"));

        let etag = anna.get(&path(2)).await.expect(200).etag();
        let moved = json!({"starts_at": "2026-12-25T10:00:00+01:00", "ends_at": "2026-12-25T12:00:00+01:00"});
        anna.patch(&path(2), &etag, moved).await.expect(200);
        let mail = app.one_mail().await;
        assert_eq!(mail.calendar.as_ref().unwrap().0, "REQUEST");
        let moved = event(&mail);
        assert_eq!(moved.property_value("UID"), Some(series));
        assert_eq!(moved.property_value("RECURRENCE-ID"), Some("20261224T190000"));
        assert_eq!(moved.property_value("DTSTART"), Some("20261225T100000"));

        // A change of the whole tells it once more, so that no calendar puts it back.
        let cancel = json!({"scope": "following", "from": "2027-01-07"});
        anna.post(&format!("/series/{series}/cancel"), cancel).await.expect(200);
        let told = events(&app.one_mail().await);
        assert_eq!(told.len(), 2);
        let left = ["20261210T190000", "20261224T190000", "20261231T190000"].map(local);
        assert_eq!(shown(&told[0]), left.into());
        assert_eq!(told[1].property_value("RECURRENCE-ID"), Some("20261224T190000"));
        assert_eq!(told[1].property_value("DTSTART"), Some("20261225T100000"));
        let sequence = |event: &Event| event.property_value("SEQUENCE").and_then(|text| text.parse::<i32>().ok());
        assert!(sequence(&told[1]) > sequence(&moved), "newer than what was told before");
    }
}
