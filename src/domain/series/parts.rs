//! A pattern cut in two, moved, and gone on with.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};

use super::Pattern;
use crate::domain::{
    clock_time::ClockTime,
    failure::Failure,
    recurrence::{self, End, Frequency, Recurrence},
};

/// What becomes other of when a series takes place; what is absent stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Move {
    /// The time of day.
    pub time: Option<ClockTime>,
    /// Elapsed minutes.
    pub duration_minutes: Option<i64>,
    /// The day of the week.
    pub weekday: Option<Weekday>,
}

impl Pattern {
    fn of_rule(&self) -> Result<Vec<NaiveDate>, Failure> {
        recurrence::dates(&self.rule, self.first).map_err(|fault| Failure::Invalid(vec![fault.into()]))
    }

    /// The pattern with another rule, and of the dates besides and left out only those that `keep`.
    fn part(&self, end: End, first: NaiveDate, keep: impl Fn(&NaiveDate) -> bool) -> Self {
        let kept = |dates: &BTreeSet<NaiveDate>| dates.iter().copied().filter(&keep).collect();
        Self {
            rule: Recurrence { end, ..self.rule.clone() },
            first,
            exdates: kept(&self.exdates),
            rdates: kept(&self.rdates),
            ..self.clone()
        }
    }

    /// The pattern of these dates alone, where nothing is left of the rule.
    fn besides(&self, dates: impl Iterator<Item = NaiveDate>) -> Option<Self> {
        let mut rdates: BTreeSet<NaiveDate> = dates.collect();
        let first = rdates.pop_first()?;
        let rule = Recurrence {
            frequency: Frequency::Daily,
            interval: 1,
            end: End::Count(1),
            months: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            positions: Vec::new(),
            week_start: self.rule.week_start,
        };
        Some(Self { rule, first, exdates: BTreeSet::new(), rdates, ..self.clone() })
    }

    /// What it has before `date`: its rule ends there by UNTIL. None where that is nothing.
    ///
    /// # Errors
    /// [`Failure::Invalid`] for a rule that can't be had.
    pub fn before(&self, date: NaiveDate) -> Result<Option<Self>, Failure> {
        let last = self.of_rule()?.into_iter().take_while(|one| *one < date).last();
        Ok(match last {
            Some(last) => Some(self.part(End::Until(last), self.first, |one| *one < date)),
            None => self.besides(self.rdates.iter().copied().filter(|one| *one < date)),
        })
    }

    /// What it has from `date` on. None where that is nothing.
    ///
    /// # Errors
    /// [`Failure::Invalid`] for a rule that can't be had.
    pub fn from(&self, date: NaiveDate) -> Result<Option<Self>, Failure> {
        let left: Vec<NaiveDate> = self.of_rule()?.into_iter().filter(|one| *one >= date).collect();
        let end = match self.rule.end {
            End::Count(_) => End::Count(left.len()),
            until @ End::Until(_) => until,
        };
        Ok(match left.first() {
            Some(first) => Some(self.part(end, *first, |one| *one >= date)),
            None => self.besides(self.rdates.iter().copied().filter(|one| *one >= date)),
        })
    }

    /// The pattern moved, and where each of its dates goes. Dates besides the rule keep their day.
    ///
    /// # Errors
    /// [`Failure::Invalid`] at `/weekday` where the rule is not about one day of the week.
    pub fn moved(&self, change: Move) -> Result<(Self, BTreeMap<NaiveDate, NaiveDate>), Failure> {
        let before = self.of_rule()?;
        let (rule, first) = match change.weekday {
            None => (self.rule.clone(), self.first),
            Some(weekday) => self.rule.on_weekday(self.first, weekday).ok_or_else(|| {
                let message = "Only a series on one day of the week, of each week or month, moves to another.";
                Failure::invalid("/weekday", "unsupported", message)
            })?,
        };
        let mut after = Self {
            rule,
            first,
            time: change.time.unwrap_or(self.time),
            duration_minutes: change.duration_minutes.unwrap_or(self.duration_minutes),
            ..self.clone()
        };
        let mut places: BTreeMap<NaiveDate, NaiveDate> = self.rdates.iter().map(|date| (*date, *date)).collect();
        places.extend(before.into_iter().zip(after.of_rule()?));
        after.exdates = self.exdates.iter().filter_map(|date| places.get(date).copied()).collect();
        Ok((after, places))
    }

    /// The same rule gone on with from `from` on: no date is left out or added any more. None where it has no more dates
    /// in the years that are looked at.
    #[must_use]
    pub fn gone_on(&self, from: NaiveDate, end: End) -> Option<Self> {
        // A rule of one day stands for days that no rule has.
        let first = self.rule.next_from(self.first, from).filter(|_| self.rule.end != End::Count(1))?;
        let rule = Recurrence { end, ..self.rule.clone() };
        Some(Self { rule, first, exdates: BTreeSet::new(), rdates: BTreeSet::new(), ..self.clone() })
    }
}
