//! A booking in a centre of Leuven, and what is needed to render letters about it.

use chrono::DateTime;
use chrono_tz::Europe::Brussels;
use lokaal::{
    domain::{booking::BookingStatus, ids::BookingId, person::Locale, time::Instant},
    mail::{
        self, Alternative, BookingFacts, BookingNews, Letter, Mailbox, Message, Place, Recipient, RenderError, Sending,
        facts::Previous,
    },
};
use mail_parser::{MessageParser, MimeHeaders};
use uuid::Uuid;

pub(crate) const PUBLIC_URL: &str = "https://lokaal.example.org/";
pub(crate) const TOKEN: &str = "n0-t_realToken";
pub(crate) const STOP: &str = "n0-t_realStop";

pub(crate) fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).expect("a time").into()
}

/// A confirmed booking on a Thursday evening.
pub(crate) fn facts() -> BookingFacts {
    BookingFacts {
        booking_id: BookingId(Uuid::from_u128(1)),
        reference: "KES-7Q4M".to_owned(),
        title: "Sinterklaas voor de buurt".to_owned(),
        status: BookingStatus::Confirmed,
        place: Place {
            room_name: "Grote zaal".to_owned(),
            centre_name: "Casablanca".to_owned(),
            street: Some("Lolanden 16".to_owned()),
            postal_code: Some("3010".to_owned()),
            city: Some("Kessel-Lo".to_owned()),
            phone: Some("016 00 00 00".to_owned()),
            contact_email: Some("casablanca@leuven.example".to_owned()),
        },
        timezone: Brussels,
        starts_at: at("2026-12-03T19:00:00+01:00"),
        ends_at: at("2026-12-03T22:00:00+01:00"),
        attendees: 60,
        organisation_name: Some("Buurtcomité Blauwput".to_owned()),
        booker_name: None,
        booker_phone: None,
        note: None,
        review_reasons: Vec::new(),
        price_cents: Some(1250),
        due_cents: None,
        answer_by: None,
        call_centre: false,
        hold_until: None,
        reason: None,
        comment: None,
        cancelled_by: None,
        alternatives: Vec::new(),
        previous: None,
        warnings: Vec::new(),
        path: Some("/bookings/00000000-0000-0000-0000-000000000001".to_owned()),
        calendar_uid: "00000000-0000-0000-0000-000000000001@leuven.example".to_owned(),
        sequence: 0,
        recurring: None,
        in_calendar: false,
    }
}

/// Another time the same day, and another room nearby.
pub(crate) fn alternatives() -> Vec<Alternative> {
    let free = |room: &str, centre: &str, from: &str, until: &str, distance_m| Alternative {
        room_name: room.to_owned(),
        centre_name: centre.to_owned(),
        starts_at: at(from),
        ends_at: at(until),
        distance_m,
        path: Some(format!("/rooms/{distance_m}")),
    };
    vec![
        free("Grote zaal", "Casablanca", "2026-12-03T13:00:00+01:00", "2026-12-03T16:00:00+01:00", 0),
        free("Foyer", "Ter Vlierbeke", "2026-12-03T19:00:00+01:00", "2026-12-03T22:00:00+01:00", 1312),
    ]
}

/// The time it had before it was moved.
pub(crate) fn previous() -> Previous {
    Previous { starts_at: at("2026-12-02T20:00:00+01:00"), ends_at: at("2026-12-03T01:00:00+01:00"), room_name: None }
}

pub(crate) fn booking(news: BookingNews, change: impl FnOnce(&mut BookingFacts)) -> Letter {
    let mut facts = facts();
    change(&mut facts);
    Letter::booking(news, facts)
}

pub(crate) fn fatima(locale: Locale) -> Recipient {
    Recipient { name: "Fatima Peeters".to_owned(), email: "fatima@example.org".to_owned(), locale }
}

pub(crate) fn try_render(letter: &Letter, to: &Recipient, token: Option<&str>) -> Result<Message, RenderError> {
    let from: Mailbox = "Lokaal Leuven <lokaal@leuven.example>".parse().expect("an address");
    let sending = Sending {
        from: &from,
        public_url: PUBLIC_URL,
        token,
        stop: letter.topic().map(|_| STOP),
        message_id: "<0193-test@leuven.example>",
        date: at("2026-11-20T09:30:00+01:00"),
    };
    mail::render(letter, to, &sending)
}

/// The message, with a token where the letter has a link.
pub(crate) fn render(letter: &Letter, to: &Recipient) -> Message {
    try_render(letter, to, letter.link().map(|_| TOKEN)).expect("a message")
}

/// What a mail client reads in a message.
pub(crate) struct Read {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    /// Content type with its parameters, and the bytes, of the parts that are neither text nor HTML.
    pub(crate) others: Vec<(String, Vec<u8>)>,
    /// The header lines as sent, unfolded.
    pub(crate) headers: Vec<(String, String)>,
}

impl Read {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} stands there twice");
        value
    }

    /// The calendar part that mail clients read.
    pub(crate) fn calendar(&self) -> Option<(&str, String)> {
        let (content_type, bytes) = self.others.iter().find(|(kind, _)| kind.starts_with("text/calendar"))?;
        Some((content_type, String::from_utf8(bytes.clone()).expect("UTF-8")))
    }
}

pub(crate) fn read(message: &Message) -> Read {
    let raw = message.formatted();
    let parsed = MessageParser::default().parse(&raw).expect("a message");
    let part = |index: Option<&u32>| {
        let part = index.and_then(|&index| parsed.part(index)).expect("a part");
        part.text_contents().expect("text").replace("\r\n", "\n")
    };
    let head = String::from_utf8(raw.clone()).expect("ASCII").split("\r\n\r\n").next().expect("a head").to_owned();
    Read {
        subject: parsed.subject().expect("a subject").to_owned(),
        text: part(parsed.text_body.first()),
        html: part(parsed.html_body.first()),
        others: parsed
            .parts
            .iter()
            .filter_map(|part| {
                let kind = part.content_type()?;
                let name = format!("{}/{}", kind.ctype(), kind.subtype()?);
                if matches!(name.as_str(), "text/plain" | "text/html") || name.starts_with("multipart/") {
                    return None;
                }
                let method = kind.attribute("method").map(|method| format!("; method={method}"));
                Some((name + &method.unwrap_or_default(), part.contents().to_vec()))
            })
            .collect(),
        headers: head
            .replace("\r\n ", " ")
            .split("\r\n")
            .map(|line| line.split_once(": ").map(|(key, value)| (key.to_owned(), value.to_owned())).expect("a header"))
            .collect(),
    }
}
