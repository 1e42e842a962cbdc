//! From a rule and its first date to all its dates: period by period, as RFC 5545 (section 3.3.10) has it.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::{ByDay, End, Frequency, MOST_DATES, MOST_YEARS, Recurrence, RecurrenceError};

/// The dates of a rule from `first` on, which is the first of them.
///
/// # Errors
/// [`RecurrenceError::StartsElsewhere`] where `first` does not follow the rule, [`RecurrenceError::TooMany`].
pub fn dates(rule: &Recurrence, first: NaiveDate) -> Result<Vec<NaiveDate>, RecurrenceError> {
    let beyond =
        first.with_day(1).and_then(|month| month.checked_add_months(Months::new(12 * MOST_YEARS.unsigned_abs())));
    let beyond = beyond.unwrap_or(NaiveDate::MAX);
    let mut found = Vec::new();
    'periods: for start in periods(rule, first).take_while(|start| *start < beyond) {
        for date in of_whole_period(rule, start, first) {
            let ended = match rule.end {
                End::Count(count) => found.len() == count,
                End::Until(last) => date > last,
            };
            if ended || date >= beyond {
                break 'periods;
            }
            if date < first {
                continue;
            }
            if found.len() == MOST_DATES {
                return Err(RecurrenceError::TooMany);
            }
            found.push(date);
        }
        // What is beyond the last date is not looked at, however rarely the rule matches.
        if matches!(rule.end, End::Until(last) if start > last) {
            break;
        }
    }
    if found.first() == Some(&first) { Ok(found) } else { Err(RecurrenceError::StartsElsewhere) }
}

/// The first day of each period: the days, weeks, months or years that the rule looks at.
fn periods(rule: &Recurrence, first: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let start = match rule.frequency {
        Frequency::Daily => Some(first),
        Frequency::Weekly => {
            let days = first.weekday().days_since(rule.week_start);
            first.checked_sub_days(Days::new(u64::from(days)))
        }
        Frequency::Monthly => first.with_day(1),
        Frequency::Yearly => NaiveDate::from_ymd_opt(first.year(), 1, 1),
    };
    let (frequency, interval) = (rule.frequency, rule.interval);
    std::iter::successors(start, move |start| match frequency {
        Frequency::Daily => start.checked_add_days(Days::new(u64::from(interval))),
        Frequency::Weekly => start.checked_add_days(Days::new(7 * u64::from(interval))),
        Frequency::Monthly => start.checked_add_months(Months::new(interval)),
        Frequency::Yearly => start.checked_add_months(Months::new(12 * interval)),
    })
}

/// The dates that a rule would have if it did not end, within the years that are looked at.
pub(super) fn unending(rule: &Recurrence, first: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let beyond = first.checked_add_months(Months::new(12 * MOST_YEARS.unsigned_abs())).unwrap_or(NaiveDate::MAX);
    periods(rule, first)
        .take_while(move |start| *start < beyond)
        .flat_map(move |start| of_whole_period(rule, start, first))
        .filter(move |date| *date >= first)
}

/// The dates of the month or year that holds `date`; see [`of_whole_period`].
pub(super) fn of_period(rule: &Recurrence, date: NaiveDate, first: NaiveDate) -> Vec<NaiveDate> {
    let start = match rule.frequency {
        Frequency::Yearly => NaiveDate::from_ymd_opt(date.year(), 1, 1),
        _ => date.with_day(1),
    };
    start.map(|start| of_whole_period(rule, start, first)).unwrap_or_default()
}

/// The dates of the period that begins with `start`, in order. What the rule leaves open comes from its first date.
fn of_whole_period(rule: &Recurrence, start: NaiveDate, first: NaiveDate) -> Vec<NaiveDate> {
    let found: BTreeSet<NaiveDate> = match rule.frequency {
        Frequency::Daily => [start].into_iter().filter(|date| in_months(rule, *date) && on_days(rule, *date)).collect(),
        Frequency::Weekly => (0..7)
            .filter_map(|days| start.checked_add_days(Days::new(days)))
            .filter(|date| in_months(rule, *date))
            .filter(|date| match rule.days.as_slice() {
                [] => date.weekday() == first.weekday(),
                days => days.iter().any(|day| day.weekday == date.weekday()),
            })
            .collect(),
        Frequency::Monthly if in_months(rule, start) => of_month(rule, start, first).into_iter().collect(),
        Frequency::Monthly => BTreeSet::new(),
        Frequency::Yearly => of_year(rule, start, first),
    };
    positioned(rule, found.into_iter().collect())
}

