//! Mails about signing in, and about organisations and what they owe.

use super::{Address, Content, Listing};
use crate::{
    domain::person::MemberRole,
    mail::{clean, letter::Letter},
};

/// Longest name in a subject line, in characters.
const LONGEST_NAME: usize = 60;

pub(super) fn compose(letter: &Letter, to: Address<'_>, link: Option<String>) -> Content {
    let words = to.words;
    let mut content = to.blank();
    let say = |key: &str, args: &[(&'static str, &str)]| {
        let key = format!("mail-{}-{key}", letter.kind().replace('_', "-"));
        words.tell(&key, args)
    };
    match letter {
        Letter::VerifyAddress { .. } | Letter::SignInLink { .. } => {
            content.subject = say("subject", &[]);
            content.paragraphs = vec![say("text", &[])];
        }
        Letter::Invitation { organisation_name, invited_by, role, .. } => {
            let organisation = clean::short(organisation_name, LONGEST_NAME);
            let inviter = clean::short(invited_by, LONGEST_NAME);
            let may = match role {
                MemberRole::Admin => "admin",
                MemberRole::Booker => "booker",
            };
            content.subject = say("subject", &[("organisation", &organisation)]);
            content.paragraphs = vec![
                say("text", &[("inviter", &inviter), ("organisation", &organisation)]),
                say(may, &[("organisation", &organisation)]),
            ];
        }
        Letter::JoinRequest { organisation_name, person_name, message, .. } => {
            let organisation = clean::short(organisation_name, LONGEST_NAME);
            let person = clean::short(person_name, LONGEST_NAME);
            content.subject = say("subject", &[("person", &person), ("organisation", &organisation)]);
            content.paragraphs = vec![say("text", &[("person", &person), ("organisation", &organisation)])];
            if let Some(message) = message.as_deref().map(clean::line).filter(|message| !message.is_empty()) {
                content.details = vec![to.detail(say("message", &[("person", &person)]), message)];
            }
        }
        Letter::JoinAccepted { organisation_name, .. } => {
            let organisation = clean::short(organisation_name, LONGEST_NAME);
            content.subject = say("subject", &[("organisation", &organisation)]);
            content.paragraphs = vec![say("text", &[("organisation", &organisation)])];
        }
        Letter::Merged { merged_name, organisation_name } => {
            let merged = clean::short(merged_name, LONGEST_NAME);
            let organisation = clean::short(organisation_name, LONGEST_NAME);
            let names = [("merged", merged.as_str()), ("organisation", organisation.as_str())];
            content.subject = say("subject", &names);
            content.paragraphs = vec![say("text", &names), say("since", &names), say("wrong", &names)];
        }
        Letter::Statement { organisation_name, month, total_cents, reference } => {
            let organisation = clean::short(organisation_name, LONGEST_NAME);
            let (month, amount) = (words.month(*month), words.amount(*total_cents));
            content.subject = say("subject", &[("organisation", &organisation), ("month", &month)]);
            content.paragraphs = vec![say("text", &[("organisation", &organisation), ("month", &month)])];
            content.details =
                vec![to.detail(say("amount", &[]), amount), to.detail(say("reference", &[]), reference.clone())];
        }
        Letter::NoShows { organisation_name, times, months, rooms }
        | Letter::Incidents { organisation_name, times, months, rooms } => {
            let count = words.count("mail-no-shows-times", i64::from(*times));
            let during = words.count("mail-no-shows-months", i64::from(*months));
            let told = [("times", count.as_str()), ("months", during.as_str())];
            content.subject = say("subject", &told);
            content.paragraphs = match organisation_name {
                Some(name) => {
                    let organisation = clean::short(name, LONGEST_NAME);
                    vec![say("text", &[&told[..], &[("organisation", organisation.as_str())]].concat())]
                }
                None => vec![say("private", &told)],
            };
            content.paragraphs.push(say("review", &[]));
            let items = rooms.iter().map(|room| clean::short(room, 160)).collect();
            content.lists = vec![Listing { intro: say("rooms", &[]), items }];
            content.paragraphs.push(say("cancel", &[]));
        }
        Letter::Booking { .. }
        | Letter::Series { .. }
        | Letter::Closure { .. }
        | Letter::Returns { .. }
        | Letter::Reminder { .. }
        | Letter::DaySheet { .. }
        | Letter::Requests { .. }
        | Letter::Incident { .. }
        | Letter::Report { .. }
        | Letter::Duty { .. } => {}
    }
    let path = match letter {
        Letter::JoinRequest { path, .. } | Letter::JoinAccepted { path, .. } => path.as_deref(),
        _ => None,
    };
    if let Some(url) = link.or_else(|| path.map(|path| to.url(path))) {
        let label = format!("mail-{}-button", letter.kind().replace('_', "-"));
        content.button = Some(to.button(&label, url));
    }
    if let Some(seconds) = letter.link_valid_for() {
        let not_you = match letter {
            Letter::Invitation { .. } => "mail-invitation-not-you",
            _ => "mail-not-you",
        };
        content.questions =
            vec![words.tell("mail-link-valid", &[("duration", &words.duration(seconds))]), words.say(not_you)];
    }
    content
}
