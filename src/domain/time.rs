//! Points and stretches of time. Instants are UTC epoch seconds: compact, and free of the offset traps of text.

use std::fmt;

use chrono::{DateTime, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;

/// Seconds in a minute.
pub const MINUTE: i64 = 60;
/// Seconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Seconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

/// A point in time: seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The earliest instant that is accepted from outside: 1970-01-01T00:00:00Z.
    pub const EARLIEST: Self = Self(0);
    /// The latest instant that is accepted from outside: 9999-12-31T23:59:00Z.
    pub const LATEST: Self = Self(253_402_300_740);

    /// The instant so many seconds after the epoch; no bound is checked.
    #[must_use]
    pub const fn from_epoch_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since the epoch.
    #[must_use]
    pub const fn epoch_seconds(self) -> i64 {
        self.0
    }

    /// The instant so many seconds later (earlier where negative), held within the representable range.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to this instant; negative where it lies before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Whether it falls on a whole minute.
    #[must_use]
    pub const fn is_whole_minute(self) -> bool {
        self.0 % MINUTE == 0
    }

    /// As a date and time in UTC. Instants more than 200,000 years away, where chrono and its offsets end, become the
    /// epoch.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        const REACH: i64 = 200_000 * 365 * DAY;
        if self.0 < -REACH || self.0 > REACH {
            return DateTime::default();
        }
        DateTime::from_timestamp(self.0, 0).unwrap_or_default()
    }

    /// As a date and time in `zone`.
    #[must_use]
    pub fn in_zone(self, zone: Tz) -> DateTime<Tz> {
        zone.from_utc_datetime(&self.to_utc().naive_utc())
    }

    /// As text with the offset of `zone` (RFC 3339, section 5.6).
    #[must_use]
    pub fn rfc3339_in(self, zone: Tz) -> String {
        self.in_zone(zone).to_rfc3339_opts(SecondsFormat::Secs, false)
    }
}

impl<Z: TimeZone> From<DateTime<Z>> for Instant {
    /// Fractions of a second are dropped.
    fn from(moment: DateTime<Z>) -> Self {
        Self(moment.timestamp())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_utc().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

/// A half-open stretch of time, `[start, end)`, never empty: back-to-back spans do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: Instant,
    end: Instant,
}

impl Span {
    /// A minute: for looking at what is the same at any time.
    pub const SOME_MINUTE: Self = Self { start: Instant::EARLIEST, end: Instant(MINUTE) };

    /// The span from `start` up to `end`; none where it would be empty or run backwards.
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Option<Self> {
        (start < end).then_some(Self { start, end })
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

    /// Elapsed seconds, more than zero.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.end.since(self.start)
    }

    /// Whether both share at least one instant.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The part that both share.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// The shortest span that contains both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span with `before` seconds more in front and `after` seconds more behind (both zero or more).
    #[must_use]
    pub const fn widened(self, before: i64, after: i64) -> Self {
        Self { start: self.start.plus(-before), end: self.end.plus(after) }
    }
}
