//! A rule on another day of the week, and the dates behind its end.

use chrono::{Days, NaiveDate, Weekday};

use super::{
    ByDay, End, Frequency, Recurrence, dates,
    expand::{of_period, unending},
};

impl Recurrence {
    /// The rule with its first date on another day of the week, and that date: in the same week, or as the same nth of
    /// the same month or year. It has as many dates, each in the place of one before. None where the rule is not about one
    /// day of the week.
    #[must_use]
    pub fn on_weekday(&self, first: NaiveDate, weekday: Weekday) -> Option<(Self, NaiveDate)> {
        let before = dates(self, first).ok()?;
        let (rule, first) = match self.frequency {
            Frequency::Weekly if self.months.is_empty() && self.days.len() <= 1 => self.in_the_week(first, weekday)?,
            Frequency::Monthly | Frequency::Yearly => self.as_the_same_nth(first, weekday)?,
            _ => return None,
        };
        let counted = Self { end: End::Count(before.len()), ..rule.clone() };
        let after = dates(&counted, first).ok()?;
        if after.len() != before.len() {
            return None;
        }
        let end = match self.end {
            End::Count(_) => self.end,
            End::Until(_) => End::Until(*after.last()?),
        };
        Some((Self { end, ..rule }, first))
    }

    fn in_the_week(&self, first: NaiveDate, weekday: Weekday) -> Option<(Self, NaiveDate)> {
        let into_week = |day: Weekday| u64::from(day.days_since(self.week_start));
        let week = first.checked_sub_days(Days::new(into_week(chrono::Datelike::weekday(&first))))?;
        let days = self.days.iter().map(|_| ByDay { nth: None, weekday }).collect();
        Some((Self { days, ..self.clone() }, week.checked_add_days(Days::new(into_week(weekday)))?))
    }

    fn as_the_same_nth(&self, first: NaiveDate, weekday: Weekday) -> Option<(Self, NaiveDate)> {
        let [day] = self.days.as_slice() else { return None };
        // Every month has four of each day of the week, and only some have a fifth.
        let nth: Vec<i32> = day.nth.into_iter().chain(self.positions.iter().copied()).collect();
        if !self.month_days.is_empty() || nth.is_empty() || nth.iter().any(|nth| nth.abs() > 4) {
            return None;
        }
        let rule = Self { days: vec![ByDay { weekday, ..*day }], ..self.clone() };
        let place = of_period(self, first, first).iter().position(|date| *date == first)?;
        Some((rule.clone(), *of_period(&rule, first, first).get(place)?))
    }

    /// The first date from `from` on that the rule would have if it did not end; `first` is its first. None within the
    /// years that are looked at.
    #[must_use]
    pub fn next_from(&self, first: NaiveDate, from: NaiveDate) -> Option<NaiveDate> {
        unending(self, first).find(|date| *date >= from)
    }
}
