//! Weekly hours, lending windows and exceptions.

use chrono::NaiveDate;

use super::{Faults, MOST_ENTRIES};
use crate::domain::{
    centre::{HoursException, OpeningHours},
    clock_time::ClockTime,
};

/// The most exceptions: some years of holidays.
const MOST_EXCEPTIONS: usize = 1_000;

/// Looks at a centre's weekly hours.
pub fn opening_hours(faults: &mut Faults, pointer: &str, hours: &[OpeningHours]) {
    if !faults.bound_entries(pointer, hours, MOST_ENTRIES) {
        return;
    }
    let stretches: Vec<_> = hours
        .iter()
        .map(|weekly| Stretch {
            of: (weekly.weekday, weekly.valid_from, weekly.valid_until),
            from: weekly.opens,
            until: weekly.closes,
        })
        .collect();
    check_stretches(faults, pointer, "closes", &stretches);
    for (index, weekly) in hours.iter().enumerate() {
        check_dates(faults, &format!("{pointer}/{index}"), weekly.valid_from, weekly.valid_until);
    }
}

/// Looks at a centre's dates with other hours.
pub fn exceptions(faults: &mut Faults, pointer: &str, exceptions: &[HoursException]) {
    if !faults.bound_entries(pointer, exceptions, MOST_EXCEPTIONS) {
        return;
    }
    let mut open = Vec::new();
    for (index, exception) in exceptions.iter().enumerate() {
        let here = format!("{pointer}/{index}");
        let given = [
            ("opens", exception.opens.is_some()),
            ("closes", exception.closes.is_some()),
            ("access", exception.access.is_some()),
        ];
        for (name, is_given) in given {
            if exception.closed && is_given {
                faults.add(format!("{here}/{name}"), "conflicting", "A closed date has no hours.");
            }
            if !exception.closed && !is_given {
                faults.add(format!("{here}/{name}"), "required", "A date that is not closed has its hours.");
            }
        }
        if let (false, Some(from), Some(until)) = (exception.closed, exception.opens, exception.closes) {
            open.push((here, Stretch { of: exception.date, from, until }));
        }
    }
    check_located(faults, "closes", &open);
}

/// A stretch of local time, of a day or date and its validity: only stretches of the same one may not overlap.
pub(super) struct Stretch<K> {
    pub(super) of: K,
    pub(super) from: ClockTime,
    pub(super) until: ClockTime,
}

/// Adds `backwards` for stretches that do not end after they start (`end` is the name of that member), and `overlap`
/// for those that share time with an earlier one in the list.
pub(super) fn check_stretches<K: PartialEq + Copy>(
    faults: &mut Faults,
    pointer: &str,
    end: &str,
    stretches: &[Stretch<K>],
) {
    let place = |(index, stretch): (usize, &Stretch<K>)| {
        (format!("{pointer}/{index}"), Stretch { of: stretch.of, from: stretch.from, until: stretch.until })
    };
    let located: Vec<_> = stretches.iter().enumerate().map(place).collect();
    check_located(faults, end, &located);
}

fn check_located<K: PartialEq>(faults: &mut Faults, end: &str, stretches: &[(String, Stretch<K>)]) {
    for (index, (here, stretch)) in stretches.iter().enumerate() {
        if stretch.until <= stretch.from {
            let message = "This ends after it starts; hours over midnight are two: until 24:00, and from 00:00 on.";
            faults.add(format!("{here}/{end}"), "backwards", message);
        }
        let overlaps =
            |other: &Stretch<K>| other.of == stretch.of && other.from < stretch.until && stretch.from < other.until;
        if stretches[..index].iter().any(|(_, other)| overlaps(other)) {
            faults.add(here.as_str(), "overlap", "This overlaps hours that are there already.");
        }
    }
}

