//! Mails about a booking. Each begins with date, hour, address and yes, no or wait.

use super::{Address, Answer, Choice, Choices, Content, Detail, Top};
use crate::{
    domain::booking::{BookingStatus, Side},
    mail::{
        clean,
        facts::{Alternative, BookingFacts, WarningFacts},
        letter::BookingNews,
    },
};

pub(super) fn compose(news: BookingNews, facts: &BookingFacts, to: Address<'_>) -> Content {
    let words = to.words;
    let room = clean::short(&facts.place.room_name, 80);
    let kind = news.as_str().replace('_', "-");
    let answer = answer(news, facts);
    let moment = words.subject_moment(facts.starts_at, facts.timezone);
    let subject = words.tell(&format!("mail-{kind}-subject"), &[("room", &room), ("moment", &moment)]);
    let for_desk = news.is_for_desk();

    let mut content = to.blank();
    content.subject = format!("{} {subject}", answer.sign());
    content.top = Some(top(facts, answer, words.say(&format!("mail-{}-verdict", variant(news, facts, &kind))), to));
    content.paragraphs = paragraphs(news, facts, to, &kind);
    content.details = details(news, facts, to);
    content.alternatives = alternatives(&facts.alternatives, facts, to);
    if let Some(path) = &facts.path {
        let label = if for_desk { "mail-desk-button" } else { "mail-booking-button" };
        content.button = Some(to.button(label, to.url(path)));
    }
    if !for_desk {
        content.questions = questions(facts, to);
        content.signature = clean::short(&facts.place.centre_name, 80);
    }
    content
}

/// The head of a mail: when, where, and the answer.
pub(super) fn top(facts: &BookingFacts, answer: Answer, verdict: String, to: Address<'_>) -> Top {
    let room = clean::short(&facts.place.room_name, 80);
    let centre = clean::short(&facts.place.centre_name, 80);
    Top {
        when: to.words.span(facts.starts_at, facts.ends_at, facts.timezone),
        clock_change: to.words.clock_change(facts.starts_at, facts.ends_at, facts.timezone),
        place: if room == centre { room } else { format!("{room}, {centre}") },
        address: facts.place.address_line(),
        answer,
        verdict,
    }
}

/// Whether an expiry is that of an option rather than of a request without an answer.
fn is_lapsed_option(news: BookingNews, facts: &BookingFacts) -> bool {
    news == BookingNews::Expired && facts.hold_until.is_some()
}

/// Whether a change still has to be approved.
fn is_change_to_approve(news: BookingNews, facts: &BookingFacts) -> bool {
    news == BookingNews::Changed && facts.status != BookingStatus::Confirmed
}

fn is_comment(news: BookingNews) -> bool {
    matches!(news, BookingNews::Comment | BookingNews::CommentForDesk)
}

fn answer(news: BookingNews, facts: &BookingFacts) -> Answer {
    match news {
        BookingNews::Comment | BookingNews::CommentForDesk => match facts.status {
            BookingStatus::Confirmed => Answer::Yes,
            BookingStatus::Requested | BookingStatus::Held => Answer::Wait,
            BookingStatus::Declined | BookingStatus::Expired | BookingStatus::Cancelled => Answer::No,
        },
        BookingNews::Changed if is_change_to_approve(news, facts) => Answer::Wait,
        BookingNews::Confirmed | BookingNews::Changed => Answer::Yes,
        BookingNews::Declined | BookingNews::Cancelled | BookingNews::Expired | BookingNews::Released => Answer::No,
        BookingNews::RequestReceived
        | BookingNews::RequestWaiting
        | BookingNews::AnswerReminder
        | BookingNews::OptionHeld
        | BookingNews::PlaceFree => Answer::Wait,
    }
}

/// The part of a key that tells which of a kind's texts is meant.
fn variant(news: BookingNews, facts: &BookingFacts, kind: &str) -> String {
    if is_lapsed_option(news, facts) {
        "expired-option".to_owned()
    } else if is_change_to_approve(news, facts) {
        "changed-wait".to_owned()
    } else if is_comment(news) {
        format!("comment-{}", facts.status.as_str())
    } else {
        kind.to_owned()
    }
}

