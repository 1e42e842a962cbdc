//! Calendars that people fetch: the same entries as the parts of mails have, without an invitation.

use chrono_tz::Tz;

use super::{
    calendar::{self, CalendarEvent},
    clean,
    facts::{ChangedDate, Place, Recurring},
    letter::CalendarNews,
};
use crate::domain::time::Instant;

/// An entry of a calendar that somebody fetches.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whether it is certain.
    pub news: CalendarNews,
    /// UID: as in mails.
    pub uid: String,
    /// SEQUENCE: as in mails.
    pub sequence: i32,
    /// When it last changed.
    pub stamp: Instant,
    /// Start.
    pub starts_at: Instant,
    /// End.
    pub ends_at: Instant,
    /// Time zone of the centre.
    pub timezone: Tz,
    /// What it is to the dates of a series; none stands by itself.
    pub recurring: Option<Recurring>,
    /// What it is called.
    pub title: String,
    /// Where.
    pub place: Place,
    /// More, in lines.
    pub description: String,
}

/// The text of a calendar with these entries. The same entries give the same text.
#[must_use]
pub fn published(name: &str, entries: &[Entry]) -> String {
    let texts: Vec<_> = entries
        .iter()
        .map(|entry| {
            (summary(&entry.title, &entry.place), location(&entry.place), changed_texts(entry.recurring.as_ref()))
        })
        .collect();
    let events: Vec<_> = entries
        .iter()
        .zip(&texts)
        .map(|(entry, (summary, location, changed))| {
            let event = CalendarEvent {
                uid: &entry.uid,
                sequence: entry.sequence,
                stamp: entry.stamp,
                starts_at: entry.starts_at,
                ends_at: entry.ends_at,
                zone: entry.timezone,
                recurring: entry.recurring.as_ref(),
                summary,
                location,
                description: &entry.description,
                url: None,
                parties: None,
            };
            let changed = changed.iter().map(|date| date.event(&event)).collect();
            (entry.news, event, changed)
        })
        .collect();
    calendar::published(&clean::line(name), &events)
}

/// A date of a series that differs, in texts of its own.
pub(super) struct ChangedText<'a> {
    date: &'a ChangedDate,
    is: Recurring,
    summary: String,
    location: String,
}

impl ChangedText<'_> {
    /// Its event, in the entry of its series.
    pub(super) fn event<'a>(&'a self, series: &CalendarEvent<'a>) -> CalendarEvent<'a> {
        CalendarEvent {
            sequence: self.date.sequence,
            starts_at: self.date.starts_at,
            ends_at: self.date.ends_at,
            recurring: Some(&self.is),
            summary: &self.summary,
            location: &self.location,
            ..series.clone()
        }
    }
}

/// The dates of an entry that differ from the others.
pub(super) fn changed_texts(recurring: Option<&Recurring>) -> Vec<ChangedText<'_>> {
    let Some(Recurring::Whole { changed, .. }) = recurring else { return Vec::new() };
    changed
        .iter()
        .map(|date| ChangedText {
            date,
            is: Recurring::Date { starts_at: date.date },
            summary: summary(&date.title, &date.place),
            location: location(&date.place),
        })
        .collect()
}

/// What an entry is called: its title or, where it has none, its room.
pub(super) fn summary(title: &str, place: &Place) -> String {
    let title = clean::short(title, 200);
    if title.is_empty() { clean::line(&place.room_name) } else { title }
}

/// Room, centre and address in one line.
pub(super) fn location(place: &Place) -> String {
    let names = [Some(clean::line(&place.room_name)), Some(clean::line(&place.centre_name)), place.address_line()];
    names.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
