//! Which letters somebody wants, and the hours in which they want none. Those about rights or money, and news of what was
//! decided, are always sent: only those of a topic can be switched off.

use std::collections::BTreeSet;

use chrono::Days;
use chrono_tz::{Europe::Brussels, Tz};
use serde_json::{Map, Value};

use super::{
    clock_time::ClockTime,
    local_time::{self, resolve},
    text_enum,
    time::{HOUR, Instant, Span},
    validation::Faults,
};

#[cfg(test)]
mod tests;

text_enum! {
    /// A kind of letter that can be switched off.
    Topic {
        // To who booked, the day before: where it is, and who opens.
        Reminder = "reminder",
        // To who booked a series that ends: it may be renewed.
        Renewal = "renewal",
        // To the desk, each morning: what takes place.
        DaySheet = "day_sheet",
        // To the desk, each morning: which requests wait for an answer.
        Requests = "requests",
    }
}

impl Topic {
    /// Its name among the preferences.
    #[must_use]
    pub fn preference(self) -> String {
        format!("{LETTERS}{}", self.as_str())
    }
}

/// How the names of preferences about letters begin.
const LETTERS: &str = "mail.";
/// How the names of preferences about quiet hours begin.
const QUIET: &str = "quiet.";

/// What comes with a deadline goes at once, where less than this would be left of it.
const LEAST_LEFT: i64 = HOUR;

/// Hours of the night, or any others, in which letters that may wait are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// From this local time.
    pub from: ClockTime,
    /// Until this local time, where it is not later than `from` that of the next day.
    pub until: ClockTime,
    /// On the clocks of this zone.
    pub zone: Tz,
}

impl QuietHours {
    /// Those of who chose none: from 22:00 until 07:00.
    #[must_use]
    pub fn usual(zone: Tz) -> Self {
        let hour = |hour: u16| ClockTime::from_minutes(hour * 60).unwrap_or(ClockTime::START_OF_DAY);
        Self { from: hour(22), until: hour(7), zone }
    }

    /// When the quiet hours end in which `now` lies; none where it lies in none. Exact where clocks change in them.
    #[must_use]
    pub fn end(&self, now: Instant) -> Option<Instant> {
        if self.from == self.until {
            return None;
        }
        let today = local_time::date_of(now, self.zone)?;
        [today.checked_sub_days(Days::new(1)), Some(today)].into_iter().flatten().find_map(|date| {
            let last = if self.until > self.from { Some(date) } else { date.checked_add_days(Days::new(1)) };
            let hours = Span::new(resolve(date, self.from, self.zone)?, resolve(last?, self.until, self.zone)?)?;
            (hours.start() <= now && now < hours.end()).then_some(hours.end())
        })
    }
}

/// What somebody chose about letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Topics that were switched off.
    off: BTreeSet<Topic>,
    /// Quiet hours for every letter that may wait; none where they chose none.
    own: Option<QuietHours>,
    /// Their time zone.
    zone: Tz,
}

impl Choices {
    /// What these preferences say, and where they say nothing, what was stopped by a link. What can't be read in them says
    /// nothing.
    #[must_use]
    pub fn of(preferences: &Map<String, Value>, stopped: &[Topic]) -> Self {
        let off = Topic::ALL.iter().copied().filter(|topic| {
            let wanted = preferences.get(&topic.preference()).and_then(Value::as_bool);
            wanted.map_or(stopped.contains(topic), |wanted| !wanted)
        });
        let text = |name: &str| preferences.get(&format!("{QUIET}{name}")).and_then(Value::as_str);
        let zone = text("zone").and_then(|name| name.parse().ok()).unwrap_or(Brussels);
        let (from, until) = (text("from").and_then(ClockTime::parse), text("until").and_then(ClockTime::parse));
        let usual = QuietHours::usual(zone);
        let own = (from.is_some() || until.is_some()).then(|| QuietHours {
            from: from.unwrap_or(usual.from),
            until: until.unwrap_or(usual.until),
            zone,
        });
        Self { off: off.collect(), own, zone }
    }

    /// Whether letters of a topic are wanted.
    #[must_use]
    pub fn wants(&self, topic: Topic) -> bool {
        !self.off.contains(&topic)
    }

    /// The quiet hours for letters of a topic, or for those that are always sent: these wait only for hours that somebody
    /// chose.
    #[must_use]
    pub fn quiet(&self, topic: Option<Topic>) -> Option<QuietHours> {
        self.own.or_else(|| topic.map(|_| self.usual()))
    }

    /// The usual quiet hours in their time zone.
    #[must_use]
    pub fn usual(&self) -> QuietHours {
        QuietHours::usual(self.zone)
    }

    /// Until when a letter is held that may wait; none where it goes at once, because it is no quiet hour or what it is
    /// about does not wait until their end.
    #[must_use]
    pub fn held_until(&self, topic: Option<Topic>, deadline: Option<Instant>, now: Instant) -> Option<Instant> {
        let end = self.quiet(topic)?.end(now)?;
        deadline.is_none_or(|deadline| end.plus(LEAST_LEFT) <= deadline).then_some(end)
    }
}

/// Whether a preference of this name is about letters, and so has a meaning here.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    name.starts_with(LETTERS) || name.starts_with(QUIET)
}

/// Adds what is wrong with a preference about letters. `is_always_sent` tells of kinds of letters that are.
pub fn check(faults: &mut Faults, pointer: String, name: &str, value: &Value, is_always_sent: fn(&str) -> bool) {
    if let Some(kind) = name.strip_prefix(LETTERS) {
        if Topic::parse(kind).is_some() {
            if !value.is_boolean() {
                faults.add(pointer, "type", "This is yes or no.");
            }
        } else if is_always_sent(kind) {
            let message = "Letters about rights or money, and news of what was decided, are always sent.";
            faults.add(pointer, "always_sent", message);
        } else {
            let topics: Vec<String> = Topic::ALL.iter().map(|topic| topic.preference()).collect();
            faults.add(pointer, "unknown", format!("What can be switched off is {}.", topics.join(", ")));
        }
        return;
    }
    let text = value.as_str().unwrap_or_default();
    match name.strip_prefix(QUIET) {
        Some("from" | "until") => {
            if ClockTime::parse(text).is_none() {
                faults.add(pointer, "time", "A time of day is written HH:MM, from 00:00 to 24:00.");
            }
        }
        Some("zone") => {
            if text.parse::<Tz>().is_err() {
                faults.add(pointer, "unknown", "A time zone has an IANA name, such as Europe/Brussels.");
            }
        }
        _ => faults.add(pointer, "unknown", "Quiet hours have quiet.from, quiet.until and quiet.zone."),
    }
}
