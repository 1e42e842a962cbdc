use chrono::Weekday;
use chrono_tz::Europe::Brussels;

use super::*;
use crate::domain::sample::{at, clock};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn pattern(rule: &str, first: &str, time: &str) -> Pattern {
    Pattern {
        rule: Recurrence::parse(rule).expect("a rule"),
        first: date(first),
        time: clock(time),
        duration_minutes: 120,
        exdates: BTreeSet::new(),
        rdates: BTreeSet::new(),
        skip_holidays: Vec::new(),
    }
}

fn dates(pattern: &Pattern) -> Vec<String> {
    let found = pattern.occurrences(Brussels).expect("dates");
    found.dates.iter().map(|one| one.date.to_string()).collect()
}

fn fault(pattern: &Pattern) -> (String, &'static str) {
    match pattern.occurrences(Brussels) {
        Err(Failure::Invalid(faults)) => (faults[0].pointer.clone(), faults[0].code),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_time_of_day_stays_when_the_clocks_change_and_so_does_the_length() {
    let weekly = pattern("FREQ=WEEKLY;COUNT=3", "2027-03-21", "01:30");
    let found = weekly.occurrences(Brussels).expect("dates").dates;
    let starts: Vec<Instant> = found.iter().map(|one| one.span.start()).collect();
    assert_eq!(starts, [at("2027-03-21T01:30"), at("2027-03-28T01:30"), at("2027-04-04T01:30")]);
    assert_eq!(found[1].span.end(), at("2027-03-28T04:30"), "two hours, of which the clocks skip one");
    assert!(found.iter().all(|one| one.span.seconds() == 120 * MINUTE));
    assert_eq!(weekly.starts_at_local().to_string(), "2027-03-21 01:30:00");
}

#[test]
fn dates_are_left_out_and_added() {
    let mut weekly = pattern("FREQ=WEEKLY;COUNT=4", "2026-12-03", "19:00");
    weekly.exdates = [date("2026-12-10"), date("2026-12-11")].into();
    weekly.rdates = [date("2026-12-12"), date("2026-12-17")].into();
    assert_eq!(dates(&weekly), ["2026-12-03", "2026-12-12", "2026-12-17", "2026-12-24"]);
    weekly.exdates = ["2026-12-03", "2026-12-10", "2026-12-17", "2026-12-24"].map(date).into();
    weekly.rdates.clear();
    assert_eq!(fault(&weekly), ("/rrule".to_owned(), "no_dates"));
}

#[test]
fn holidays_are_left_out_by_name_but_not_what_is_asked_for_besides() {
    let mut weekly = pattern("FREQ=WEEKLY;COUNT=6", "2026-12-11", "19:00");
    weekly.skip_holidays = vec![HolidaySet::School];
    assert_eq!(dates(&weekly), ["2026-12-11", "2026-12-18", "2027-01-08", "2027-01-15"]);
    let left_out = weekly.occurrences(Brussels).expect("dates").holidays;
    assert_eq!(left_out, ["2026-12-25", "2027-01-01"].map(|day| (date(day), HolidayName::ChristmasBreak)));
    weekly.skip_holidays = vec![HolidaySet::Public];
    assert_eq!(dates(&weekly), ["2026-12-11", "2026-12-18", "2027-01-08", "2027-01-15"]);
    weekly.rdates = [date("2027-01-01")].into();
    assert_eq!(dates(&weekly), ["2026-12-11", "2026-12-18", "2027-01-01", "2027-01-08", "2027-01-15"]);
    weekly.skip_holidays.clear();
    weekly.rdates.clear();
    assert_eq!(dates(&weekly).len(), 6);
}

#[test]
fn what_cannot_be_had_is_told_with_its_member() {
    let mut daily = pattern("FREQ=DAILY;COUNT=3", "2026-12-03", "19:00");
    daily.duration_minutes = 24 * 60 + 1;
    assert_eq!(fault(&daily), ("/duration_minutes".to_owned(), "overlap"));
    daily.duration_minutes = 24 * 60;
    assert_eq!(dates(&daily).len(), 3, "back to back");
    let late = pattern("FREQ=YEARLY;COUNT=2", "9999-06-01", "19:00");
    assert_eq!(fault(&late), ("/starts_at_local".to_owned(), "range"));
    let elsewhere = pattern("FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2026-12-03", "19:00");
    assert_eq!(fault(&elsewhere), ("/starts_at_local".to_owned(), "not_in_rule"));
    let mut many = pattern("FREQ=DAILY;COUNT=400", "2027-01-01", "19:00");
    many.rdates = [date("2030-01-01")].into();
    assert_eq!(fault(&many), ("/rdates".to_owned(), "too_many"));
}

#[test]
fn a_calendar_entry_has_exactly_the_dates_that_there_are() {
    let mut weekly = pattern("FREQ=WEEKLY;UNTIL=20270107", "2026-12-03", "19:00");
    weekly.rdates = [date("2026-12-12")].into();
    let starts = ["2026-12-03T19:00", "2026-12-12T19:00", "2026-12-17T19:00"].map(at).into();
    let told = weekly.calendar(&starts, Brussels).expect("a calendar entry");
    let local = |text: &str| text.parse::<NaiveDateTime>().expect("a local time");
    assert_eq!((told.first, told.end), (local("2026-12-03T19:00:00"), local("2026-12-03T21:00:00")));
    assert_eq!(told.rrule, "FREQ=WEEKLY;UNTIL=20270107T180000Z");
    let left_out =
        ["2026-12-10", "2026-12-24", "2026-12-31", "2027-01-07"].map(|day| local(&format!("{day}T19:00:00")));
    assert_eq!(told.exdates, left_out);
    assert_eq!(told.rdates, [local("2026-12-12T19:00:00")]);
}

#[test]
fn a_pattern_is_cut_in_two_that_have_its_dates() {
    for rule in [
        "FREQ=WEEKLY;COUNT=9",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630;BYDAY=TU,TH;WKST=SU",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-1TH",
        "FREQ=DAILY;INTERVAL=3;COUNT=30",
    ] {
        let mut whole = pattern(rule, "2027-01-28", "19:00");
        whole.exdates = [date("2027-02-25")].into();
        whole.rdates = [date("2027-02-01"), date("2027-04-01")].into();
        for cut in ["2027-01-29", "2027-02-25", "2027-03-01", "2027-03-20"] {
            let (before, from) = (whole.before(date(cut)).unwrap().unwrap(), whole.from(date(cut)).unwrap().unwrap());
            let (early, late) = (dates(&before), dates(&from));
            assert!(early.iter().all(|one| one.as_str() < cut) && late.iter().all(|one| one.as_str() >= cut));
            assert_eq!([early, late].concat(), dates(&whole), "{rule} at {cut}");
        }
        assert_eq!(whole.before(whole.first).unwrap(), None);
        assert_eq!(whole.from(date("2029-01-01")).unwrap(), None);
    }
    let mut besides = pattern("FREQ=WEEKLY;COUNT=2", "2027-01-28", "19:00");
    besides.rdates = [date("2027-03-01"), date("2027-03-09")].into();
    let rest = besides.from(date("2027-02-20")).unwrap().unwrap();
    assert_eq!(dates(&rest), ["2027-03-01", "2027-03-09"]);
}

#[test]
fn a_pattern_moves_to_another_day_date_by_date() {
    let moved = |rule: &str, first: &str, weekday| {
        let to = Move { weekday: Some(weekday), time: Some(clock("20:00")), duration_minutes: None };
        pattern(rule, first, "19:00").moved(to)
    };
    let (weekly, places) = moved("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270225", "2027-01-28", Weekday::Mon).unwrap();
    assert_eq!(dates(&weekly), ["2027-01-25", "2027-02-08", "2027-02-22"]);
    assert_eq!(weekly.rule.to_string(), "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270222");
    assert_eq!(places[&date("2027-02-11")], date("2027-02-08"));
    assert_eq!(weekly.time, clock("20:00"));
    // The last Thursday becomes the last Friday, also where that is a day earlier in the month.
    let (monthly, places) = moved("FREQ=MONTHLY;COUNT=3;BYDAY=-1TH", "2026-12-31", Weekday::Fri).unwrap();
    assert_eq!(dates(&monthly), ["2026-12-25", "2027-01-29", "2027-02-26"]);
    assert_eq!(places[&date("2026-12-31")], date("2026-12-25"));
    for (rule, first) in [
        ("FREQ=DAILY;COUNT=3", "2027-01-28"),
        ("FREQ=WEEKLY;COUNT=3;BYDAY=TU,TH", "2027-01-28"),
        ("FREQ=MONTHLY;COUNT=3", "2027-01-28"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=5TH", "2027-04-29"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=TH", "2027-01-28"),
    ] {
        assert!(moved(rule, first, Weekday::Fri).is_err(), "{rule}");
    }
}

#[test]
fn a_pattern_goes_on_by_its_rule() {
    let monthly = pattern("FREQ=MONTHLY;COUNT=6;BYDAY=-1TH", "2027-01-28", "19:00");
    let next = monthly.gone_on(date("2027-09-01"), crate::domain::recurrence::End::Count(3)).unwrap();
    assert_eq!(dates(&next), ["2027-09-30", "2027-10-28", "2027-11-25"]);
    // Every second week stays every second week.
    let fortnight = pattern("FREQ=WEEKLY;INTERVAL=2;COUNT=3", "2027-01-07", "19:00");
    let next = fortnight.gone_on(date("2027-02-05"), crate::domain::recurrence::End::Count(2)).unwrap();
    assert_eq!(dates(&next), ["2027-02-18", "2027-03-04"]);
}
