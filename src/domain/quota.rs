//! Quotas: how much somebody may book, in hours or in bookings, over a room, a centre or the city. Each organisation has
//! its own count; who books privately counts for themselves.
//!
//! A booking that is requested, held or confirmed counts, in the period in which it starts, by the calendar of the centre
//! that is asked; set-up and clean-up do not count.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;

use super::{
    centre::Centre,
    clock_time::ClockTime,
    ids::{BookingId, CentreId, OrganisationId, QuotaId, RoomId, UserId},
    local_time::{date_of, resolve, year_of},
    room::Room,
    text_enum,
    time::{DAY, Instant, MINUTE, Span},
};

#[cfg(test)]
mod tests;

/// The longest that a booking may last, seconds: one that began before that is over.
const LONGEST: i64 = 366 * DAY;

text_enum! {
    /// What a quota counts.
    Measure {
        Minutes = "minutes",
        Bookings = "bookings",
    }
}

text_enum! {
    /// Over which time a quota counts: an ISO week, a calendar month or year, or all that is not over yet.
    Period {
        Week = "week",
        Month = "month",
        Year = "year",
        Open = "open",
    }
}

/// Over which rooms a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// All rooms.
    City,
    /// The rooms of a centre.
    Centre(CentreId),
    /// One room.
    Room(RoomId),
}

impl Area {
    /// Whether a room of a centre lies in it.
    #[must_use]
    pub fn holds(self, room: RoomId, centre: CentreId) -> bool {
        match self {
            Self::City => true,
            Self::Centre(id) => id == centre,
            Self::Room(id) => id == room,
        }
    }
}

/// How much may be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Its identifier.
    pub id: QuotaId,
    /// Over which rooms.
    pub area: Area,
    /// Only for this priority class, as rules treat who asks.
    pub class: Option<String>,
    /// Only for this organisation; it then takes the place of the quotas for all of the same rooms, measure and period.
    pub organisation_id: Option<OrganisationId>,
    /// What it counts.
    pub measure: Measure,
    /// Over which time.
    pub period: Period,
    /// So much at most, in its measure.
    pub most: i64,
    /// Counts its changes.
    pub version: i64,
}

/// For whom bookings are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// An organisation.
    Organisation(OrganisationId),
    /// Somebody who books privately.
    Person(UserId),
}

/// A booking that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// Its room.
    pub room_id: RoomId,
    /// Its centre.
    pub centre_id: CentreId,
    /// The time that is shown.
    pub span: Span,
}

/// The quotas of somebody, and what they booked as far as these count it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Whose; none where nobody is counted, and no quota holds.
    pub party: Option<Party>,
    /// The quotas that hold for them.
    pub quotas: Vec<Arc<Quota>>,
    /// The starts that were read: all bookings that the quotas count for a wish in the time it was made for.
    pub starts: Option<Span>,
    /// Bookings that were left out: those that the wish takes the place of.
    pub except: Vec<BookingId>,
    /// The centres whose bookings were read; none is all.
    pub centres: Option<Vec<CentreId>>,
    /// What they booked.
    pub booked: Vec<Used>,
    /// What is decided on besides and not written yet: dates of the same series.
    pub taken: Vec<Used>,
}

/// How a quota stands for a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The quota.
    pub quota: Arc<Quota>,
    /// The period; none for what is not over yet.
    pub within: Option<Span>,
    /// The clocks by which it is counted.
    pub zone: Tz,
    /// What is used of it, in its measure.
    pub used: i64,
}

impl Standing {
    /// What is left, at least 0.
    #[must_use]
    pub fn left(&self) -> i64 {
        (self.quota.most - self.used).max(0)
    }
}

impl Quota {
    /// What a booking of this time counts as.
    #[must_use]
    pub fn counts(&self, span: Span) -> i64 {
        match self.measure {
            Measure::Minutes => span.seconds() / MINUTE,
            Measure::Bookings => 1,
        }
    }
}

/// The quotas among `all` that hold for an organisation (none: who books privately) of this class.
#[must_use]
pub fn holding(all: &[Arc<Quota>], class: &str, organisation: Option<OrganisationId>) -> Vec<Arc<Quota>> {
    let own: Vec<&Arc<Quota>> =
        all.iter().filter(|quota| quota.organisation_id.is_some() && quota.organisation_id == organisation).collect();
    let alike = |quota: &Quota| {
        own.iter().any(|own| own.area == quota.area && own.measure == quota.measure && own.period == quota.period)
    };
    let general = all.iter().filter(|quota| {
        quota.organisation_id.is_none() && quota.class.as_ref().is_none_or(|only| only == class) && !alike(quota)
    });
    own.iter().copied().chain(general).cloned().collect()
}

/// The period that holds `at` on the clocks of a zone; none for what is open, and outside the years of the calendar.
#[must_use]
pub fn period_of(period: Period, at: Instant, zone: Tz) -> Option<Span> {
    let date = date_of(at, zone)?;
    let start = |date: NaiveDate| resolve(date, ClockTime::START_OF_DAY, zone);
    match period {
        Period::Open => None,
        Period::Year => year_of(at, zone),
        Period::Month => {
            let first = date.with_day(1)?;
            let next = first.checked_add_months(chrono::Months::new(1))?;
            Span::new(start(first)?, start(next)?)
        }
        Period::Week => {
            let monday = date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))?;
            Span::new(start(monday)?, start(monday.checked_add_days(Days::new(7))?)?)
        }
    }
}

/// The starts of the bookings that have to be known to judge wishes inside `window`, wherever their centres are.
#[must_use]
pub fn starts_to_know(quotas: &[Arc<Quota>], window: Span, now: Instant) -> Option<Span> {
    let of_one = |quota: &Arc<Quota>| match quota.period {
        Period::Open => Span::new(now.plus(-LONGEST), Instant::LATEST),
        period => {
            // On the clocks of a centre a period begins up to a day earlier or later.
            let window = window.widened(DAY, DAY);
            let first = period_of(period, window.start(), Tz::UTC)?;
            Some(first.hull(period_of(period, window.end(), Tz::UTC)?).widened(DAY, DAY))
        }
    };
    quotas.iter().filter_map(of_one).reduce(Span::hull)
}

impl Usage {
    /// How each quota stands that counts a booking of `room` at `at`, without that booking.
    pub fn standings(&self, centre: &Centre, room: &Room, at: Instant, now: Instant) -> Vec<Standing> {
        let here = self.quotas.iter().filter(|quota| quota.area.holds(room.id, centre.id));
        here.map(|quota| self.standing(quota, at, centre.timezone, now)).collect()
    }

    /// How a quota stands in the period that holds `at`.
    #[must_use]
    pub fn standing(&self, quota: &Arc<Quota>, at: Instant, zone: Tz, now: Instant) -> Standing {
        let within = period_of(quota.period, at, zone);
        let counts = |used: &&Used| {
            let start = used.span.start();
            let in_time = match quota.period {
                Period::Open => used.span.end() > now,
                _ => within.is_some_and(|within| within.start() <= start && start < within.end()),
            };
            in_time && quota.area.holds(used.room_id, used.centre_id)
        };
        let used = self.booked.iter().chain(&self.taken).filter(counts).map(|used| quota.counts(used.span)).sum();
        Standing { quota: Arc::clone(quota), within, zone, used }
    }
}
