//! The letters of the morning to a desk.

use super::{Address, Content, Listing};
use crate::{
    domain::{booking::BookingStatus, time::Instant},
    mail::{
        clean,
        desk::{DayBooking, DayClosure, DayFacts, RequestsFacts, WaitingRequest},
    },
};

/// What takes place today.
pub(super) fn day(facts: &DayFacts, to: Address<'_>) -> Content {
    let words = to.words;
    let centre = clean::short(&facts.centre_name, 80);
    let mut content = to.blank();
    let date = words.date(facts.date);
    content.subject = words.tell("mail-day-sheet-subject", &[("centre", &centre), ("date", &date)]);
    content.paragraphs = vec![words.tell("mail-day-sheet-text", &[("centre", &centre), ("date", &date)])];
    let bookings = facts.bookings.iter().map(|one| of_day(one, facts, to)).collect();
    let closures = facts.closures.iter().map(|one| closed(one, facts, to)).collect();
    content.lists = lists([("mail-day-sheet-bookings", bookings), ("mail-day-sheet-closures", closures)], to);
    content.paragraphs.extend(more(facts.more, to));
    content.signature = centre;
    content
}

/// What waits for an answer.
pub(super) fn requests(facts: &RequestsFacts, to: Address<'_>) -> Content {
    let words = to.words;
    let centre = clean::short(&facts.centre_name, 80);
    let mut content = to.blank();
    let all = i64::try_from(facts.requests.len()).unwrap_or(i64::MAX).saturating_add(i64::from(facts.more));
    let count = words.count("mail-requests-count", all);
    content.subject = words.tell("mail-requests-subject", &[("requests", &count), ("centre", &centre)]);
    content.paragraphs = vec![words.say("mail-requests-text")];
    let items = facts.requests.iter().map(|one| waiting(one, facts, to)).collect();
    content.lists = lists([("mail-requests-list", items)], to);
    content.paragraphs.extend(more(facts.more, to));
    content.signature = centre;
    content
}

fn lists<const N: usize>(lists: [(&str, Vec<String>); N], to: Address<'_>) -> Vec<Listing> {
    let filled = lists.into_iter().filter(|(_, items)| !items.is_empty());
    filled.map(|(intro, items)| Listing { intro: to.words.say(intro), items }).collect()
}

fn more(count: u32, to: Address<'_>) -> Option<String> {
    (count > 0).then(|| to.words.count("mail-desk-more", i64::from(count)))
}

/// Hours, room, title, for whom, how many, and what has to be ready.
fn of_day(one: &DayBooking, facts: &DayFacts, to: Address<'_>) -> String {
    let words = to.words;
    let people = words.count("mail-desk-people", i64::from(one.attendees));
    let equipment = one.equipment.iter().map(|(quantity, name)| format!("{quantity} × {}", clean::short(name, 80)));
    let key_holder =
        one.key_holder.as_deref().map(|name| words.tell("mail-desk-key-holder", &[("name", &clean::short(name, 80))]));
    let status = (one.status != BookingStatus::Confirmed).then(|| words.say("mail-desk-not-confirmed"));
    let short = |text: &str| clean::short(text, 80);
    let parts = [
        Some(when(one.starts_at, one.ends_at, facts, to)),
        Some(short(&one.room_name)),
        Some(short(&one.title)),
        one.whom.as_deref().map(short),
        Some(people),
        one.layout.as_deref().map(short),
    ];
    let parts = parts.into_iter().flatten().chain(equipment).chain(key_holder).chain(status);
    let told = joined(parts.chain([clean::line(&one.reference)]));
    match one.note.as_deref().map(clean::line).filter(|note| !note.is_empty()) {
        Some(note) => format!("{told}. {note}"),
        None => told,
    }
}

/// The hours, where it begins and ends on this day; otherwise with their dates.
fn when(starts_at: Instant, ends_at: Instant, facts: &DayFacts, to: Address<'_>) -> String {
    let zone = facts.timezone;
    let of_day = starts_at.in_zone(zone).date_naive() == facts.date && ends_at <= facts.ends_at;
    if of_day { to.words.hours(starts_at, ends_at, zone) } else { to.words.span(starts_at, ends_at, zone) }
}

fn closed(one: &DayClosure, facts: &DayFacts, to: Address<'_>) -> String {
    let words = to.words;
    let rooms = one.rooms.iter().map(|room| clean::short(room, 80)).collect::<Vec<_>>().join(", ");
    let rooms = if rooms.is_empty() { words.say("mail-day-sheet-centre") } else { rooms };
    let reason = words.say(&format!("closure-{}", one.reason.as_str().replace('_', "-")));
    joined([when(one.starts_at, one.ends_at, facts, to), rooms, reason])
}

/// By when, the time, the room, what for, for whom, and why the desk looks at it.
fn waiting(one: &WaitingRequest, facts: &RequestsFacts, to: Address<'_>) -> String {
    let words = to.words;
    let by = |by: Instant| words.tell("mail-desk-by", &[("moment", &words.moment(by, facts.timezone))]);
    let reasons = one.review_reasons.iter().map(|reason| words.say(&format!("review-{}", reason.as_str())));
    let short = |text: &str| clean::short(text, 80);
    let parts = [
        one.answer_by.map(by),
        Some(words.span(one.starts_at, one.ends_at, facts.timezone)),
        Some(short(&one.room_name)),
        Some(short(&one.title)),
        one.whom.as_deref().map(short),
    ];
    joined(parts.into_iter().flatten().chain(reasons).chain([clean::line(&one.reference)]))
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