fn of_month(rule: &Recurrence, start: NaiveDate, first: NaiveDate) -> Vec<NaiveDate> {
    let all = || days_of(start, start.checked_add_months(Months::new(1)));
    if !rule.month_days.is_empty() {
        return all().filter(|date| on_days(rule, *date)).collect();
    }
    if rule.days.is_empty() {
        return start.with_day(first.day()).into_iter().collect();
    }
    of_weekdays(&rule.days, &all().collect::<Vec<_>>())
}

fn of_year(rule: &Recurrence, start: NaiveDate, first: NaiveDate) -> BTreeSet<NaiveDate> {
    let month = |month: u32| start.with_month(month);
    let restricted = !rule.months.is_empty();
    let months: Vec<NaiveDate> = match rule.months.as_slice() {
        // Without any restriction, the month of the first date; with days of months, each month.
        [] if rule.days.is_empty() && rule.month_days.is_empty() => month(first.month()).into_iter().collect(),
        [] => (1..=12).filter_map(month).collect(),
        months => months.iter().copied().filter_map(month).collect(),
    };
    if !restricted && rule.month_days.is_empty() && !rule.days.is_empty() {
        // The nth weekday is then one of the year.
        let year: Vec<NaiveDate> = days_of(start, start.checked_add_months(Months::new(12))).collect();
        return of_weekdays(&rule.days, &year).into_iter().collect();
    }
    months.into_iter().flat_map(|month| of_month(rule, month, first)).collect()
}

fn days_of(start: NaiveDate, end: Option<NaiveDate>) -> impl Iterator<Item = NaiveDate> {
    start.iter_days().take_while(move |date| end.is_none_or(|end| *date < end))
}

/// Each of the weekdays, or the nth, among the days of a month or year.
fn of_weekdays(wanted: &[ByDay], all: &[NaiveDate]) -> Vec<NaiveDate> {
    let of = |weekday: Weekday| all.iter().copied().filter(move |date| date.weekday() == weekday).collect::<Vec<_>>();
    let chosen = |day: &ByDay| {
        let of_it = of(day.weekday);
        match day.nth {
            None => of_it,
            Some(nth) => from_either_end(&of_it, nth).into_iter().collect(),
        }
    };
    wanted.iter().flat_map(chosen).collect()
}

fn in_months(rule: &Recurrence, date: NaiveDate) -> bool {
    rule.months.is_empty() || rule.months.contains(&date.month())
}

/// Whether a date is on the days of the month and of the week that the rule names.
fn on_days(rule: &Recurrence, date: NaiveDate) -> bool {
    let length = days_in_month(date);
    let day = i32::try_from(date.day()).unwrap_or_default();
    let of_month = rule.month_days.is_empty()
        || rule.month_days.iter().any(|wanted| *wanted == day || *wanted == day - length - 1);
    of_month && (rule.days.is_empty() || rule.days.iter().any(|wanted| wanted.weekday == date.weekday()))
}

fn days_in_month(date: NaiveDate) -> i32 {
    let first = date.with_day(1);
    let next = first.and_then(|first| first.checked_add_months(Months::new(1)));
    let days = first.zip(next).map_or(31, |(first, next)| (next - first).num_days());
    i32::try_from(days).unwrap_or(31)
}

/// The nth from the front, or from the back where it is negative.
fn from_either_end(all: &[NaiveDate], nth: i32) -> Option<NaiveDate> {
    let n = usize::try_from(nth.unsigned_abs()).ok()?.checked_sub(1)?;
    if nth > 0 { all.get(n).copied() } else { all.iter().rev().nth(n).copied() }
}

fn positioned(rule: &Recurrence, all: Vec<NaiveDate>) -> Vec<NaiveDate> {
    if rule.positions.is_empty() {
        return all;
    }
    let chosen: BTreeSet<NaiveDate> = rule.positions.iter().filter_map(|nth| from_either_end(&all, *nth)).collect();
    chosen.into_iter().collect()
}
