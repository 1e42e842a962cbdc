//! Words in the recipient's language. A language is one file (`locales/<code>.ftl`, Fluent); Dutch is the fallback.

use std::{borrow::Cow, collections::HashMap};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Offset, Timelike};
use chrono_tz::Tz;
use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid, static_loader};

use crate::domain::{
    person::Locale,
    time::{DAY, HOUR, Instant, MINUTE},
};

static_loader! {
    // Isolation marks keep languages that run the other way apart; in a mail they are rubbish.
    static LOCALES = {
        locales: "./locales",
        fallback_language: "nl",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const DUTCH: LanguageIdentifier = langid!("nl");
const ENGLISH: LanguageIdentifier = langid!("en");
const FRENCH: LanguageIdentifier = langid!("fr");

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Locale);

/// A value for a variable of a text.
pub type Arg<'a> = (&'static str, &'a str);

impl Words {
    /// The text of `key`.
    pub fn say(self, key: &str) -> String {
        self.look_up(key, &HashMap::new())
    }

    /// The text of `key` with its variables filled in.
    pub fn tell(self, key: &str, args: &[Arg<'_>]) -> String {
        self.look_up(key, &args.iter().map(|&(name, value)| (name.into(), FluentValue::from(value))).collect())
    }

    /// A number of things, in the right plural.
    pub fn count(self, key: &str, count: i64) -> String {
        self.look_up(key, &HashMap::from([("count".into(), FluentValue::from(count))]))
    }

    fn look_up(self, key: &str, args: &HashMap<Cow<'static, str>, FluentValue<'_>>) -> String {
        let language = match self.0 {
            Locale::Nl => &DUTCH,
            Locale::En => &ENGLISH,
            Locale::Fr => &FRENCH,
        };
        let text = LOCALES.try_lookup_with_args(language, key, args);
        debug_assert!(text.is_some(), "no text for {key} in {language}");
        text.unwrap_or_else(|| key.to_owned())
    }

    /// A date written out: donderdag 3 december 2026.
    pub fn date(self, date: NaiveDate) -> String {
        let [weekday, day, month] = self.date_parts(date);
        let year = date.year().to_string();
        self.tell("date", &[("weekday", &weekday), ("day", &day), ("month", &month), ("year", &year)])
    }

    fn date_parts(self, date: NaiveDate) -> [String; 3] {
        [
            self.say(&format!("weekday-{}", date.weekday().number_from_monday())),
            self.look_up("day-of-month", &HashMap::from([("day".into(), FluentValue::from(date.day()))])),
            self.say(&format!("month-{}", date.month())),
        ]
    }

    /// A month with its year: december 2026.
    pub fn month(self, date: NaiveDate) -> String {
        format!("{} {}", self.say(&format!("month-{}", date.month())), date.year())
    }

    fn clock(self, hour: u32, minute: u32) -> String {
        self.tell("clock", &[("hour", &hour.to_string()), ("minute", &format!("{minute:02}"))])
    }

    fn clock_of(self, local: DateTime<Tz>) -> String {
        self.clock(local.hour(), local.minute())
    }

    /// The clock of a place at an instant: 19.00.
    pub(super) fn clock_at(self, instant: Instant, zone: Tz) -> String {
        self.clock_of(instant.in_zone(zone))
    }

    /// A moment: donderdag 3 december 2026 om 19.00 uur.
    pub(super) fn moment(self, instant: Instant, zone: Tz) -> String {
        let local = instant.in_zone(zone);
        self.tell("moment", &[("date", &self.date(local.date_naive())), ("clock", &self.clock_of(local))])
    }

    /// A moment for a subject line, without the year.
    pub(super) fn subject_moment(self, instant: Instant, zone: Tz) -> String {
        let local = instant.in_zone(zone);
        let [weekday, day, month] = self.date_parts(local.date_naive());
        let clock = self.clock_of(local);
        self.tell("subject-moment", &[("weekday", &weekday), ("day", &day), ("month", &month), ("clock", &clock)])
    }

    /// A stretch of time: donderdag 3 december 2026, 19.00 tot 22.00 uur. One that ends at midnight ends at 24.00 of
    /// its day; one that runs across midnight tells both dates.
    pub fn span(self, start: Instant, end: Instant, zone: Tz) -> String {
        let (from, until) = (start.in_zone(zone), end.in_zone(zone));
        let date = self.date(from.date_naive());
        let from_clock = self.clock_of(from);
        let ends_at_midnight =
            until.time() == NaiveTime::MIN && until.date_naive().pred_opt() == Some(from.date_naive());
        if ends_at_midnight || until.date_naive() == from.date_naive() {
            let until = if ends_at_midnight { self.clock(24, 0) } else { self.clock_of(until) };
            return self.tell("span-one-day", &[("date", &date), ("from", &from_clock), ("until", &until)]);
        }
        let end_date = self.date(until.date_naive());
        let until = self.clock_of(until);
        self.tell(
            "span-two-days",
            &[("date", &date), ("from", &from_clock), ("end-date", &end_date), ("until", &until)],
        )
    }

    /// From when until when on the clocks of a place, without the date: 19.00 tot 22.00 uur.
    pub fn hours(self, start: Instant, end: Instant, zone: Tz) -> String {
        let until = end.in_zone(zone);
        let until = if until.time() == NaiveTime::MIN { self.clock(24, 0) } else { self.clock_of(until) };
        self.tell("hours-of-day", &[("from", &self.clock_of(start.in_zone(zone))), ("until", &until)])
    }

    /// A warning where the clock changes between `start` and `end`, as the hours told then do not show how long it is.
    pub(super) fn clock_change(self, start: Instant, end: Instant, zone: Tz) -> Option<String> {
        let changes = start.in_zone(zone).offset().fix() != end.in_zone(zone).offset().fix();
        changes.then(|| self.say("clock-changes"))
    }

    /// How long something lasts, in whole minutes, hours or days, rounded down to what it has at least one of.
    pub(super) fn duration(self, seconds: i64) -> String {
        match seconds {
            DAY.. if seconds % DAY == 0 => self.count("days", seconds / DAY),
            HOUR.. if seconds % HOUR == 0 => self.count("hours", seconds / HOUR),
            _ => self.count("minutes", seconds / MINUTE),
        }
    }

    /// A price in euro cents: nothing is free.
    pub(super) fn price(self, cents: i64) -> String {
        if cents == 0 { self.say("price-free") } else { self.amount(cents) }
    }

    /// An amount in euro cents.
    pub fn amount(self, cents: i64) -> String {
        let sign = if cents < 0 { "-" } else { "" };
        let euros = format!("{sign}{}", cents.unsigned_abs() / 100);
        self.tell("price", &[("euros", &euros), ("cents", &format!("{:02}", cents.unsigned_abs() % 100))])
    }

    /// How far another centre is, in metres: rounded to 50 m, from a kilometre to tenths of it.
    pub(super) fn distance(self, metres: i64) -> String {
        match metres {
            ..=0 => self.say("distance-here"),
            1..950 => {
                let rounded = ((metres + 25) / 50 * 50).max(50);
                self.tell("distance-metres", &[("metres", &rounded.to_string())])
            }
            _ => {
                let tenths = metres.saturating_add(50) / 100;
                let (whole, tenth) = ((tenths / 10).to_string(), (tenths % 10).to_string());
                self.tell("distance-kilometres", &[("whole", &whole), ("tenth", &tenth)])
            }
        }
    }
}

#[cfg(test)]
mod tests;
