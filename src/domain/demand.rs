//! Wishes that came to nothing: what was wanted, and never by whom. The city sees from them where rooms are missing.

use chrono::{DateTime, Utc};

use super::{
    booking::Activity,
    ids::{CentreId, OrganisationId, RoomId, UserId},
    organisation::OrganisationKind,
    rules::RuleCode,
    text_enum,
    time::{DAY, Instant, Span},
};

text_enum! {
    /// How a wish came to nothing.
    Unmet {
        Search = "search",
        Conflict = "conflict",
        Rule = "rule",
        Waiting = "waiting",
    }
}

/// What was wanted and could not be had.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// How it came to nothing.
    pub unmet: Unmet,
    /// The rules that refused it.
    pub rules: Vec<RuleCode>,
    /// When: the time itself, or where it lasts shorter the window that it was to lie in.
    pub window: Span,
    /// Minutes that it was to last.
    pub minutes: i64,
    /// People.
    pub people: i32,
    /// Words for equipment.
    pub equipment: Vec<String>,
    /// Whether a wheelchair had to get in.
    pub accessible: bool,
    /// What for, where that was told.
    pub activity: Option<Activity>,
    /// The room that was asked for.
    pub room_id: Option<RoomId>,
    /// Its centre.
    pub centre_id: Option<CentreId>,
    /// The neighbourhood, by code: of the centre, or that was named, or nearest to a place that was named.
    pub neighbourhood: Option<String>,
    /// The neighbourhood of who asked, by code.
    pub from_neighbourhood: Option<String>,
    /// By which kind of organisation.
    pub kind: OrganisationKind,
}

/// Who asked: known until the wish is written, so that it counts once, and not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Somebody for an organisation.
    Organisation(OrganisationId),
    /// Somebody privately.
    Person(UserId),
    /// A visitor, by what tells one from another.
    Visitor(String),
}

impl Asker {
    /// The words by which one asker is told from another.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Organisation(id) => format!("organisation {id}"),
            Self::Person(id) => format!("person {id}"),
            Self::Visitor(words) => format!("visitor {words}"),
        }
    }
}

/// A wish with who asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Who asked.
    pub asker: Asker,
    /// What was wanted.
    pub demand: Demand,
}

impl Note {
    /// What one wish has in common however often and in how many ways it is tried: who asks, and for which date (UTC).
    #[must_use]
    pub fn wish(&self) -> String {
        format!("{} for {}", self.asker.words(), date(self.demand.window.start()))
    }
}

/// The first instant of a day (UTC): all that is kept of when somebody asked.
#[must_use]
pub fn day_of(at: Instant) -> Instant {
    Instant::from_epoch_seconds(at.epoch_seconds().div_euclid(DAY) * DAY)
}

fn date(at: Instant) -> chrono::NaiveDate {
    DateTime::<Utc>::from_timestamp(at.epoch_seconds(), 0).unwrap_or_default().date_naive()
}