fn paragraphs(news: BookingNews, facts: &BookingFacts, to: Address<'_>, kind: &str) -> Vec<String> {
    let words = to.words;
    let zone = facts.timezone;
    let mut told = Vec::new();
    if news == BookingNews::Cancelled {
        let by = match facts.cancelled_by {
            Some(Side::Booker) => "mail-cancelled-by-booker-text",
            Some(Side::Centre) | None => "mail-cancelled-by-centre-text",
        };
        told.push(words.say(by));
    } else if is_comment(news) {
        told.push(words.say(&format!("mail-{kind}-text")));
        let lines = facts.comment.iter().flat_map(|comment| comment.lines());
        told.extend(lines.map(clean::line).filter(|line| !line.is_empty()));
        // Why it was declined or cancelled was told before.
        return told;
    } else {
        told.push(words.say(&format!("mail-{}-text", variant(news, facts, kind))));
    }
    if let Some(previous) = &facts.previous {
        let when = words.span(previous.starts_at, previous.ends_at, zone);
        told.push(match &previous.room_name {
            Some(room) => words.tell("mail-previous-room", &[("room", &clean::short(room, 80)), ("when", &when)]),
            None => words.tell("mail-previous", &[("when", &when)]),
        });
    }
    if let Some(reason) = facts.reason.as_deref().map(clean::line).filter(|reason| !reason.is_empty()) {
        told.push(words.tell("mail-reason", &[("reason", &reason)]));
    }
    match news {
        BookingNews::RequestReceived | BookingNews::Changed => {
            if news == BookingNews::RequestReceived && !facts.call_centre {
                told.push(words.say("mail-nothing-to-do"));
            }
            told.extend(waiting(news, facts, to));
        }
        BookingNews::RequestWaiting | BookingNews::AnswerReminder => {
            if let Some(answer_by) = facts.answer_by {
                told.push(words.tell("mail-desk-answer-by", &[("moment", &words.moment(answer_by, zone))]));
            }
            if !facts.review_reasons.is_empty() {
                let reasons =
                    facts.review_reasons.iter().map(|reason| words.say(&format!("review-{}", reason.as_str())));
                told.push(words.tell("mail-desk-review", &[("reasons", &reasons.collect::<Vec<_>>().join(", "))]));
            }
        }
        BookingNews::OptionHeld | BookingNews::PlaceFree => {
            if let Some(hold_until) = facts.hold_until {
                told.push(words.tell("mail-hold-until", &[("moment", &words.moment(hold_until, zone))]));
            }
        }
        BookingNews::Cancelled => {
            match facts.due_cents {
                Some(0) => told.push(words.say("mail-due-nothing")),
                Some(cents) => told.push(words.tell("mail-due", &[("price", &words.price(cents))])),
                None => {}
            }
            if facts.in_calendar {
                told.push(words.say("mail-cancelled-calendar"));
            }
        }
        BookingNews::Confirmed
        | BookingNews::Declined
        | BookingNews::Expired
        | BookingNews::Released
        | BookingNews::Comment
        | BookingNews::CommentForDesk => {}
    }
    if !news.is_for_desk() && answer(news, facts) != Answer::No {
        told.extend(warnings(facts, to));
    }
    told
}

/// What is to be known of the time, a sentence or two each.
pub(super) fn warnings(facts: &BookingFacts, to: Address<'_>) -> Vec<String> {
    let words = to.words;
    let told = |warning: &WarningFacts| match warning {
        WarningFacts::Closure { starts_at, ends_at, reason } => {
            let when = words.span(*starts_at, *ends_at, facts.timezone);
            let reason = words.say(&format!("closure-{}", reason.as_str().replace('_', "-")));
            words.tell("mail-warning-closure", &[("when", &when), ("reason", &reason)])
        }
        WarningFacts::Recall { days } => {
            words.tell("mail-warning-recall", &[("days", &words.count("mail-warning-days", i64::from(*days)))])
        }
    };
    facts.warnings.iter().map(told).collect()
}

/// When the answer comes, or that it had better be asked by telephone.
fn waiting(news: BookingNews, facts: &BookingFacts, to: Address<'_>) -> Option<String> {
    let words = to.words;
    if news == BookingNews::Changed && !is_change_to_approve(news, facts) {
        return None;
    }
    if facts.call_centre {
        return Some(match phone(facts) {
            Some(phone) => words.tell("mail-call-centre", &[("phone", &phone)]),
            None => words.say("mail-call-centre-nobody"),
        });
    }
    let answer_by = facts.answer_by?;
    Some(words.tell("mail-answer-by", &[("moment", &words.moment(answer_by, facts.timezone))]))
}

pub(super) fn phone(facts: &BookingFacts) -> Option<String> {
    facts.place.phone.as_deref().map(clean::line).filter(|phone| !phone.is_empty())
}

pub(super) fn details(news: BookingNews, facts: &BookingFacts, to: Address<'_>) -> Vec<Detail> {
    let words = to.words;
    let attendees = facts.attendees.to_string();
    // What does not go ahead has no price; what is still due is told in so many words.
    let price = facts.price_cents.filter(|_| answer(news, facts) != Answer::No).map(|cents| words.price(cents));
    let desk = |value: &Option<String>| value.clone().filter(|_| news.is_for_desk());
    let rows = [
        ("label-reference", Some(facts.reference.clone())),
        ("label-title", Some(facts.title.clone())),
        ("label-organisation", facts.organisation_name.clone()),
        ("label-booker", desk(&facts.booker_name)),
        ("label-phone", desk(&facts.booker_phone)),
        ("label-attendees", Some(attendees)),
        ("label-price", price),
        ("label-note", desk(&facts.note)),
    ];
    rows.into_iter()
        .filter_map(|(label, value)| Some((label, clean::line(&value?))))
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| to.detail(words.say(label), value))
        .collect()
}

fn alternatives(found: &[Alternative], facts: &BookingFacts, to: Address<'_>) -> Option<Choices> {
    let words = to.words;
    let items: Vec<_> = found
        .iter()
        .map(|free| Choice {
            place: format!(
                "{}, {} ({})",
                clean::short(&free.room_name, 80),
                clean::short(&free.centre_name, 80),
                words.distance(free.distance_m)
            ),
            when: words.span(free.starts_at, free.ends_at, facts.timezone),
            url: free.path.as_deref().map(|path| to.url(path)),
        })
        .collect();
    (!items.is_empty()).then(|| Choices { intro: words.say("mail-alternatives"), items })
}

/// Where questions go.
pub(super) fn questions(facts: &BookingFacts, to: Address<'_>) -> Vec<String> {
    let words = to.words;
    let reference = clean::line(&facts.reference);
    if let Some(phone) = phone(facts) {
        vec![words.tell("mail-questions-phone", &[("phone", &phone), ("reference", &reference)])]
    } else if facts.place.contact_email.is_some() {
        vec![words.say("mail-questions-reply")]
    } else {
        Vec::new()
    }
}
