//! From the clock on the wall to instants: local dates and times of day in a time zone.
//!
//! A local time that does not exist (clocks go forward) is moved forward by the gap; one that exists twice (clocks go
//! back) means the first. 24:00 is 00:00 of the next day.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

use super::{
    clock_time::ClockTime,
    time::{DAY, Instant, MINUTE, Span},
};

#[cfg(test)]
mod tests;

/// Years that local times are worked out in: those of accepted instants, and a margin for zones and neighbouring days.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=10_100;

/// The most local dates that [`dates_of`] goes through: more than two years.
pub const MOST_DATES: usize = 800;

/// The instant at which clocks in `zone` show `time` on `date`; none outside the years 1900 to 10100.
#[must_use]
pub fn resolve(date: NaiveDate, time: ClockTime, zone: Tz) -> Option<Instant> {
    if !YEARS.contains(&date.year()) {
        return None;
    }
    let local = date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(i64::from(time.minutes())))?;
    let resolved = zone.from_local_datetime(&local);
    if let Some(first) = resolved.earliest() {
        return Some(first.into());
    }
    // In a gap. The offset before it turns the local time into an instant that lies as far behind the gap's beginning
    // as the local time does: moved forward by the gap. No gap is longer than a day.
    let before = zone.offset_from_utc_datetime(&local.checked_sub_signed(TimeDelta::days(1))?);
    let seconds = local.and_utc().timestamp() - i64::from(before.fix().local_minus_utc());
    Some(Instant::from_epoch_seconds(seconds))
}

/// The date and time that clocks in `zone` show at `instant`; none outside the years 1900 to 10100.
#[must_use]
pub fn local(instant: Instant, zone: Tz) -> Option<NaiveDateTime> {
    let utc = chrono::DateTime::from_timestamp(instant.epoch_seconds(), 0)?.naive_utc();
    YEARS.contains(&utc.year()).then(|| zone.from_utc_datetime(&utc).naive_local())
}

/// The local date at `instant`; none outside the years 1900 to 10100.
#[must_use]
pub fn date_of(instant: Instant, zone: Tz) -> Option<NaiveDate> {
    local(instant, zone).map(|local| local.date())
}

/// The local year that holds `instant`, from its first instant to that of the next; none outside the years 1900 to 10099.
#[must_use]
pub fn year_of(instant: Instant, zone: Tz) -> Option<Span> {
    let first = |year| resolve(NaiveDate::from_ymd_opt(year, 1, 1)?, ClockTime::START_OF_DAY, zone);
    let year = date_of(instant, zone)?.year();
    Span::new(first(year)?, first(year + 1)?)
}

/// A local date with its first instant and the first instant after it; it lasts 23 or 25 hours where clocks change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalDay {
    date: NaiveDate,
    zone: Tz,
    start: Instant,
    end: Instant,
}

impl LocalDay {
    /// The day of `date` in `zone`; none outside the years 1900 to 10100.
    #[must_use]
    pub fn new(date: NaiveDate, zone: Tz) -> Option<Self> {
        Self::starting(date, zone, resolve(date, ClockTime::START_OF_DAY, zone)?)
    }

    fn starting(date: NaiveDate, zone: Tz, start: Instant) -> Option<Self> {
        Some(Self { date, zone, start, end: resolve(date, ClockTime::END_OF_DAY, zone)? })
    }

    /// The day after it.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::starting(self.date.succ_opt()?, self.zone, self.end)
    }

    /// Its date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.date
    }

    /// Its first instant.
    #[must_use]
    pub const fn start(self) -> Instant {
        self.start
    }

    /// The first instant after it.
    #[must_use]
    pub const fn end(self) -> Instant {
        self.end
    }

    /// The instant at which clocks show `time`, as [`resolve`] has it.
    #[must_use]
    pub fn at(self, time: ClockTime) -> Instant {
        let plain = self.start.plus(i64::from(time.minutes()) * MINUTE);
        if self.end.since(self.start) == DAY {
            return plain;
        }
        // The year was accepted when the day was made.
        resolve(self.date, time, self.zone).unwrap_or(plain)
    }

    /// The time from `from` until `until` on this day; none where nothing is left of it.
    #[must_use]
    pub fn between(self, from: ClockTime, until: ClockTime) -> Option<Span> {
        Span::new(self.at(from), self.at(until))
    }
}

/// The local days from the one that holds `instant` on; ends with the year 10100 and after [`MOST_DATES`] days.
pub fn days_from(instant: Instant, zone: Tz) -> impl Iterator<Item = LocalDay> {
    let first = date_of(instant, zone).and_then(|date| LocalDay::new(date, zone));
    std::iter::successors(first, |day| day.next()).take(MOST_DATES)
}

/// The local days that `span` touches, at most the first [`MOST_DATES`].
pub fn days_of(span: Span, zone: Tz) -> impl Iterator<Item = LocalDay> {
    days_from(span.start(), zone).take_while(move |day| day.start() < span.end())
}

/// The local dates that `span` touches, at most the first [`MOST_DATES`].
pub fn dates_of(span: Span, zone: Tz) -> impl Iterator<Item = NaiveDate> {
    days_of(span, zone).map(LocalDay::date)
}
