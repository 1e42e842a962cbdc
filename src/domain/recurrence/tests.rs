use chrono_tz::Europe::Brussels;
use serde::Deserialize;

use super::*;
use crate::domain::{local_time, sample::clock};

fn rule(text: &str) -> Recurrence {
    Recurrence::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn of(text: &str, first: &str) -> Result<Vec<String>, RecurrenceError> {
    dates(&rule(text), date(first)).map(|dates| dates.iter().map(ToString::to_string).collect())
}

/// A rule with its instants as python-dateutil and zoneinfo work them out.
#[derive(Deserialize)]
struct Case {
    rule: String,
    start: String,
    instants: Vec<i64>,
}

#[test]
fn every_occurrence_is_where_another_implementation_has_it() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../../../tests/fixtures/recurrence.json")).expect("the fixture");
    assert!(cases.len() > 80);
    for Case { rule: text, start, instants } in cases {
        let (first, time) = start.split_once('T').expect("a date and a time");
        let found = dates(&rule(&text), date(first)).unwrap_or_else(|fault| panic!("{text} from {start}: {fault}"));
        let resolve = |date: NaiveDate| local_time::resolve(date, clock(time), Brussels).expect("an instant");
        let found: Vec<i64> = found.into_iter().map(|date| resolve(date).epoch_seconds()).collect();
        assert_eq!(found, instants, "{text} from {start}");
    }
}

#[test]
fn a_rule_reads_back_as_it_is_written() {
    for text in [
        "FREQ=DAILY;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=20271231;BYDAY=MO,TH;WKST=SU",
        "FREQ=MONTHLY;COUNT=12;BYDAY=-1TH",
        "FREQ=MONTHLY;COUNT=12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;COUNT=4;BYMONTH=2,6;BYMONTHDAY=1,-1",
    ] {
        assert_eq!(rule(text).to_string(), text);
        assert_eq!(rule(&format!(" rrule:{} ", text.to_lowercase())).to_string(), text);
    }
    assert_eq!(rule("FREQ=DAILY;UNTIL=20271231T225959Z").end, End::Until(date("2027-12-31")));
}

#[test]
fn what_is_no_rule_is_refused() {
    for text in [
        "",
        "FREQ",
        "FREQ=",
        "COUNT=3",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=3;COUNT=4",
        "FREQ=DAILY;COUNT=3;UNTIL=20271231",
        "FREQ=DAILY;COUNT=3;",
        "FREQ=DAILY;COUNT=3;X-A=1",
        "FREQ=DAILY;COUNT=3;INTERVAL=0",
        "FREQ=DAILY;COUNT=3;INTERVAL=401",
        "FREQ=DAILY;UNTIL=20270231",
        "FREQ=DAILY;UNTIL=2027-12-31",
        "FREQ=DAILY;UNTIL=20271231T99",
        "FREQ=WEEKLY;COUNT=3;BYDAY=1MO",
        "FREQ=WEEKLY;COUNT=3;BYMONTHDAY=1",
        "FREQ=WEEKLY;COUNT=3;BYDAY=é",
        "FREQ=MONTHLY;COUNT=3;BYDAY=0MO",
        "FREQ=MONTHLY;COUNT=3;BYDAY=54MO",
        "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=32",
        "FREQ=MONTHLY;COUNT=3;BYSETPOS=1",
        "FREQ=YEARLY;COUNT=3;BYMONTH=13",
    ] {
        assert!(matches!(Recurrence::parse(text), Err(RecurrenceError::Malformed(_))), "{text}");
    }
}

#[test]
fn hostile_rules_are_refused_at_once() {
    let unsupported = |text: &str| matches!(Recurrence::parse(text), Err(RecurrenceError::Unsupported(_)));
    for text in [
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=MINUTELY;COUNT=3",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=DAILY;COUNT=3;BYHOUR=1,2,3",
        "FREQ=DAILY;COUNT=3;BYSECOND=1",
        "FREQ=YEARLY;COUNT=3;BYWEEKNO=20",
        "FREQ=YEARLY;COUNT=3;BYYEARDAY=366",
    ] {
        assert!(unsupported(text), "{text}");
    }
    assert_eq!(Recurrence::parse("FREQ=DAILY"), Err(RecurrenceError::Endless));
    assert_eq!(Recurrence::parse("FREQ=DAILY;COUNT=401"), Err(RecurrenceError::TooMany));
    let list = (0..63).map(|_| "1").collect::<Vec<_>>().join(",");
    assert!(Recurrence::parse(&format!("FREQ=MONTHLY;COUNT=3;BYMONTHDAY={list}")).is_err());
    assert!(Recurrence::parse(&format!("FREQ=MONTHLY;COUNT=3;BYMONTHDAY={}", "1,".repeat(100_000))).is_err());
    // Never matches, or not within the years that are looked at.
    assert_eq!(of("FREQ=YEARLY;COUNT=3;BYMONTH=2;BYMONTHDAY=30", "2027-01-01"), Err(RecurrenceError::StartsElsewhere));
    assert_eq!(of("FREQ=DAILY;COUNT=3;BYMONTH=2;BYMONTHDAY=31", "2027-01-01"), Err(RecurrenceError::StartsElsewhere));
    // Thousands of years.
    assert_eq!(of("FREQ=DAILY;UNTIL=99991231", "2027-01-01"), Err(RecurrenceError::TooMany));
    let leap = of("FREQ=YEARLY;UNTIL=99991231;BYMONTH=2;BYMONTHDAY=29", "2028-02-29").expect("dates");
    assert_eq!(leap, ["2028-02-29", "2032-02-29", "2036-02-29"]);
}

#[test]
fn the_first_date_is_one_of_the_rule() {
    assert_eq!(of("FREQ=WEEKLY;COUNT=2;BYDAY=TH", "2026-12-04"), Err(RecurrenceError::StartsElsewhere));
    assert_eq!(of("FREQ=WEEKLY;COUNT=2;BYDAY=TH", "2026-12-03").expect("dates"), ["2026-12-03", "2026-12-10"]);
    assert_eq!(of("FREQ=WEEKLY;UNTIL=20261202", "2026-12-03"), Err(RecurrenceError::StartsElsewhere));
}

#[test]
fn there_are_at_most_four_hundred_dates() {
    assert_eq!(of("FREQ=DAILY;COUNT=400", "2027-01-01").expect("dates").len(), 400);
    assert_eq!(of("FREQ=DAILY;UNTIL=20280205", "2027-01-01"), Err(RecurrenceError::TooMany));
}
