//! VTIMEZONE (RFC 5545, section 3.6.5): what a time zone does around a stretch of time, told from the zone's own
//! transitions.
//!
//! Where the clocks change by one rule in every year told ('the last Sunday of March'), that rule is written as RRULE,
//! as Outlook expects; elsewhere each change is written with its date. Clients that know the zone by name use what
//! they know.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeZone, Weekday};
use chrono_tz::Tz;

use crate::domain::time::{DAY, Instant};

/// The most years told, whatever lies between start and end.
const MOST_YEARS: i32 = 5;

/// A change of the clocks. Offsets are seconds east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    /// Wall-clock time at which it happens, in the time that held before (RFC 5545, section 3.6.5, DTSTART).
    onset: NaiveDateTime,
    before: i32,
    after: i32,
}

/// A yearly rule: same month, weekday, week and hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule {
    month: u32,
    /// Week of the month from 1, or -1 for the last.
    week: i8,
    weekday: Weekday,
}

/// The content lines, unfolded, of the component for `zone`, right from the year before `start` to the year after
/// `end`.
pub(super) fn lines(zone: Tz, start: Instant, end: Instant) -> Vec<String> {
    let first_year = start.in_zone(zone).year() - 1;
    let last_year = (end.in_zone(zone).year() + 1).min(first_year + MOST_YEARS);
    let years = last_year - first_year + 1;
    let from = new_year(first_year);
    let changes = changes(zone, from, new_year(last_year + 1));

    let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{}", zone.name())];
    if let Some(rules) = yearly_rules(&changes, years) {
        for (change, rule) in rules {
            lines.extend(observance(change, Some(rule)));
        }
    } else {
        // What holds at the beginning; on its own it tells a zone whose clocks never change.
        let offset = offset_at(zone, from);
        let onset = if changes.is_empty() { NaiveDate::default() } else { date_of(from) };
        lines.extend(observance(Change { onset: onset.into(), before: offset, after: offset }, None));
        for change in changes {
            lines.extend(observance(change, None));
        }
    }
    lines.push("END:VTIMEZONE".to_owned());
    lines
}

/// The first change of each rule and its rule, where every year has the same two: one forward, one back.
fn yearly_rules(changes: &[Change], years: i32) -> Option<[(Change, Rule); 2]> {
    if i32::try_from(changes.len()).ok()? != years * 2 {
        return None;
    }
    let [first, second] = [0, 1].map(|half| changes.iter().skip(half).step_by(2).copied().collect::<Vec<_>>());
    Some([(first[0], common_rule(&first)?), (second[0], common_rule(&second)?)])
}

/// The rule that all of `changes` follow.
fn common_rule(changes: &[Change]) -> Option<Rule> {
    let first = changes.first()?;
    let date = first.onset.date();
    let alike = changes.iter().all(|change| {
        (change.onset.month(), change.onset.weekday(), change.onset.time(), change.before, change.after)
            == (date.month(), date.weekday(), first.onset.time(), first.before, first.after)
    });
    let week_of = |change: &Change| i8::try_from(change.onset.day0() / 7 + 1).unwrap_or(1);
    let is_last = |change: &Change| {
        change.onset.date().checked_add_days(Days::new(7)).is_none_or(|later| later.month() != date.month())
    };
    let week = if changes.iter().all(is_last) {
        -1
    } else if changes.iter().all(|change| week_of(change) == week_of(first)) {
        week_of(first)
    } else {
        return None;
    };
    alike.then_some(Rule { month: date.month(), week, weekday: date.weekday() })
}

/// A STANDARD or DAYLIGHT component: forward is daylight, back is standard.
fn observance(change: Change, rule: Option<Rule>) -> Vec<String> {
    let kind = if change.after > change.before { "DAYLIGHT" } else { "STANDARD" };
    let mut lines = vec![
        format!("BEGIN:{kind}"),
        format!("DTSTART:{}", change.onset.format("%Y%m%dT%H%M%S")),
        format!("TZOFFSETFROM:{}", offset(change.before)),
        format!("TZOFFSETTO:{}", offset(change.after)),
    ];
    if let Some(Rule { month, week, weekday }) = rule {
        let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][weekday.num_days_from_monday() as usize];
        lines.push(format!("RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={week}{day}"));
    }
    lines.push(format!("END:{kind}"));
    lines
}

/// UTC-OFFSET (RFC 5545, section 3.3.14): +0100, with seconds only where there are some.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let size = seconds.unsigned_abs();
    let (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}

/// The changes of the clocks in `[from, until)`, epoch seconds, in order.
fn changes(zone: Tz, from: i64, until: i64) -> Vec<Change> {
    let mut found = Vec::new();
    let mut day = from;
    while day < until {
        let next = (day + DAY).min(until);
        let (before, after) = (offset_at(zone, day), offset_at(zone, next));
        if before != after {
            let (mut old, mut new) = (day, next);
            while new - old > 1 {
                let middle = old + (new - old) / 2;
                if offset_at(zone, middle) == before { old = middle } else { new = middle }
            }
            let onset = wall_clock(new + i64::from(before));
            found.push(Change { onset, before, after });
        }
        day = next;
    }
    found
}

