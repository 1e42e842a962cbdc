//! Series: a rule in the centre's wall-clock time, what each of its bookings is like, and the dates it gives.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    booking::{Activity, Alcohol, Audience, Booking, Contact, EquipmentWish, Music, Override, Visibility},
    clock_time::ClockTime,
    failure::{Alternative, Clash, Failure, Fault},
    holidays::{self, HolidayName, HolidaySet},
    ids::{CentreId, KeyHolderId, OrganisationId, RoomId, SeriesId, UserId},
    local_time,
    recurrence::{self, End, MOST_DATES, Recurrence, RecurrenceError},
    rules::{RuleCode, Violation},
    text_enum,
    time::{Instant, MINUTE, Span},
};

mod parts;
#[cfg(test)]
mod tests;

pub use parts::Move;

text_enum! {
    /// What becomes of dates that are taken or break a rule.
    OnConflict { Reject = "reject", Skip = "skip" }
}

text_enum! {
    /// Why a date of a series has no booking.
    SkipReason { Conflict = "conflict", Rule = "rule" }
}

/// When a series takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The rule of its dates.
    pub rule: Recurrence,
    /// The first of them.
    pub first: NaiveDate,
    /// The time of day at which each begins, on the clocks of the centre.
    pub time: ClockTime,
    /// How long each lasts: elapsed minutes.
    pub duration_minutes: i64,
    /// Dates of the rule that are left out.
    pub exdates: BTreeSet<NaiveDate>,
    /// Dates besides those of the rule; a holiday is no obstacle to them.
    pub rdates: BTreeSet<NaiveDate>,
    /// Holidays on which there is none.
    pub skip_holidays: Vec<HolidaySet>,
}

/// A date of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The local date.
    pub date: NaiveDate,
    /// From when until when.
    pub span: Span,
}

/// The dates of a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// Those on which something takes place.
    pub dates: Vec<Occurrence>,
    /// Those of the rule that fall on a holiday and are left out.
    pub holidays: Vec<(NaiveDate, HolidayName)>,
}

impl Pattern {
    /// Date and time of day at which it begins.
    #[must_use]
    pub fn starts_at_local(&self) -> NaiveDateTime {
        self.on(self.first)
    }

    /// A date at its time of day.
    fn on(&self, date: NaiveDate) -> NaiveDateTime {
        let time = TimeDelta::minutes(i64::from(self.time.minutes()));
        date.and_time(NaiveTime::MIN).checked_add_signed(time).unwrap_or(NaiveDateTime::MAX)
    }

    /// Its dates in `zone`, in order: those of the rule without what is left out, and those besides. Each begins at its
    /// time of day whatever the clocks do, and lasts as long as the others.
    ///
    /// # Errors
    /// [`Failure::Invalid`] for a rule that can't be had, for no dates and too many, and where one would run into the
    /// next.
    pub fn occurrences(&self, zone: Tz) -> Result<Occurrences, Failure> {
        let mut found = Occurrences::default();
        let mut dates = self.rdates.clone();
        for date in recurrence::dates(&self.rule, self.first).map_err(|fault| Failure::Invalid(vec![fault.into()]))? {
            if self.exdates.contains(&date) {
                continue;
            }
            match holidays::holiday_on(&self.skip_holidays, date) {
                Some(holiday) if !self.rdates.contains(&date) => found.holidays.push((date, holiday.name)),
                _ => drop(dates.insert(date)),
            }
        }
        if dates.is_empty() {
            return Err(Failure::invalid("/rrule", "no_dates", "Nothing is left of the dates."));
        }
        if dates.len() > MOST_DATES {
            return Err(Failure::invalid("/rdates", "too_many", RecurrenceError::TooMany.to_string()));
        }
        for date in dates {
            let start = local_time::resolve(date, self.time, zone);
            let span = start.and_then(|start| Span::new(start, start.plus(self.duration_minutes * MINUTE)));
            let within = |span: &Span| span.start() >= Instant::EARLIEST && span.end() <= Instant::LATEST;
            let Some(span) = span.filter(within) else {
                let message = "The dates of a series lie between the years 1970 and 9999.";
                return Err(Failure::invalid("/starts_at_local", "range", message));
            };
            if found.dates.last().is_some_and(|last| last.span.overlaps(span)) {
                let message = "One date of a series is over before the next begins.";
                return Err(Failure::invalid("/duration_minutes", "overlap", message));
            }
            found.dates.push(Occurrence { date, span });
        }
        Ok(found)
    }
}

/// A series as a calendar entry has it, in the local time of its centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDates {
    /// When the rule begins.
    pub first: NaiveDateTime,
    /// When its first date ends.
    pub end: NaiveDateTime,
    /// The RRULE.
    pub rrule: String,
    /// Dates of the rule on which there is nothing.
    pub exdates: Vec<NaiveDateTime>,
    /// Dates besides those of the rule.
    pub rdates: Vec<NaiveDateTime>,
}

