//! Values for tests: a centre, a room, a wish, and short ways to write times.

use std::collections::BTreeMap;

use chrono::Weekday;
use chrono_tz::Europe::Brussels;
use uuid::Uuid;

use super::{
    booking::{Alcohol, Attendance, Booking, BookingStatus, Music, Visibility},
    centre::{Access, Address, Centre, CentreKind, CentreState, OpeningHours, Position},
    clock_time::{ClockTime, weekday},
    ids::{BookingId, CentreId, ResourceId, RoomId, UserId},
    resource::UseState,
    room::{Layout, Room, Rules},
    rules::{Circumstances, Wish},
    spans::SpanSet,
    time::{Instant, Span},
};

/// An identifier with this number.
pub(super) fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

/// A time of day, `HH:MM`.
pub(super) fn clock(text: &str) -> ClockTime {
    ClockTime::parse(text).expect("a time of day")
}

/// The instant of a local time in Brussels, `YYYY-MM-DDTHH:MM`.
pub(super) fn at(text: &str) -> Instant {
    let (date, time) = text.split_once('T').expect("a date and a time");
    super::local_time::resolve(date.parse().expect("a date"), clock(time), Brussels).expect("an instant")
}

/// The span between two local times in Brussels.
pub(super) fn span(from: &str, until: &str) -> Span {
    Span::new(at(from), at(until)).expect("a span that runs forwards")
}

/// Weekly hours on the days named, `mo tu`.
pub(super) fn weekly(days: &str, opens: &str, closes: &str, access: Access) -> Vec<OpeningHours> {
    let days: Vec<Weekday> = days.split(' ').map(|day| weekday::parse(day).expect("a day of the week")).collect();
    let hours = |weekday| OpeningHours {
        weekday,
        opens: clock(opens),
        closes: clock(closes),
        access,
        valid_from: None,
        valid_until: None,
    };
    days.into_iter().map(hours).collect()
}

/// An open centre in Brussels' time, staffed from 08:00 to 18:00 on weekdays and with a key-holder until 24:00, and
/// with a key-holder all day on Saturday and Sunday.
pub(super) fn centre() -> Centre {
    let weekdays = "mo tu we th fr";
    let mut opening_hours = weekly(weekdays, "08:00", "18:00", Access::Staffed);
    opening_hours.extend(weekly(weekdays, "18:00", "24:00", Access::KeyHolder));
    opening_hours.extend(weekly("sa su", "00:00", "24:00", Access::KeyHolder));
    Centre {
        id: id::<CentreId>(1),
        name: "Example".to_owned(),
        kind: CentreKind::CommunityCentre,
        state: CentreState::Open,
        neighbourhood_code: None,
        locality: None,
        address: Address::default(),
        latitude: 50.88,
        longitude: 4.7,
        position: Position::Approximate,
        timezone: Brussels,
        contact_email: None,
        phone: None,
        out_of_hours_phone: None,
        host_organisation_id: None,
        opens_on: None,
        closes_on: None,
        replaced_by: None,
        opening_hours,
        exceptions: Vec::new(),
        covered: SpanSet::empty(),
        version: 1,
    }
}

/// A room with the usual rules: half hours, from 30 minutes to a day, 180 days ahead.
pub(super) fn room() -> Room {
    Room {
        id: id::<RoomId>(2),
        centre_id: id::<CentreId>(1),
        name: "Room".to_owned(),
        description: BTreeMap::new(),
        floor_area_m2: None,
        accessible: true,
        layouts: vec![
            Layout { name: "rows".to_owned(), capacity: 40 },
            Layout { name: "tables".to_owned(), capacity: 24 },
        ],
        resource_ids: vec![id::<ResourceId>(3)],
        shared_places: None,
        equipment: Vec::new(),
        example: true,
        state: UseState::Active,
        rules: Rules::default(),
        version: 1,
    }
}

/// A wish for ten people in the evening of Monday 1 March 2027, with a key-holder.
pub(super) fn wish() -> Wish {
    Wish {
        span: span("2027-03-01T19:00", "2027-03-01T21:00"),
        attendees: 10,
        layout: None,
        shared: false,
        music: Music::None,
        alcohol: Alcohol::None,
        terms_version: None,
        terms_asked: true,
        key_holder: true,
    }
}

/// A confirmed booking of a whole room for twelve people, in the evening of Monday 1 March 2027.
pub(super) fn booking(room: u128) -> Booking {
    Booking {
        id: id::<BookingId>(100),
        reference: "KES-7Q4M".to_owned(),
        status: BookingStatus::Confirmed,
        room_id: id(room),
        centre_id: id::<CentreId>(1),
        organisation_id: None,
        booker_id: None,
        caller: None,
        created_by: id::<UserId>(9),
        title: "t".to_owned(),
        attendees: 12,
        layout: None,
        shared: false,
        equipment: Vec::new(),
        span: span("2027-03-01T19:00", "2027-03-01T22:00"),
        setup_seconds: 0,
        cleanup_seconds: 0,
        visibility: Visibility::Private,
        activity: None,
        audience: None,
        open_to_all: false,
        music: Music::None,
        alcohol: Alcohol::None,
        note: None,
        terms_version: None,
        key_holder_id: None,
        on_site_contact: None,
        price: None,
        review_reasons: Vec::new(),
        overrides: Vec::new(),
        answer_by: None,
        hold_until: None,
        offer_until: None,
        return_of: None,
        free_cancel_until: None,
        series_id: None,
        series_starts_at: None,
        detached: false,
        cancelled_at: None,
        cancelled_by: None,
        reason: None,
        attendance: Attendance::Unknown,
        head_count: None,
        sequence: 0,
        created_at: at("2027-01-01T00:00"),
        updated_at: at("2027-01-01T00:00"),
        version: 1,
    }
}

/// Noon of Monday 22 February 2027.
pub(super) fn circumstances() -> Circumstances {
    Circumstances { now: at("2027-02-22T12:00"), amplified_this_year: 0 }
}
