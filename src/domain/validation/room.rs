//! Layouts and rules of a room.

use super::{
    Faults, Lines, MOST_ENTRIES,
    hours::{Stretch, check_dates, check_stretches},
    member, text,
};
use crate::domain::{
    clock_time::{ClockTime, weekday},
    room::{Daypart, Layout, LendingWindow, Noise, Review, Rules},
};

/// The most people in any room.
pub const MOST_PEOPLE: i32 = 100_000;
/// Minutes of a day of 24 hours.
const DAY_MINUTES: u32 = 24 * 60;
/// The longest booking and the longest notice: a leap year, in minutes.
const MOST_MINUTES: u32 = 366 * DAY_MINUTES;
/// The furthest horizon, days: ten years.
const MOST_HORIZON_DAYS: u32 = 3_650;
/// The longest a host keeps the right to take time back, days: a year.
const MOST_RECALL_DAYS: u32 = 366;
/// The most months in which times that nobody came count: five years.
const MOST_MONTHS: u32 = 60;
/// The most layouts, parts of the day, classes and steps.
const MOST_PARTS: usize = 24;
/// The most characters of a name.
const MOST_NAME: usize = 100;

/// Looks at a room's layouts, and drops white space around their names.
pub fn layouts(faults: &mut Faults, pointer: &str, layouts: &mut [Layout]) {
    if !faults.bound_entries(pointer, layouts, MOST_PARTS) {
        return;
    }
    for (index, layout) in layouts.iter_mut().enumerate() {
        layout.name = text(faults, format!("{pointer}/{index}/name"), &layout.name, MOST_NAME, Lines::One);
        faults.bound(format!("{pointer}/{index}/capacity"), layout.capacity, &(1..=MOST_PEOPLE));
    }
    let names = layouts.iter().map(|layout| layout.name.as_str()).enumerate();
    faults.unique(names.map(|(index, name)| (format!("{pointer}/{index}/name"), name)));
}

/// Looks at the rules of a room, and drops white space around the names in them.
pub fn rules(faults: &mut Faults, pointer: &str, rules: &mut Rules) {
    let at = |name: &str| member(pointer, name);
    times(faults, pointer, rules);
    for (class, days) in &rules.horizon_days {
        let here = member(&at("horizon_days"), class);
        text(faults, here.as_str(), class, MOST_NAME, Lines::One);
        faults.bound(here, *days, &(0..=MOST_HORIZON_DAYS));
    }
    if rules.horizon_days.len() > MOST_PARTS {
        faults.add(at("horizon_days"), "too_many", format!("There are at most {MOST_PARTS} classes."));
    }
    if let Some(windows) = &rules.lending_windows {
        lending_windows(faults, &at("lending_windows"), windows);
    }
    if let Some(days) = rules.recall_days {
        faults.bound(at("recall_days"), days, &(0..=MOST_RECALL_DAYS));
    }
    if let Some(minutes) = rules.no_show_minutes {
        faults.bound(at("no_show_minutes"), minutes, &(5..=DAY_MINUTES));
    }
    review(faults, &at("review"), &rules.review);
    if let Some(noise) = &rules.noise {
        music(faults, &at("noise"), noise);
    }
    cancellation(faults, &at("cancellation"), rules);
    if let Some(version) = &mut rules.terms_version {
        *version = text(faults, at("terms_version"), version, MOST_NAME, Lines::One);
    }
}

/// Grid, parts of the day, lengths, notice, set-up and clean-up.
fn times(faults: &mut Faults, pointer: &str, rules: &mut Rules) {
    let at = |name: &str| member(pointer, name);
    if let Some(minutes) = rules.grid_minutes {
        faults.bound(at("grid_minutes"), minutes, &(1..=DAY_MINUTES));
        if rules.dayparts.is_some() {
            faults.add(at("dayparts"), "conflicting", "A room has a grid or parts of the day, not both.");
        }
    }
    if let Some(parts) = &mut rules.dayparts {
        dayparts(faults, &at("dayparts"), parts);
    }
    faults.bound(at("min_minutes"), rules.min_minutes, &(1..=MOST_MINUTES));
    faults.bound(at("max_minutes"), rules.max_minutes, &(1..=MOST_MINUTES));
    if rules.min_minutes > rules.max_minutes {
        faults.add(at("max_minutes"), "backwards", "The longest booking is not shorter than the shortest.");
    } else if let Some(grid) = rules.grid_minutes.filter(|grid| *grid > 0)
        && rules.max_minutes / grid * grid < rules.min_minutes
    {
        let message = "No multiple of the grid lies between the shortest and the longest booking.";
        faults.add(at("grid_minutes"), "conflicting", message);
    }
    faults.bound(at("notice_minutes"), rules.notice_minutes, &(0..=MOST_MINUTES));
    faults.bound(at("setup_minutes"), rules.setup_minutes, &(0..=DAY_MINUTES));
    faults.bound(at("cleanup_minutes"), rules.cleanup_minutes, &(0..=DAY_MINUTES));
}

