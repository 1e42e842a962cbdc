//! Mails about what went wrong at a booking, and about what a neighbour reports.

use super::{Address, Content};
use crate::mail::{
    clean,
    letter::IncidentNews,
    neighbours::{IncidentFacts, ReportFacts},
};

/// Longest piece of what people wrote, in characters: as long as it may be.
const LONGEST: usize = 2000;

pub(super) fn incident(news: IncidentNews, facts: &IncidentFacts, to: Address<'_>) -> Content {
    let words = to.words;
    let mut content = to.blank();
    let key = format!("mail-{}", news.as_str().replace('_', "-"));
    let reference = clean::line(&facts.reference);
    let what = words.say(&format!("incident-{}", facts.incident.as_str()));
    content.subject = words.tell(&format!("{key}-subject"), &[("what", &what), ("reference", &reference)]);
    content.paragraphs.push(match &facts.organisation_name {
        Some(name) => words.tell(&format!("{key}-text"), &[("organisation", &clean::short(name, 80))]),
        None => words.say(&format!("{key}-private")),
    });
    if news != IncidentNews::Noted {
        content.paragraphs.push(words.say(&format!("incident-state-{}", facts.state.as_str())));
    }
    content.paragraphs.extend(facts.by_neighbour.then(|| words.say("mail-incident-by-neighbour")));
    let place = format!("{}, {}", clean::short(&facts.place.room_name, 80), clean::short(&facts.place.centre_name, 80));
    let detail = |name: &str, value: String| to.detail(words.say(name), value);
    let said = |name: &str, text: Option<&String>| {
        let text = clean::short(text?, LONGEST);
        (!text.is_empty()).then(|| detail(name, text))
    };
    content.details = vec![
        detail("mail-incident-what", what),
        detail("mail-incident-when", words.moment(facts.happened_at, facts.timezone)),
        detail("mail-incident-booking", format!("{reference}, {}", clean::short(&facts.title, 80))),
        detail("mail-incident-time", words.span(facts.starts_at, facts.ends_at, facts.timezone)),
        detail("mail-incident-place", place),
    ];
    content.details.extend(said("mail-incident-description", facts.description.as_ref()));
    content.details.extend(said("mail-incident-outcome", facts.outcome.as_ref()));
    content.details.extend(said("mail-incident-reply", facts.reply.as_ref()));
    if news != IncidentNews::Replied {
        content.questions.push(words.say("mail-incident-answer"));
        if let Some(phone) = &facts.place.phone {
            let args = [("phone", clean::short(phone, 40)), ("reference", reference)];
            let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            content.questions.push(words.tell("mail-questions-phone", &args));
        }
        content.signature = clean::short(&facts.place.centre_name, 80);
    }
    content
}

pub(super) fn report(facts: &ReportFacts, to: Address<'_>) -> Content {
    let words = to.words;
    let mut content = to.blank();
    let what = words.say(&format!("report-{}", facts.report.as_str()));
    let centre = clean::short(&facts.centre_name, 80);
    content.subject = words.tell("mail-report-subject", &[("what", &what), ("centre", &centre)]);
    let text = if facts.on_duty { "mail-report-duty" } else { "mail-report-text" };
    content.paragraphs = vec![words.tell(text, &[("centre", &centre)])];
    let detail = |name: &str, value: String| to.detail(words.say(name), value);
    content.details = vec![
        detail("mail-incident-what", what),
        detail("mail-incident-when", words.moment(facts.happened_at, facts.timezone)),
        detail("mail-report-words", clean::short(&facts.text, LONGEST)),
    ];
    if let Some(contact) = facts.contact.as_deref().map(|contact| clean::short(contact, 200)) {
        content.details.push(detail("mail-report-contact", contact));
    }
    content
}
