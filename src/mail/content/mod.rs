//! What stands in a mail, before it becomes text or HTML: a letter in the words of one language.

mod account;
mod booking;
mod closure;
mod desk;
mod duty;
mod neighbours;
mod reminder;
mod returns;
mod series;

use super::{letter::Letter, words::Words};
use crate::domain::letters::Topic;

/// The parts of a mail, in the order in which they are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    pub(super) subject: String,
    /// Date, hour, address and answer, in the mails about a booking.
    pub(super) top: Option<Top>,
    pub(super) hello: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) lists: Vec<Listing>,
    pub(super) details: Vec<Detail>,
    pub(super) alternatives: Option<Choices>,
    pub(super) button: Option<Button>,
    pub(super) questions: Vec<String>,
    pub(super) regards: String,
    pub(super) signature: String,
    pub(super) automatic: String,
    pub(super) stop: Option<Stop>,
}

/// How letters of this topic are stopped.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    pub(super) label: String,
    pub(super) url: String,
}

/// Lines that belong together.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    pub(super) intro: String,
    pub(super) items: Vec<String>,
}

/// A label and what belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Detail {
    pub(super) label: String,
    pub(super) value: String,
    /// Both, as the language joins them.
    pub(super) in_one_line: String,
}

/// The head of a mail about a booking.
#[derive(Clone, Debug)]
pub(super) struct Top {
    pub(super) when: String,
    pub(super) clock_change: Option<String>,
    /// Room and centre.
    pub(super) place: String,
    pub(super) address: Option<String>,
    pub(super) answer: Answer,
    /// The answer in words.
    pub(super) verdict: String,
}

/// Yes, no or wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    Wait,
}

impl Answer {
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Yes => "✓",
            Self::No => "✗",
            Self::Wait => "…",
        }
    }

    /// Colour of the answer in HTML; the sign and the words say the same.
    pub(super) const fn colour(self) -> &'static str {
        match self {
            Self::Yes => "#1b6e3c",
            Self::No => "#a3232e",
            Self::Wait => "#8a5300",
        }
    }
}

/// What is still free.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    pub(super) intro: String,
    pub(super) items: Vec<Choice>,
}

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Room, centre and how far.
    pub(super) place: String,
    pub(super) when: String,
    pub(super) url: Option<String>,
}

/// The one thing to do.
#[derive(Clone, Debug)]
pub(super) struct Button {
    pub(super) label: String,
    pub(super) url: String,
    /// Before the address in full, for who cannot press the button.
    pub(super) fallback: String,
}

/// How a mail is addressed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Address<'a> {
    pub(super) words: Words,
    /// Name of the recipient, cleaned; empty where unknown.
    pub(super) name: &'a str,
    /// Base of every link, without a slash at its end.
    pub(super) public_url: &'a str,
    /// Name of the sender, cleaned.
    pub(super) sender: &'a str,
}

impl Address<'_> {
    /// The page at `path` (with a leading slash).
    pub(super) fn url(self, path: &str) -> String {
        let path: String =
            path.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\')).collect();
        format!("{}/{}", self.public_url, path.trim_start_matches('/'))
    }

    fn button(self, label: &str, url: String) -> Button {
        Button { label: self.words.say(label), url, fallback: self.words.say("mail-button-not-working") }
    }

    fn detail(self, label: String, value: String) -> Detail {
        let in_one_line = self.words.tell("labelled", &[("label", &label), ("value", &value)]);
        Detail { label, value, in_one_line }
    }

    /// A mail with what every mail has.
    fn blank(self) -> Content {
        let words = self.words;
        let hello = match self.name {
            "" => words.say("mail-hello-nobody"),
            name => words.tell("mail-hello", &[("name", name)]),
        };
        Content {
            hello,
            regards: words.say("mail-regards"),
            signature: self.sender.to_owned(),
            automatic: words.say("mail-automatic"),
            ..Content::default()
        }
    }
}

/// The mail that `letter` makes; `link` is the address of its link, where it has one, and `stop` that of the link by which
/// letters of its topic are stopped.
pub(super) fn compose(
    letter: &Letter,
    to: Address<'_>,
    link: Option<String>,
    stop: Option<(Topic, String)>,
) -> Content {
    let content = match letter {
        Letter::Booking { news, booking } => {
            let mut content = booking::compose(*news, booking, to);
            content.button = link.map(|url| to.button("mail-place-free-button", url)).or(content.button);
            content
        }
        Letter::Series { news, series } => series::compose(*news, series, to),
        Letter::Closure { closure } => closure::compose(closure, to, link),
        Letter::Returns { returns } => returns::compose(returns, to, link),
        Letter::Reminder { booking, access } => reminder::compose(booking, access, to),
        Letter::DaySheet { day } => desk::day(day, to),
        Letter::Requests { requests } => desk::requests(requests, to),
        Letter::Incident { news, incident } => neighbours::incident(*news, incident, to),
        Letter::Report { report } => neighbours::report(report, to),
        Letter::Duty { news, duty } => duty::compose(*news, duty, to, link),
        _ => account::compose(letter, to, link),
    };
    let stop = stop.map(|(topic, url)| {
        let topic = to.words.say(&format!("topic-{}", topic.as_str().replace('_', "-")));
        Stop { label: to.words.tell("mail-stop", &[("topic", &topic)]), url }
    });
    Content { stop, ..content }
}
