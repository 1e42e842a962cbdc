//! Mails about duties and keys.

use super::{Address, Content, Listing};
use crate::mail::{
    clean,
    duty::{DutyFacts, DutyNews, RoomFacts, TaskFacts},
};

/// Longest name in a line.
const LONGEST: usize = 80;

pub(super) fn compose(news: DutyNews, facts: &DutyFacts, to: Address<'_>, link: Option<String>) -> Content {
    let words = to.words;
    let mut content = to.blank();
    let key = format!("mail-{}", news.as_str().replace('_', "-"));
    let centre = clean::short(&facts.place.centre_name, LONGEST);
    let moment = words.subject_moment(facts.starts_at, facts.timezone);
    let deadline = facts.deadline.map(|deadline| words.moment(deadline, facts.timezone)).unwrap_or_default();
    let short = |text: &Option<String>| clean::short(text.as_deref().unwrap_or_default(), LONGEST);
    let (number, holder, reference) = (short(&facts.key), short(&facts.holder), short(&facts.reference));
    let args = [
        ("centre", centre.as_str()),
        ("moment", moment.as_str()),
        ("deadline", deadline.as_str()),
        ("key", number.as_str()),
        ("holder", holder.as_str()),
        ("reference", reference.as_str()),
    ];
    let say = |part: &str| words.tell(&format!("{key}-{part}"), &args);
    let for_host = facts.host && matches!(news, DutyNews::Offered | DutyNews::Coming | DutyNews::Taken);
    content.subject = say(if for_host { "host-subject" } else { "subject" });
    content.paragraphs = match news {
        DutyNews::Offered | DutyNews::KeyNeeded => vec![say("text"), say("until")],
        DutyNews::Coming => vec![say("text"), say("cannot")],
        DutyNews::ForDesk => vec![say(if facts.deadline.is_some() { "offered" } else { "decide" })],
        DutyNews::Taken | DutyNews::Dropped | DutyNews::KeyLate | DutyNews::KeyLateForDesk => vec![say("text")],
    };
    if !matches!(news, DutyNews::KeyLate | DutyNews::KeyLateForDesk) {
        details(facts, to, &mut content);
    }
    let rooms = if news == DutyNews::ForDesk { "mail-duty-for-desk-bookings" } else { "mail-duty-rooms" };
    let lists = [
        ("mail-duty-tasks", facts.tasks.iter().map(|task| told(task, facts, to)).collect::<Vec<_>>()),
        (rooms, facts.rooms.iter().map(|room| prepared(room, facts, to)).collect()),
        ("mail-duty-contacts", contacts(facts)),
    ];
    let lists = lists.into_iter().filter(|(_, items)| !items.is_empty());
    content.lists = lists.map(|(intro, items)| Listing { intro: words.say(intro), items }).collect();
    content.button = link.map(|url| to.button(&format!("{key}-button"), url));
    content.signature = centre;
    content
}

fn details(facts: &DutyFacts, to: Address<'_>, content: &mut Content) {
    let words = to.words;
    let detail = |label: &str, value: String| to.detail(words.say(label), value);
    content.details = vec![detail("mail-duty-when", words.span(facts.starts_at, facts.ends_at, facts.timezone))];
    let place = [Some(clean::line(&facts.place.centre_name)), facts.place.address_line()];
    content.details.push(detail("mail-duty-where", place.into_iter().flatten().collect::<Vec<_>>().join(", ")));
    if let Some(note) = &facts.opening_note {
        content.details.push(detail("mail-duty-note", clean::line(note)));
    }
}

/// What one does with the key, in words.
fn told(task: &TaskFacts, facts: &DutyFacts, to: Address<'_>) -> String {
    let words = to.words;
    let clock = |instant| words.clock_at(instant, facts.timezone);
    let who = |name: &str| match clean::short(name, LONGEST) {
        name if name.is_empty() => words.say("mail-duty-desk"),
        name => name,
    };
    let (from, until) = (clock(task.starts_at), clock(task.ends_at));
    let mut parts = Vec::new();
    if task.opens {
        parts.push(words.tell("mail-duty-opens", &[("clock", &from)]));
    }
    if let Some(name) = &task.takes_over_from {
        parts.push(words.tell("mail-duty-takes-over", &[("clock", &from), ("who", &who(name))]));
    }
    if let Some(name) = &task.hands_over_to {
        parts.push(words.tell("mail-duty-hands-over", &[("clock", &until), ("who", &who(name))]));
    }
    if task.closes {
        parts.push(words.tell("mail-duty-closes", &[("clock", &until)]));
    }
    if parts.is_empty() { words.hours(task.starts_at, task.ends_at, facts.timezone) } else { parts.join(" ") }
}

/// A room with what is to be ready there.
fn prepared(room: &RoomFacts, facts: &DutyFacts, to: Address<'_>) -> String {
    let equipment = room.equipment.iter().map(|(name, count)| format!("{count} × {}", clean::short(name, LONGEST)));
    let mut parts = vec![
        clean::short(&room.name, LONGEST),
        to.words.span(room.starts_at, room.ends_at, facts.timezone),
        clean::short(room.layout.as_deref().unwrap_or_default(), LONGEST),
    ];
    parts.extend(equipment);
    parts.push(clean::short(room.reference.as_deref().unwrap_or_default(), LONGEST));
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

fn contacts(facts: &DutyFacts) -> Vec<String> {
    let line = |name: &str, phone: Option<&str>| {
        let parts = [clean::short(name, LONGEST), clean::short(phone.unwrap_or_default(), LONGEST)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    facts.contacts.iter().map(|contact| line(&contact.name, contact.phone.as_deref())).collect()
}