fn offset_at(zone: Tz, epoch_seconds: i64) -> i32 {
    zone.offset_from_utc_datetime(&wall_clock(epoch_seconds)).fix().local_minus_utc()
}

fn wall_clock(epoch_seconds: i64) -> NaiveDateTime {
    Instant::from_epoch_seconds(epoch_seconds).to_utc().naive_utc()
}

fn date_of(epoch_seconds: i64) -> NaiveDate {
    wall_clock(epoch_seconds).date()
}

fn new_year(year: i32) -> i64 {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        chrono::DateTime::parse_from_rfc3339(text).expect("a time").into()
    }

    fn told(zone: Tz, start: &str) -> String {
        lines(zone, at(start), at(start).plus(7200)).join("\n")
    }

    #[test]
    fn brussels_by_its_rule() {
        assert_eq!(
            told(Tz::Europe__Brussels, "2026-12-03T18:00:00Z"),
            "BEGIN:VTIMEZONE\nTZID:Europe/Brussels\n\
             BEGIN:DAYLIGHT\nDTSTART:20250330T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n\
             RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n\
             BEGIN:STANDARD\nDTSTART:20251026T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
             RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE"
        );
    }

    #[test]
    fn the_south_changes_the_other_way() {
        let sydney = told(Tz::Australia__Sydney, "2027-01-05T00:00:00Z");
        assert!(sydney.contains("BEGIN:STANDARD\nDTSTART:20260405T030000\nTZOFFSETFROM:+1100\nTZOFFSETTO:+1000\nRRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU"), "{sydney}");
    }

    #[test]
    fn zones_without_a_change_and_the_far_future() {
        let fixed = |name: &str, offset: &str| {
            format!(
                "BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:{offset}\n\
                 TZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE"
            )
        };
        assert_eq!(told(Tz::Asia__Kolkata, "2026-12-03T18:00:00Z"), fixed("Asia/Kolkata", "+0530"));
        assert_eq!(told(Tz::UTC, "2026-12-03T18:00:00Z"), fixed("UTC", "+0000"));
        assert!(told(Tz::Europe__Brussels, "9999-12-31T20:00:00Z").ends_with("END:VTIMEZONE"));
    }

    #[test]
    fn a_zone_without_a_yearly_rule_tells_its_dates() {
        // Morocco goes back for Ramadan, whose dates move through the year.
        let morocco = told(Tz::Africa__Casablanca, "2027-02-01T12:00:00Z");
        assert!(!morocco.contains("RRULE"), "{morocco}");
        assert!(morocco.contains("DTSTART:20260101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100"), "{morocco}");
        assert!(morocco.contains("DTSTART:20270207T030000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000"), "{morocco}");
    }

    /// Reads the offset at a wall-clock time back from explicit or yearly components, as a calendar would.
    fn offset_by(lines: &[String], local: NaiveDateTime) -> i32 {
        let mut best: Option<(NaiveDateTime, i32)> = None;
        for part in lines.join("\n").split("BEGIN:").skip(2) {
            let value = |name: &str| part.lines().find_map(|line| line.strip_prefix(name));
            let start = NaiveDateTime::parse_from_str(value("DTSTART:").unwrap(), "%Y%m%dT%H%M%S").unwrap();
            let to: i32 = value("TZOFFSETTO:").unwrap().parse().unwrap();
            let seconds = to / 100 * 3600 + to % 100 * 60;
            let onsets: Vec<_> = match value("RRULE:FREQ=YEARLY;BYMONTH=") {
                None => vec![start],
                Some(rule) => {
                    assert!(rule.ends_with(";BYDAY=-1SU"), "{rule}");
                    let month: u32 = rule.split(';').next().unwrap().parse().unwrap();
                    (start.year()..=local.year())
                        .map(|year| {
                            let last = (1..=31).rev().find_map(|day| {
                                NaiveDate::from_ymd_opt(year, month, day).filter(|d| d.weekday() == Weekday::Sun)
                            });
                            last.unwrap().and_time(start.time())
                        })
                        .collect()
                }
            };
            for onset in onsets.into_iter().filter(|onset| *onset <= local) {
                if best.is_none_or(|(when, _)| onset > when) {
                    best = Some((onset, seconds));
                }
            }
        }
        best.unwrap().1
    }

    #[test]
    fn hours_all_through_five_years_in_brussels_are_right() {
        let zone = Tz::Europe__Brussels;
        for year in 2026..=2030 {
            let mut hour = new_year(year);
            while hour < new_year(year + 1) {
                let instant = Instant::from_epoch_seconds(hour);
                let local = instant.in_zone(zone);
                // Local hours that come twice have no one answer.
                if zone.from_local_datetime(&local.naive_local()).single().is_some() {
                    let lines = lines(zone, instant, instant.plus(3600));
                    assert_eq!(
                        offset_by(&lines, local.naive_local()),
                        local.offset().fix().local_minus_utc(),
                        "{local}"
                    );
                }
                hour += 3600 * 7;
            }
        }
    }
}
