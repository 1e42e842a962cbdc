//! Recurrence rules (RFC 5545, section 3.3.10) on local dates. A series keeps its time of day on the clock of its
//! centre, so a rule is worked out on dates alone; dates become instants one by one ([`super::local_time::resolve`]).
//!
//! What repeats more than once a day, or is counted by week numbers or days of the year, nobody asks of a room: it is
//! refused, and so is a rule without an end.

mod expand;
mod parse;
mod shift;
#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{NaiveDate, Weekday};
use thiserror::Error;

pub use expand::dates;

/// Dates that a rule may give at most.
pub const MOST_DATES: usize = 400;

/// Years behind the first date in which dates are looked for. A rule that gives no more in them has no more.
pub const MOST_YEARS: i32 = 10;

/// How often a rule repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// Every so many days.
    Daily,
    /// Every so many weeks.
    Weekly,
    /// Every so many months.
    Monthly,
    /// Every so many years.
    Yearly,
}

/// Where a rule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// After so many dates, the first included.
    Count(usize),
    /// With this date; it may be one of them.
    Until(NaiveDate),
}

/// A day of the week, or one of those of a month or year: 1 is the first, -1 the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByDay {
    /// Which of them; none is each.
    pub nth: Option<i32>,
    /// The day of the week.
    pub weekday: Weekday,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// FREQ.
    pub frequency: Frequency,
    /// INTERVAL, 1 to 400.
    pub interval: u32,
    /// COUNT or UNTIL.
    pub end: End,
    /// BYMONTH, 1 to 12; empty is no restriction, as in the others.
    pub months: Vec<u32>,
    /// BYMONTHDAY, 1 to 31, or from the end of the month: -1 is the last.
    pub month_days: Vec<i32>,
    /// BYDAY.
    pub days: Vec<ByDay>,
    /// BYSETPOS: which of the dates of a period, -1 is the last.
    pub positions: Vec<i32>,
    /// WKST: the day that weeks begin with.
    pub week_start: Weekday,
}

/// Why a rule can't be had.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RecurrenceError {
    /// Not as RFC 5545 writes it.
    #[error("{0}")]
    Malformed(String),
    /// Written well, and not offered here.
    #[error("{0}")]
    Unsupported(String),
    /// Neither COUNT nor UNTIL.
    #[error("a rule says when it ends: COUNT or UNTIL")]
    Endless,
    /// More dates than a series may have.
    #[error("a series has at most {MOST_DATES} dates")]
    TooMany,
    /// The first date is none of the rule's.
    #[error("the first date does not follow the rule")]
    StartsElsewhere,
}

/// The two letters of a day of the week.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

fn letters(weekday: Weekday) -> &'static str {
    WEEKDAYS[weekday.num_days_from_monday() as usize].0
}

impl Recurrence {
    /// Reads the value of an RRULE; a leading `RRULE:` may stand.
    ///
    /// # Errors
    /// [`RecurrenceError`], but for what only the first date shows.
    pub fn parse(text: &str) -> Result<Self, RecurrenceError> {
        parse::parse(text)
    }
}

/// The rule as RFC 5545 writes it; an UNTIL as a date.
impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frequency = match self.frequency {
            Frequency::Daily => "DAILY",
            Frequency::Weekly => "WEEKLY",
            Frequency::Monthly => "MONTHLY",
            Frequency::Yearly => "YEARLY",
        };
        write!(f, "FREQ={frequency}")?;
        if self.interval > 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        match self.end {
            End::Count(count) => write!(f, ";COUNT={count}")?,
            End::Until(date) => write!(f, ";UNTIL={}", date.format("%Y%m%d"))?,
        }
        let mut part = |name: &str, items: Vec<String>| {
            if items.is_empty() { Ok(()) } else { write!(f, ";{name}={}", items.join(",")) }
        };
        part("BYMONTH", self.months.iter().map(ToString::to_string).collect())?;
        part("BYMONTHDAY", self.month_days.iter().map(ToString::to_string).collect())?;
        part("BYDAY", self.days.iter().map(ToString::to_string).collect())?;
        part("BYSETPOS", self.positions.iter().map(ToString::to_string).collect())?;
        if self.week_start != Weekday::Mon {
            write!(f, ";WKST={}", letters(self.week_start))?;
        }
        Ok(())
    }
}

impl fmt::Display for ByDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(nth) = self.nth {
            write!(f, "{nth}")?;
        }
        f.write_str(letters(self.weekday))
    }
}
