//! The mail of a closure: every booking of the recipient that it meets, and what becomes of each.

use super::{Address, Answer, Content, Listing, booking};
use crate::{
    domain::closure::DecisionAction,
    mail::{
        clean,
        facts::{BookingFacts, ClosureFacts, FateFacts},
        letter::BookingNews,
    },
};

/// What is told where there was no time to look for other places.
const AT_ONCE: &str = "mail-closure-at-once-text";

pub(super) fn compose(facts: &ClosureFacts, to: Address<'_>, link: Option<String>) -> Content {
    let words = to.words;
    let mut content = match facts.fates.as_slice() {
        [one] => single(one, facts.at_once, to),
        many => together(many, facts.at_once, to),
    };
    let Some(first) = facts.fates.first() else { return content };
    let when = words.span(facts.starts_at, facts.ends_at, first.booking.timezone);
    let reason = words.say(&format!("closure-{}", facts.reason.as_str().replace('_', "-")));
    let closed = words.tell("mail-closure-closed", &[("when", &when), ("reason", &reason)]);
    content.paragraphs.insert(0, closed);
    content.paragraphs.push(words.say("mail-closure-no-cost"));
    let until =
        facts.fates.iter().filter_map(|fate| Some((fate.until?, fate.booking.timezone))).min_by_key(|one| one.0);
    if let Some((until, zone)) = until {
        content.paragraphs.push(words.tell("mail-closure-accept", &[("moment", &words.moment(until, zone))]));
    }
    content.button = link.map(|url| to.button("mail-closure-button", url));
    content
}

/// As a mail about that booking.
fn single(fate: &FateFacts, at_once: bool, to: Address<'_>) -> Content {
    let words = to.words;
    let facts = &fate.booking;
    let news = match fate.action {
        DecisionAction::Cancel => BookingNews::Cancelled,
        DecisionAction::Move | DecisionAction::Offer => BookingNews::Changed,
    };
    let mut content = booking::compose(news, facts, to);
    let kind = fate.action.as_str();
    let room = clean::short(&facts.place.room_name, 80);
    let moment = words.subject_moment(facts.starts_at, facts.timezone);
    if let Some(top) = &mut content.top {
        if fate.action == DecisionAction::Offer {
            top.answer = Answer::Wait;
        }
        let subject = words.tell(&format!("mail-closure-{kind}-subject"), &[("room", &room), ("moment", &moment)]);
        content.subject = format!("{} {subject}", top.answer.sign());
        top.verdict = words.say(&format!("mail-closure-{kind}-verdict"));
    }
    // The first paragraph tells what happened; those behind it hold here as well.
    content.paragraphs = match fate.action {
        DecisionAction::Cancel => {
            let calendar = facts.in_calendar.then(|| words.say("mail-cancelled-calendar"));
            std::iter::once(words.say(if at_once { AT_ONCE } else { "mail-closure-cancel-text" }))
                .chain(calendar)
                .collect()
        }
        _ => {
            let previous = was(facts, to);
            let text = words.say(&format!("mail-closure-{kind}-text"));
            std::iter::once(text).chain(previous).chain(booking::warnings(facts, to)).collect()
        }
    };
    content
}

/// Where and when it was before.
fn was(facts: &BookingFacts, to: Address<'_>) -> Option<String> {
    let previous = facts.previous.as_ref()?;
    let when = to.words.span(previous.starts_at, previous.ends_at, facts.timezone);
    Some(match &previous.room_name {
        Some(room) => to.words.tell("mail-previous-room", &[("room", &clean::short(room, 80)), ("when", &when)]),
        None => to.words.tell("mail-previous", &[("when", &when)]),
    })
}

/// All of them, by what becomes of them.
fn together(fates: &[FateFacts], at_once: bool, to: Address<'_>) -> Content {
    let words = to.words;
    let mut content = to.blank();
    let count = i64::try_from(fates.len()).unwrap_or(i64::MAX);
    let bookings = words.count("mail-closure-bookings", count);
    content.subject = words.tell("mail-closure-subject", &[("bookings", &bookings)]);
    content.paragraphs = vec![words.say(if at_once { AT_ONCE } else { "mail-closure-text" })];
    let lists = DecisionAction::ALL.iter().filter_map(|action| list(*action, fates, to));
    content.lists = lists.collect();
    if fates.iter().any(|fate| fate.calendar().is_some()) {
        content.paragraphs.push(words.say("mail-closure-calendar"));
    }
    if let Some(first) = fates.first() {
        content.questions = booking::questions(&first.booking, to);
        content.signature = clean::short(&first.booking.place.centre_name, 80);
    }
    content
}

fn list(action: DecisionAction, fates: &[FateFacts], to: Address<'_>) -> Option<Listing> {
    let items: Vec<String> =
        fates.iter().filter(|fate| fate.action == action).map(|fate| line(&fate.booking, to)).collect();
    let intro = to.words.say(&format!("mail-closure-{}-list", action.as_str()));
    (!items.is_empty()).then_some(Listing { intro, items })
}

/// Code, title, when, where, and where it was.
fn line(facts: &BookingFacts, to: Address<'_>) -> String {
    let place = &facts.place;
    let mut parts = vec![
        clean::line(&facts.reference),
        clean::short(&facts.title, 80),
        to.words.span(facts.starts_at, facts.ends_at, facts.timezone),
    ];
    let centre = clean::short(&place.centre_name, 80);
    let where_it_is = place.address_line().map_or_else(|| centre.clone(), |address| format!("{centre} ({address})"));
    parts.extend([clean::short(&place.room_name, 80), where_it_is]);
    parts.retain(|part| !part.is_empty());
    let told = parts.join(", ");
    match was(facts, to) {
        Some(was) => format!("{told}. {was}"),
        None => told,
    }
}
