//! Calendar parts: one VEVENT for one recipient (RFC 5545, RFC 5546; RFC 6047 for mail).
//!
//! Written here and not with the `icalendar` crate, whose writer puts a DTSTAMP of the wall clock and a random UID into
//! every component without one, also into VTIMEZONE and its parts, where RFC 5545 allows neither, and lets a quotation
//! mark in a name end the parameter. Its parser reads the parts back in the tests.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{facts::Recurring, letter::CalendarNews, vtimezone};
use crate::domain::time::Instant;

/// Who wrote the part (RFC 5545, section 3.7.3).
const PRODID: &str = "-//Lokaal//Lokaal 1//NL";

/// The longest content line, in octets without its line break (RFC 5545, section 3.1).
const LONGEST_LINE: usize = 75;

/// Everything but what may stand in the address of a `mailto:` (RFC 6068, section 2).
const NOT_IN_MAILTO: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'@')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~')
    .remove(b'+')
    .remove(b'\'')
    .remove(b'!')
    .remove(b'$')
    .remove(b'*');

/// An entry in the calendar of one recipient.
#[derive(Clone, Debug)]
pub struct CalendarEvent<'a> {
    /// UID: the same through the booking's life.
    pub uid: &'a str,
    /// SEQUENCE: rises with each change and the cancellation.
    pub sequence: i32,
    /// DTSTAMP: when this part was written.
    pub stamp: Instant,
    /// Start.
    pub starts_at: Instant,
    /// End.
    pub ends_at: Instant,
    /// Time zone in which the times are told.
    pub zone: Tz,
    /// What it is to the dates of a series; none stands by itself.
    pub recurring: Option<&'a Recurring>,
    /// What it is, in one line.
    pub summary: &'a str,
    /// Room, centre and address, in one line.
    pub location: &'a str,
    /// More; may have several lines.
    pub description: &'a str,
    /// A page about it.
    pub url: Option<&'a str>,
    /// The centre and the recipient; none where it is nobody's invitation.
    pub parties: Option<(Party<'a>, Party<'a>)>,
}

/// A name and an address.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// As people call it; may be empty.
    pub name: &'a str,
    /// Mail address.
    pub email: &'a str,
}

impl CalendarNews {
    /// The iTIP method, as in the part's content type.
    #[must_use]
    pub const fn method(self) -> &'static str {
        match self {
            Self::Confirmed | Self::Tentative => "REQUEST",
            Self::Cancelled => "CANCEL",
        }
    }

    const fn status(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Tentative => "TENTATIVE",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// The calendar part: lines end in CR LF and have at most 75 octets. `changed` are the dates of a series that differ
/// from the others.
#[must_use]
pub fn part(news: CalendarNews, event: &CalendarEvent<'_>, changed: &[CalendarEvent<'_>]) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:{PRODID}"),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("METHOD:{}", news.method()),
    ];
    let times = Times::of(event);
    if let Some((first, last)) = times.zoned {
        lines.extend(vtimezone::lines(event.zone, first, last));
    }
    lines.extend(component(news, event, times));
    for date in changed {
        lines.extend(component(news, date, Times::of(date)));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// A calendar that is read again and again, or kept as a file: `name`, and each entry with the dates of it that differ.
/// Its stamps come from the entries, so that the same entries give the same text.
#[must_use]
pub fn published(name: &str, entries: &[(CalendarNews, CalendarEvent<'_>, Vec<CalendarEvent<'_>>)]) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:{PRODID}"),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("NAME:{}", text(name)),
        format!("X-WR-CALNAME:{}", text(name)),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H".to_owned(),
        "X-PUBLISHED-TTL:PT1H".to_owned(),
    ];
    // A zone is told once, for all the years that its entries lie in.
    let mut zones: BTreeMap<&str, (Tz, Instant, Instant)> = BTreeMap::new();
    let mut components = Vec::new();
    for (news, event, changed) in entries {
        for one in std::iter::once(event).chain(changed) {
            let times = Times::of(one);
            if let Some((first, last)) = times.zoned {
                let known = zones.entry(one.zone.name()).or_insert((one.zone, first, last));
                *known = (one.zone, known.1.min(first), known.2.max(last));
            }
            components.extend(component(*news, one, times));
        }
    }
    for (zone, first, last) in zones.into_values() {
        lines.extend(vtimezone::lines(zone, first, last));
    }
    lines.extend(components);
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// The lines of one VEVENT.
fn component(news: CalendarNews, event: &CalendarEvent<'_>, times: Times) -> Vec<String> {
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", text(event.uid)),
        format!("SEQUENCE:{}", event.sequence.max(0)),
        format!("DTSTAMP:{}", utc(event.stamp)),
        times.start,
        times.end,
    ];
    lines.extend(times.recurring);
    lines.extend([
        format!("SUMMARY:{}", text(event.summary)),
        format!("LOCATION:{}", text(event.location)),
        format!("DESCRIPTION:{}", text(event.description)),
        format!("STATUS:{}", news.status()),
        "TRANSP:OPAQUE".to_owned(),
    ]);
    if let Some((organizer, attendee)) = event.parties {
        lines.push(format!("ORGANIZER{}:{}", common_name(organizer.name), mailto(organizer.email)));
        lines.push(format!(
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE{}:{}",
            common_name(attendee.name),
            mailto(attendee.email)
        ));
    }
    if let Some(url) = event.url {
        lines
            .push(format!("URL:{}", url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect::<String>()));
    }
    lines.push("END:VEVENT".to_owned());
    lines
}

