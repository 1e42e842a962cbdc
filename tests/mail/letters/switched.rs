//! Letters that can be switched off.

use chrono::NaiveDate;
use chrono_tz::Europe::Brussels;
use lokaal::{
    domain::{booking::BookingStatus, closure::ClosureReason, ids::RoomId, rules::ReviewReason},
    mail::{
        Letter, SeriesFacts, SeriesNews,
        desk::{DayBooking, DayClosure, DayFacts, RequestsFacts, WaitingRequest},
        reminder::AccessFacts,
    },
};
use uuid::Uuid;

use crate::sample::{at, facts};

/// Reminders, and what the desk reads in the morning.
pub(super) fn letters() -> Vec<(&'static str, Letter)> {
    let reminder = |access: AccessFacts| Letter::Reminder { booking: Box::new(facts()), access: Box::new(access) };
    let access = AccessFacts {
        room_id: RoomId(Uuid::from_u128(5)),
        staffed: true,
        key_holder: None,
        out_of_hours_phone: Some("0499 00 00 00".to_owned()),
        note: None,
    };
    let key_holder = Some(("Karel Sleutels".to_owned(), "0470 11 22 33".to_owned()));
    let note = Some("De code van de poort is 1234#.\nHet licht zit links.".to_owned());
    let ends = SeriesFacts { first: facts(), dates: Vec::new(), skipped: Vec::new() };
    vec![
        ("reminder", reminder(access.clone())),
        ("reminder_key_holder", reminder(AccessFacts { staffed: false, key_holder, note, ..access.clone() })),
        ("reminder_nobody", reminder(AccessFacts { staffed: false, out_of_hours_phone: None, ..access })),
        ("day_sheet", day_sheet()),
        ("requests", requests()),
        ("series_ends", Letter::Series { news: SeriesNews::Ends, series: Box::new(ends) }),
    ]
}

fn day_sheet() -> Letter {
    let booking = |from: &str, until: &str| DayBooking {
        starts_at: at(from),
        ends_at: at(until),
        room_name: "Grote zaal".to_owned(),
        reference: "KES-7Q4M".to_owned(),
        title: "Sinterklaas voor de buurt".to_owned(),
        status: BookingStatus::Confirmed,
        whom: Some("Buurtcomité Blauwput".to_owned()),
        attendees: 60,
        layout: Some("rijen".to_owned()),
        equipment: vec![(2, "beamer".to_owned())],
        key_holder: Some("Karel Sleutels".to_owned()),
        note: Some("Mag er een podium staan?".to_owned()),
    };
    let asked = DayBooking {
        status: BookingStatus::Requested,
        attendees: 1,
        whom: None,
        layout: None,
        equipment: Vec::new(),
        key_holder: None,
        note: None,
        ..booking("2026-12-03T23:00:00+01:00", "2026-12-04T00:00:00+01:00")
    };
    let closure = |rooms: &[&str]| DayClosure {
        starts_at: at("2026-12-03T00:00:00+01:00"),
        ends_at: at("2026-12-03T18:00:00+01:00"),
        rooms: rooms.iter().map(|room| (*room).to_owned()).collect(),
        reason: ClosureReason::Maintenance,
    };
    let day = DayFacts {
        centre_name: "Casablanca".to_owned(),
        timezone: Brussels,
        date: NaiveDate::from_ymd_opt(2026, 12, 3).expect("a date"),
        ends_at: at("2026-12-04T00:00:00+01:00"),
        bookings: vec![booking("2026-12-03T19:00:00+01:00", "2026-12-03T22:00:00+01:00"), asked],
        more: 3,
        closures: vec![closure(&["Keuken", "Foyer"]), closure(&[])],
    };
    Letter::DaySheet { day: Box::new(day) }
}

fn requests() -> Letter {
    let request = |answer_by: &str| WaitingRequest {
        starts_at: at("2026-12-17T19:00:00+01:00"),
        ends_at: at("2026-12-17T22:00:00+01:00"),
        room_name: "Grote zaal".to_owned(),
        reference: "KES-7Q4M".to_owned(),
        title: "Kerstfeest".to_owned(),
        whom: Some("Fatima Peeters".to_owned()),
        answer_by: Some(at(answer_by)),
        review_reasons: vec![ReviewReason::OutsideStaffedHours, ReviewReason::AmplifiedMusic],
    };
    let requests = RequestsFacts {
        centre_name: "Casablanca".to_owned(),
        timezone: Brussels,
        requests: vec![request("2026-12-04T09:30:00+01:00"), request("2026-12-10T09:30:00+01:00")],
        more: 0,
    };
    Letter::Requests { requests: Box::new(requests) }
}
