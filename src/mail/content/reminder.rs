//! The mail that a booking is near, with how to get in.

use super::{Address, Answer, Content, booking};
use crate::mail::{clean, facts::BookingFacts, letter::BookingNews, reminder::AccessFacts};

pub(super) fn compose(facts: &BookingFacts, access: &AccessFacts, to: Address<'_>) -> Content {
    let words = to.words;
    let room = clean::short(&facts.place.room_name, 80);
    let moment = words.subject_moment(facts.starts_at, facts.timezone);
    let subject = words.tell("mail-reminder-subject", &[("room", &room), ("moment", &moment)]);
    let mut content = to.blank();
    content.subject = format!("{} {subject}", Answer::Yes.sign());
    content.top = Some(booking::top(facts, Answer::Yes, words.say("mail-reminder-verdict"), to));
    content.paragraphs = vec![words.say("mail-reminder-text"), who_opens(facts, access, to)];
    if let Some(phone) = filled(access.out_of_hours_phone.as_ref()).filter(|_| !access.staffed) {
        content.paragraphs.push(words.tell("mail-reminder-outside", &[("phone", &phone)]));
    }
    let note = access.note.iter().flat_map(|note| note.lines()).map(clean::line).filter(|line| !line.is_empty());
    content.paragraphs.extend(note);
    content.paragraphs.extend(booking::warnings(facts, to));
    content.paragraphs.push(words.say("mail-reminder-cancel"));
    content.details = booking::details(BookingNews::Confirmed, facts, to);
    content.questions = booking::questions(facts, to);
    content.signature = clean::short(&facts.place.centre_name, 80);
    content
}

/// Who lets them in.
fn who_opens(facts: &BookingFacts, access: &AccessFacts, to: Address<'_>) -> String {
    let words = to.words;
    if access.staffed {
        return words.say("mail-reminder-staffed");
    }
    if let Some((name, phone)) = &access.key_holder {
        let (name, phone) = (clean::short(name, 80), clean::short(phone, 40));
        return words.tell("mail-reminder-key-holder", &[("name", &name), ("phone", &phone)]);
    }
    match booking::phone(facts) {
        Some(phone) => words.tell("mail-reminder-nobody", &[("phone", &phone)]),
        None => words.say("mail-reminder-nobody-known"),
    }
}

fn filled(text: Option<&String>) -> Option<String> {
    text.map(|text| clean::line(text)).filter(|text| !text.is_empty())
}