/// DTSTART, DTEND and the zone that they name.
struct Times {
    /// From when until when the zone is needed; none in UTC.
    zoned: Option<(Instant, Instant)>,
    start: String,
    end: String,
    /// RRULE, EXDATE and RDATE, or RECURRENCE-ID.
    recurring: Vec<String>,
}

impl Times {
    /// In the centre's zone, so that the entry says 19:00 wherever it is read; in UTC where a local time comes twice
    /// and the second is meant, which a local time cannot say (RFC 5545, section 3.3.5).
    fn of(event: &CalendarEvent<'_>) -> Self {
        let name = event.zone.name();
        let recurring = match event.recurring {
            Some(Recurring::Whole { first, end, last, rrule, exdates, rdates, .. }) => {
                let more = [("EXDATE", exdates), ("RDATE", rdates)].into_iter().filter(|(_, dates)| !dates.is_empty());
                let more = more.map(|(property, dates)| {
                    let dates: Vec<String> = dates.iter().map(wall_clock).collect();
                    format!("{property};TZID={name}:{}", dates.join(","))
                });
                return Self {
                    zoned: Some((event.starts_at, *last)),
                    start: format!("DTSTART;TZID={name}:{}", wall_clock(first)),
                    end: format!("DTEND;TZID={name}:{}", wall_clock(end)),
                    recurring: std::iter::once(format!("RRULE:{rrule}")).chain(more).collect(),
                };
            }
            Some(Recurring::Date { starts_at }) => Some(*starts_at),
            None => None,
        };
        let local = |instant: Instant| {
            let wall = instant.in_zone(event.zone).naive_local();
            let read_back = event.zone.from_local_datetime(&wall).earliest().map(Instant::from);
            (read_back == Some(instant)).then(|| wall_clock(&wall))
        };
        if let (Some(start), Some(end)) = (local(event.starts_at), local(event.ends_at)) {
            let zone = name;
            let first = recurring.map_or(event.starts_at, |date| date.min(event.starts_at));
            let date = |date: Instant| {
                format!("RECURRENCE-ID;TZID={zone}:{}", wall_clock(&date.in_zone(event.zone).naive_local()))
            };
            return Self {
                zoned: Some((first, event.ends_at)),
                start: format!("DTSTART;TZID={zone}:{start}"),
                end: format!("DTEND;TZID={zone}:{end}"),
                recurring: recurring.map(date).into_iter().collect(),
            };
        }
        Self {
            zoned: None,
            start: format!("DTSTART:{}", utc(event.starts_at)),
            end: format!("DTEND:{}", utc(event.ends_at)),
            recurring: recurring.map(|date| format!("RECURRENCE-ID:{}", utc(date))).into_iter().collect(),
        }
    }
}

fn wall_clock(local: &NaiveDateTime) -> String {
    local.format("%Y%m%dT%H%M%S").to_string()
}

fn utc(instant: Instant) -> String {
    instant.to_utc().format("%Y%m%dT%H%M%SZ").to_string()
}

/// TEXT (RFC 5545, section 3.3.11): escaped, and without control characters but the line break, which becomes `\n`.
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len() + 8);
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The CN parameter, quoted; a quotation mark cannot stand in it (RFC 5545, section 3.1) and becomes an apostrophe.
fn common_name(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| match c {
            '"' => '\'',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let name = name.trim();
    if name.is_empty() { String::new() } else { format!(";CN=\"{name}\"") }
}

fn mailto(email: &str) -> String {
    format!("mailto:{}", utf8_percent_encode(email, NOT_IN_MAILTO))
}

/// The line with its end, folded at 75 octets between characters (RFC 5545, section 3.1).
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > LONGEST_LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests;
