//! Which dates of a series are meant.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::domain::{booking::Booking, local_time, time::Instant};

/// Which dates are meant, as the rule of the series has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All that are ahead.
    All,
    /// Those from this date on.
    Following(NaiveDate),
    /// Those on these dates, the last included.
    Range(RangeInclusive<NaiveDate>),
}

impl Scope {
    /// Whether it holds a date.
    #[must_use]
    pub fn holds(&self, date: NaiveDate) -> bool {
        match self {
            Self::All => true,
            Self::Following(from) => date >= *from,
            Self::Range(dates) => dates.contains(&date),
        }
    }

    /// Whether it holds the local date of a start that the rule gives.
    #[must_use]
    pub fn holds_start(&self, start: Instant, zone: Tz) -> bool {
        local_time::date_of(start, zone).is_some_and(|date| self.holds(date))
    }

    /// Whether it holds a booking by the start that the rule gave it.
    #[must_use]
    pub fn holds_booking(&self, booking: &Booking, zone: Tz) -> bool {
        booking.series_starts_at.is_some_and(|start| self.holds_start(start, zone))
    }
}