/// Looks at parts of the day, and drops white space around their names.
pub fn dayparts(faults: &mut Faults, pointer: &str, parts: &mut [Daypart]) {
    if parts.is_empty() {
        faults.add(pointer, "required", "There is at least one part of the day.");
    }
    if !faults.bound_entries(pointer, parts, MOST_PARTS) {
        return;
    }
    for (index, part) in parts.iter_mut().enumerate() {
        part.name = text(faults, format!("{pointer}/{index}/name"), &part.name, MOST_NAME, Lines::One);
        if part.starts == ClockTime::END_OF_DAY {
            faults.add(format!("{pointer}/{index}/starts"), "out_of_range", "A part of the day starts before 24:00.");
        }
    }
    let names = parts.iter().map(|part| part.name.as_str()).enumerate();
    faults.unique(names.map(|(index, name)| (format!("{pointer}/{index}/name"), name)));
}

fn lending_windows(faults: &mut Faults, pointer: &str, windows: &[LendingWindow]) {
    if !faults.bound_entries(pointer, windows, MOST_ENTRIES) {
        return;
    }
    let stretch = |lent: &LendingWindow| Stretch {
        of: (lent.weekday, lent.valid_from, lent.valid_until),
        from: lent.from,
        until: lent.until,
    };
    check_stretches(faults, pointer, "until", &windows.iter().map(stretch).collect::<Vec<_>>());
    for (index, lent) in windows.iter().enumerate() {
        check_dates(faults, &format!("{pointer}/{index}"), lent.valid_from, lent.valid_until);
    }
}

fn review(faults: &mut Faults, pointer: &str, review: &Review) {
    if let Some(people) = review.attendees_over {
        faults.bound(member(pointer, "attendees_over"), people, &(0..=MOST_PEOPLE));
    }
    for (name, times) in [("no_shows", review.no_shows), ("incidents", review.incidents)] {
        if let Some(times) = times {
            faults.bound(member(pointer, name), times, &(1..=1_000));
        }
    }
    for (name, months) in [("no_show_months", review.no_show_months), ("incident_months", review.incident_months)] {
        if let Some(months) = months {
            faults.bound(member(pointer, name), months, &(1..=MOST_MONTHS));
        }
    }
}

fn music(faults: &mut Faults, pointer: &str, noise: &Noise) {
    for day in noise.amplified_until.keys().filter(|day| weekday::parse(day).is_none()) {
        let here = member(&member(pointer, "amplified_until"), day);
        faults.add(here, "unknown", "A day of the week is one of mo, tu, we, th, fr, sa, su.");
    }
    if let Some(events) = noise.amplified_per_year {
        faults.bound(member(pointer, "amplified_per_year"), events, &(0..=10_000));
    }
}

