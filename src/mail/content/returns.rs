//! The mail that an old place is free again after a closure.

use super::{Address, Answer, Content, Listing, booking};
use crate::mail::{
    clean,
    facts::{BookingFacts, ReturnsFacts},
    letter::BookingNews,
};

pub(super) fn compose(facts: &ReturnsFacts, to: Address<'_>, link: Option<String>) -> Content {
    let words = to.words;
    let mut content = match facts.places.as_slice() {
        [one] => single(one, to),
        many => together(many, to),
    };
    let first =
        facts.places.iter().filter_map(|place| Some((place.hold_until?, place.timezone))).min_by_key(|one| one.0);
    if let Some((until, zone)) = first {
        content.paragraphs.push(words.tell("mail-returns-until", &[("moment", &words.moment(until, zone))]));
    }
    content.button = link.map(|url| to.button("mail-returns-button", url));
    content
}

/// As a mail about the place.
fn single(facts: &BookingFacts, to: Address<'_>) -> Content {
    let words = to.words;
    let mut content = booking::compose(BookingNews::OptionHeld, facts, to);
    let room = clean::short(&facts.place.room_name, 80);
    let moment = words.subject_moment(facts.starts_at, facts.timezone);
    let subject = words.tell("mail-returns-subject", &[("room", &room), ("moment", &moment)]);
    if let Some(top) = &mut content.top {
        top.answer = Answer::Wait;
        content.subject = format!("{} {subject}", top.answer.sign());
        top.verdict = words.say("mail-returns-verdict");
    }
    content.paragraphs = std::iter::once(words.say("mail-returns-text")).chain(now_at(facts, to)).collect();
    content.paragraphs.extend(booking::warnings(facts, to));
    content
}

/// Where they are now.
fn now_at(facts: &BookingFacts, to: Address<'_>) -> Option<String> {
    let now = facts.previous.as_ref()?;
    let when = to.words.span(now.starts_at, now.ends_at, facts.timezone);
    Some(match &now.room_name {
        Some(room) => to.words.tell("mail-returns-now-room", &[("room", &clean::short(room, 80)), ("when", &when)]),
        None => to.words.tell("mail-returns-now", &[("when", &when)]),
    })
}

/// All of them in a list.
fn together(places: &[BookingFacts], to: Address<'_>) -> Content {
    let words = to.words;
    let mut content = to.blank();
    let count = words.count("mail-closure-bookings", i64::try_from(places.len()).unwrap_or(i64::MAX));
    content.subject = words.tell("mail-returns-many-subject", &[("bookings", &count)]);
    content.paragraphs = vec![words.say("mail-returns-many-text")];
    let items = places.iter().map(|facts| line(facts, to)).collect();
    content.lists = vec![Listing { intro: words.say("mail-returns-list"), items }];
    if let Some(first) = places.first() {
        content.questions = booking::questions(first, to);
        content.signature = clean::short(&first.place.centre_name, 80);
    }
    content
}

fn line(facts: &BookingFacts, to: Address<'_>) -> String {
    let parts = [
        clean::line(&facts.reference),
        clean::short(&facts.title, 80),
        to.words.span(facts.starts_at, facts.ends_at, facts.timezone),
        clean::short(&facts.place.room_name, 80),
        clean::short(&facts.place.centre_name, 80),
    ];
    let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    match now_at(facts, to) {
        Some(now) => format!("{told}. {now}"),
        None => told,
    }
}
