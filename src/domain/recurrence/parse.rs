//! From the text of a rule to the rule.

use std::str::FromStr;

use chrono::{NaiveDate, Weekday};

use super::{ByDay, End, Frequency, MOST_DATES, Recurrence, RecurrenceError, WEEKDAYS};

/// The longest text that is looked at, and the most items of a list.
const LONGEST: usize = 500;
const MOST_ITEMS: usize = 62;

fn malformed(name: &str) -> RecurrenceError {
    RecurrenceError::Malformed(format!("{name} is not written as a rule has it"))
}

fn unsupported(what: &str) -> RecurrenceError {
    RecurrenceError::Unsupported(format!("{what} is not offered"))
}

/// Reads the value of an RRULE.
pub(super) fn parse(text: &str) -> Result<Recurrence, RecurrenceError> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(RecurrenceError::Malformed(format!("a rule has at most {LONGEST} characters")));
    }
    let upper = text.to_ascii_uppercase();
    let (mut frequency, mut interval, mut week_start) = (None, 1, Weekday::Mon);
    let (mut count, mut until) = (None, None);
    let (mut months, mut month_days, mut days, mut positions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut seen = Vec::new();
    for part in upper.strip_prefix("RRULE:").unwrap_or(&upper).split(';') {
        let (name, value) = part.split_once('=').ok_or_else(|| malformed("the rule"))?;
        if seen.contains(&name) {
            return Err(RecurrenceError::Malformed(format!("{name} stands twice")));
        }
        seen.push(name);
        match name {
            "FREQ" => frequency = Some(frequency_of(value)?),
            "INTERVAL" => interval = number(value, 1, 400, name)?,
            "COUNT" => count = Some(value.parse::<usize>().map_err(|_| malformed(name))?),
            "UNTIL" => until = Some(date(value)?),
            "BYMONTH" => months = list(value, name, |item| number(item, 1, 12, name))?,
            "BYMONTHDAY" => month_days = list(value, name, |item| from_either_end(item, 31, name))?,
            "BYDAY" => days = list(value, name, by_day)?,
            "BYSETPOS" => positions = list(value, name, |item| from_either_end(item, 366, name))?,
            "WKST" => week_start = weekday(value)?,
            "BYSECOND" | "BYMINUTE" | "BYHOUR" | "BYYEARDAY" | "BYWEEKNO" => return Err(unsupported(name)),
            _ => return Err(RecurrenceError::Malformed("a rule has no such part".to_owned())),
        }
    }
    let frequency = frequency.ok_or_else(|| malformed("FREQ"))?;
    let end = match (count, until) {
        (Some(0), None) => return Err(malformed("COUNT")),
        (Some(count), None) if count > MOST_DATES => return Err(RecurrenceError::TooMany),
        (Some(count), None) => End::Count(count),
        (None, Some(date)) => End::Until(date),
        (None, None) => return Err(RecurrenceError::Endless),
        (Some(_), Some(_)) => return Err(RecurrenceError::Malformed("COUNT and UNTIL exclude each other".to_owned())),
    };
    let rule = Recurrence { frequency, interval, end, months, month_days, days, positions, week_start };
    check(&rule)?;
    Ok(rule)
}

/// What RFC 5545 forbids of parts that are well written each by itself.
fn check(rule: &Recurrence) -> Result<(), RecurrenceError> {
    let ordinal = rule.days.iter().any(|day| day.nth.is_some());
    if ordinal && matches!(rule.frequency, Frequency::Daily | Frequency::Weekly) {
        return Err(RecurrenceError::Malformed("the nth weekday is one of a month or a year".to_owned()));
    }
    if ordinal && !rule.month_days.is_empty() {
        return Err(unsupported("the nth weekday together with BYMONTHDAY"));
    }
    if !rule.month_days.is_empty() && rule.frequency == Frequency::Weekly {
        return Err(RecurrenceError::Malformed("BYMONTHDAY goes with no week".to_owned()));
    }
    let others = !(rule.days.is_empty() && rule.month_days.is_empty() && rule.months.is_empty());
    if !rule.positions.is_empty() && !others {
        return Err(RecurrenceError::Malformed("BYSETPOS goes with another BY".to_owned()));
    }
    Ok(())
}

fn frequency_of(text: &str) -> Result<Frequency, RecurrenceError> {
    match text {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        "SECONDLY" | "MINUTELY" | "HOURLY" => Err(unsupported("more than once a day")),
        _ => Err(malformed("FREQ")),
    }
}

fn list<T>(
    text: &str,
    name: &str,
    item: impl Fn(&str) -> Result<T, RecurrenceError>,
) -> Result<Vec<T>, RecurrenceError> {
    if text.split(',').count() > MOST_ITEMS {
        return Err(malformed(name));
    }
    text.split(',').map(item).collect()
}

fn number<N: FromStr + PartialOrd>(text: &str, least: N, most: N, name: &str) -> Result<N, RecurrenceError> {
    text.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(|| malformed(name))
}

fn from_either_end(text: &str, most: i32, name: &str) -> Result<i32, RecurrenceError> {
    number(text, -most, most, name).and_then(|number| if number == 0 { Err(malformed(name)) } else { Ok(number) })
}

fn weekday(text: &str) -> Result<Weekday, RecurrenceError> {
    let known = WEEKDAYS.iter().find(|(letters, _)| *letters == text);
    known.map(|(_, weekday)| *weekday).ok_or_else(|| malformed("a day of the week"))
}

fn by_day(text: &str) -> Result<ByDay, RecurrenceError> {
    let at = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at)).ok_or_else(|| malformed("BYDAY"))?;
    let (nth, letters) = text.split_at(at);
    let nth = if nth.is_empty() { None } else { Some(from_either_end(nth, 53, "BYDAY")?) };
    Ok(ByDay { nth, weekday: weekday(letters)? })
}

/// A date; of an instant only its date counts, as the time of day is the series' own.
fn date(text: &str) -> Result<NaiveDate, RecurrenceError> {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let time_holds = time.is_none_or(|time| digits(time.strip_suffix('Z').unwrap_or(time), 6));
    if !digits(day, 8) || !time_holds {
        return Err(malformed("UNTIL"));
    }
    NaiveDate::parse_from_str(day, "%Y%m%d").map_err(|_| malformed("UNTIL"))
}