fn cancellation(faults: &mut Faults, pointer: &str, rules: &Rules) {
    let steps = &rules.cancellation;
    if !faults.bound_entries(pointer, steps, MOST_PARTS) {
        return;
    }
    for (index, step) in steps.iter().enumerate() {
        faults.bound(format!("{pointer}/{index}/until_hours_before"), step.until_hours_before, &(0..=366 * 24));
        faults.bound(format!("{pointer}/{index}/due_percent"), step.due_percent, &(0..=100));
    }
    let hours = steps.iter().map(|step| step.until_hours_before).enumerate();
    faults.unique(hours.map(|(index, hours)| (format!("{pointer}/{index}/until_hours_before"), hours)));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn codes(check: impl FnOnce(&mut Faults)) -> Vec<(String, &'static str)> {
        let mut faults = Faults::new();
        check(&mut faults);
        faults.into_vec().into_iter().map(|fault| (fault.pointer, fault.code)).collect()
    }

    fn found(value: Value) -> Vec<(String, &'static str)> {
        let mut given: Rules = serde_json::from_value(value).expect("rules");
        codes(|faults| rules(faults, "/rules", &mut given))
    }

    fn assert_found<const N: usize>(value: Value, expected: [(&str, &'static str); N]) {
        assert_eq!(found(value), expected.map(|(pointer, code)| (format!("/rules{pointer}"), code)));
    }

    #[test]
    fn rules_that_make_sense_are_fine() {
        assert_found(json!({}), []);
        let full = json!({
            "grid_minutes": 15, "min_minutes": 30, "max_minutes": 1440, "notice_minutes": 120,
            "horizon_days": {"default": 180, "committee": 400}, "setup_minutes": 1440, "cleanup_minutes": 0,
            "eligible_kinds": ["association"],
            "lending_windows": [{"weekday": "mo", "from": "18:00", "until": "24:00", "access": "key_holder"}],
            "review": {"mode": "when", "attendees_over": 50, "no_shows": 2, "incidents": 3},
            "noise": {"amplified_until": {"fr": "22:00"}, "amplified_per_year": 12},
            "cancellation": [{"until_hours_before": 168, "due_percent": 0}, {"until_hours_before": 24, "due_percent": 100}],
            "terms_version": "2026-1",
        });
        assert_found(full, []);
        let night = json!({"dayparts": [{"name": "night", "starts": "22:00", "ends": "02:00"}]});
        assert_found(night, []);
    }

    #[test]
    fn numbers_have_bounds() {
        let bad = json!({
            "grid_minutes": 0, "min_minutes": 0, "max_minutes": 600_000, "notice_minutes": 600_000,
            "horizon_days": {"default": 3_651}, "setup_minutes": 1_441, "cleanup_minutes": 1_441,
            "review": {"attendees_over": -1, "no_shows": 0, "incidents": 0, "incident_months": 0},
            "noise": {"amplified_per_year": 10_001},
            "cancellation": [{"until_hours_before": 9_000, "due_percent": 101}],
        });
        let members = [
            "grid_minutes",
            "min_minutes",
            "max_minutes",
            "notice_minutes",
            "setup_minutes",
            "cleanup_minutes",
            "horizon_days/default",
            "review/attendees_over",
            "review/no_shows",
            "review/incidents",
            "review/incident_months",
            "noise/amplified_per_year",
            "cancellation/0/until_hours_before",
            "cancellation/0/due_percent",
        ];
        assert_eq!(found(bad), members.map(|member| (format!("/rules/{member}"), "out_of_range")));
    }

    #[test]
    fn members_agree_with_one_another() {
        assert_found(json!({"min_minutes": 120, "max_minutes": 60}), [("/max_minutes", "backwards")]);
        assert_found(
            json!({"grid_minutes": 60, "min_minutes": 70, "max_minutes": 110}),
            [("/grid_minutes", "conflicting")],
        );
        assert_found(
            json!({"grid_minutes": 30, "dayparts": [{"name": "am", "starts": "08:00", "ends": "12:00"}]}),
            [("/dayparts", "conflicting")],
        );
        let steps =
            json!([{"until_hours_before": 24, "due_percent": 0}, {"until_hours_before": 24, "due_percent": 50}]);
        assert_found(json!({"cancellation": steps}), [("/cancellation/1/until_hours_before", "duplicate")]);
    }

    #[test]
    fn parts_of_the_day_have_names_of_their_own() {
        assert_found(json!({"dayparts": []}), [("/dayparts", "required")]);
        let bad = json!({"dayparts": [
            {"name": "am", "starts": "08:00", "ends": "12:00"},
            {"name": " ", "starts": "24:00", "ends": "01:00"},
            {"name": " am ", "starts": "13:00", "ends": "17:00"},
        ]});
        let expected = [
            ("/dayparts/1/name", "required"),
            ("/dayparts/1/starts", "out_of_range"),
            ("/dayparts/2/name", "duplicate"),
        ];
        assert_found(bad, expected);
        let part = json!({"name": "am", "starts": "08:00", "ends": "12:00"});
        assert_found(json!({"dayparts": vec![part; 25]}), [("/dayparts", "too_many")]);
    }

    #[test]
    fn windows_days_and_names_are_looked_at() {
        let bad = json!({
            "lending_windows": [
                {"weekday": "mo", "from": "18:00", "until": "18:00", "access": "staffed"},
                {"weekday": "tu", "from": "08:00", "until": "12:00", "access": "staffed"},
                {"weekday": "tu", "from": "11:00", "until": "13:00", "access": "staffed"},
                {"weekday": "we", "from": "08:00", "until": "12:00", "access": "staffed",
                 "valid_from": "2027-02-01", "valid_until": "2027-01-01"},
            ],
            "horizon_days": {"a/b\nc": 1},
            "noise": {"amplified_until": {"friday": "22:00"}},
            "terms_version": " ",
        });
        let expected = [
            ("/horizon_days/a~1b\nc", "control_character"),
            ("/lending_windows/0/until", "backwards"),
            ("/lending_windows/2", "overlap"),
            ("/lending_windows/3/valid_until", "backwards"),
            ("/noise/amplified_until/friday", "unknown"),
            ("/terms_version", "required"),
        ];
        let found = found(bad);
        assert_eq!(found, expected.map(|(pointer, code)| (format!("/rules{pointer}"), code)));
    }

    #[test]
    fn layouts_have_names_and_seats() {
        let layout = |name: &str, capacity| Layout { name: name.to_owned(), capacity };
        let of = |given: &mut [Layout]| codes(|faults| layouts(faults, "/layouts", given));
        let mut fine = [layout(" rows ", 1), layout("tables", 100_000)];
        assert_eq!(of(&mut fine), []);
        assert_eq!(fine[0].name, "rows");
        let bad = of(&mut [layout("rows", 0), layout("rows ", 100_001), layout("", 5)]);
        let expected = [
            ("/layouts/0/capacity", "out_of_range"),
            ("/layouts/1/capacity", "out_of_range"),
            ("/layouts/2/name", "required"),
            ("/layouts/1/name", "duplicate"),
        ];
        assert_eq!(bad, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
    }
}