impl Pattern {
    /// The calendar entry that has exactly the dates which begin at these instants; none where it can't be told.
    #[must_use]
    pub fn calendar(&self, starts: &BTreeSet<Instant>, zone: Tz) -> Option<CalendarDates> {
        let at = |date: NaiveDate| Some((local_time::resolve(date, self.time, zone)?, self.on(date)));
        let of_rule: Vec<(Instant, NaiveDateTime)> =
            recurrence::dates(&self.rule, self.first).ok()?.into_iter().filter_map(at).collect();
        let known: BTreeSet<Instant> = of_rule.iter().map(|(start, _)| *start).collect();
        let begins = local_time::resolve(self.first, self.time, zone)?;
        let until = |date: NaiveDate| local_time::resolve(date, self.time, zone);
        let rrule = match self.rule.end {
            // Beside a DTSTART with a time zone, UNTIL is an instant (RFC 5545, section 3.3.10).
            End::Until(date) => self.rule.to_string().replace(
                &date.format("UNTIL=%Y%m%d").to_string(),
                &until(date)?.to_utc().format("UNTIL=%Y%m%dT%H%M%SZ").to_string(),
            ),
            End::Count(_) => self.rule.to_string(),
        };
        Some(CalendarDates {
            first: self.starts_at_local(),
            end: local_time::local(begins.plus(self.duration_minutes * MINUTE), zone)?,
            rrule,
            exdates: of_rule.iter().filter(|(start, _)| !starts.contains(start)).map(|(_, local)| *local).collect(),
            rdates: starts.difference(&known).filter_map(|start| local_time::local(*start, zone)).collect(),
        })
    }
}

impl From<RecurrenceError> for Fault {
    fn from(fault: RecurrenceError) -> Self {
        let (pointer, code) = match fault {
            RecurrenceError::Malformed(_) => ("/rrule", "rrule"),
            RecurrenceError::Unsupported(_) => ("/rrule", "unsupported"),
            RecurrenceError::Endless => ("/rrule", "endless"),
            RecurrenceError::TooMany => ("/rrule", "too_many"),
            RecurrenceError::StartsElsewhere => ("/starts_at_local", "not_in_rule"),
        };
        Self::new(pointer, code, fault.to_string())
    }
}

/// What each booking of a series is like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Title.
    pub title: String,
    /// People expected.
    pub attendees: i32,
    /// Layout by name.
    pub layout: Option<String>,
    /// Places rather than the whole room; none is what the room is made for.
    pub shared: Option<bool>,
    /// Counted equipment.
    pub equipment: Vec<EquipmentWish>,
    /// Who may read its title.
    pub visibility: Visibility,
    /// What for.
    pub activity: Option<Activity>,
    /// For whom.
    pub audience: Option<Audience>,
    /// Whether anyone may walk in.
    pub open_to_all: bool,
    /// Music.
    pub music: Music,
    /// Alcohol.
    pub alcohol: Alcohol,
    /// The house rules that were accepted.
    pub terms_version: Option<String>,
    /// Who opens and closes.
    pub key_holder_id: Option<KeyHolderId>,
    /// A note to the desk.
    pub note: Option<String>,
    /// Rules that staff set aside.
    pub overrides: Vec<Override>,
}

/// A rule and the bookings it made.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Identifier.
    pub id: SeriesId,
    /// The room.
    pub room_id: RoomId,
    /// The room's centre.
    pub centre_id: CentreId,
    /// For whom; none is private.
    pub organisation_id: Option<OrganisationId>,
    /// The person it is for; none for a caller without an account.
    pub booker_id: Option<UserId>,
    /// A caller without an account.
    pub caller: Option<Contact>,
    /// Who entered it.
    pub created_by: UserId,
    /// What each booking is like.
    pub template: Template,
    /// Who is present on the spot.
    pub on_site_contact: Option<Contact>,
    /// When it takes place.
    pub pattern: Pattern,
    /// What became of dates that were taken or broke a rule.
    pub on_conflict: OnConflict,
    /// SEQUENCE of its calendar entry (RFC 5545, section 3.8.7.4).
    pub sequence: i32,
    /// When the whole of it was cancelled.
    pub cancelled_at: Option<Instant>,
    /// The series that it goes on from.
    pub continues: Option<SeriesId>,
    /// When it was made.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}

/// A date of a series without a booking, which may be taken up later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// When it would have begun.
    pub starts_at: Instant,
    /// Why it did not.
    pub reason: SkipReason,
    /// The rule that it breaks, the first of them.
    pub rule: Option<RuleCode>,
}

/// A date that can't be had.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// When it would be.
    pub span: Span,
    /// What stands in the way.
    pub why: Why,
    /// What is free instead, best first.
    pub alternatives: Vec<Alternative>,
}

/// The dates for which a series is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The time zone of its centre.
    pub timezone: Tz,
    /// The dates, in order.
    pub missed: Vec<Missed>,
}

/// What stands in the way of a date.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// The time is taken.
    Clashes(Vec<Clash>),
    /// Rules are broken.
    Violations(Vec<Violation>),
}

impl Series {
    /// Whether one of its dates is still for whom the series is: a date may have been given to somebody else.
    #[must_use]
    pub fn is_for_whom(&self, date: &Booking) -> bool {
        self.organisation_id == date.organisation_id && self.booker_id == date.booker_id && self.caller == date.caller
    }
}

impl Missed {
    /// What is kept of it.
    #[must_use]
    pub fn skipped(&self) -> Skipped {
        let (reason, rule) = match &self.why {
            Why::Clashes(_) => (SkipReason::Conflict, None),
            Why::Violations(violations) => (SkipReason::Rule, violations.first().map(|one| one.rule)),
        };
        Skipped { starts_at: self.span.start(), reason, rule }
    }
}