/// Adds `backwards` where the last date lies before the first.
pub(super) fn check_dates(faults: &mut Faults, pointer: &str, from: Option<NaiveDate>, until: Option<NaiveDate>) {
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        faults.add(format!("{pointer}/valid_until"), "backwards", "The last date is not before the first.");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn found(check: impl FnOnce(&mut Faults)) -> Vec<(String, &'static str)> {
        let mut faults = Faults::new();
        check(&mut faults);
        faults.into_vec().into_iter().map(|fault| (fault.pointer, fault.code)).collect()
    }

    fn weekly(value: Value) -> Vec<(String, &'static str)> {
        let hours: Vec<OpeningHours> = serde_json::from_value(value).expect("hours");
        found(|faults| opening_hours(faults, "/opening_hours", &hours))
    }

    fn other(value: Value) -> Vec<(String, &'static str)> {
        let dates: Vec<HoursException> = serde_json::from_value(value).expect("exceptions");
        found(|faults| exceptions(faults, "/exceptions", &dates))
    }

    #[test]
    fn hours_that_make_sense_are_fine() {
        assert_eq!(weekly(json!([])), []);
        let fine = json!([
            {"weekday": "mo", "opens": "08:00", "closes": "12:00", "access": "staffed"},
            {"weekday": "mo", "opens": "12:00", "closes": "24:00", "access": "key_holder"},
            {"weekday": "tu", "opens": "00:00", "closes": "24:00", "access": "staffed"},
            {"weekday": "mo", "opens": "09:00", "closes": "17:00", "access": "staffed", "valid_from": "2027-07-01",
             "valid_until": "2027-07-01"},
        ]);
        assert_eq!(weekly(fine), [], "a season may lie over the hours of the year");
        let fine = json!([
            {"date": "2027-12-25", "closed": true},
            {"date": "2027-12-24", "opens": "08:00", "closes": "12:00", "access": "staffed"},
            {"date": "2027-12-24", "opens": "12:00", "closes": "16:00", "access": "staffed"},
        ]);
        assert_eq!(other(fine), []);
    }

    #[test]
    fn weekly_hours_run_forwards_and_apart() {
        let bad = json!([
            {"weekday": "mo", "opens": "08:00", "closes": "08:00", "access": "staffed"},
            {"weekday": "mo", "opens": "22:00", "closes": "02:00", "access": "staffed"},
            {"weekday": "we", "opens": "08:00", "closes": "12:00", "access": "staffed"},
            {"weekday": "we", "opens": "11:59", "closes": "13:00", "access": "key_holder", "valid_from": null},
            {"weekday": "th", "opens": "08:00", "closes": "12:00", "access": "staffed", "valid_from": "2027-07-02",
             "valid_until": "2027-07-01"},
        ]);
        let expected = [
            ("/opening_hours/0/closes", "backwards"),
            ("/opening_hours/1/closes", "backwards"),
            ("/opening_hours/3", "overlap"),
            ("/opening_hours/4/valid_until", "backwards"),
        ];
        assert_eq!(weekly(bad), expected.map(|(pointer, code)| (pointer.to_owned(), code)));
    }

    #[test]
    fn a_date_is_closed_or_has_its_hours() {
        let bad = json!([
            {"date": "2027-12-25", "closed": true, "opens": "08:00", "access": "staffed"},
            {"date": "2027-12-26"},
            {"date": "2027-12-27", "opens": "12:00", "closes": "08:00", "access": "staffed"},
            {"date": "2027-12-28", "opens": "08:00", "closes": "12:00", "access": "staffed"},
            {"date": "2027-12-28", "opens": "08:00", "closes": "12:00", "access": "staffed"},
        ]);
        let expected = [
            ("/exceptions/0/opens", "conflicting"),
            ("/exceptions/0/access", "conflicting"),
            ("/exceptions/1/opens", "required"),
            ("/exceptions/1/closes", "required"),
            ("/exceptions/1/access", "required"),
            ("/exceptions/2/closes", "backwards"),
            ("/exceptions/4", "overlap"),
        ];
        assert_eq!(other(bad), expected.map(|(pointer, code)| (pointer.to_owned(), code)));
    }

    #[test]
    fn lists_have_an_end() {
        let hours = json!({"weekday": "mo", "opens": "08:00", "closes": "12:00", "access": "staffed"});
        assert_eq!(weekly(json!(vec![hours; 201])), [("/opening_hours".to_owned(), "too_many")]);
        let date = json!({"date": "2027-12-25", "closed": true});
        assert_eq!(other(json!(vec![date; 1001])), [("/exceptions".to_owned(), "too_many")]);
    }
}
