//! Shown times lie inside the hours in which the room can be booked: those of the centre, joined over midnight, and
//! within the windows in which a host lends the room.

use serde_json::{Value, json};

use super::{RuleCode, Violation, wording::listed};
use crate::domain::{
    centre::{Centre, CentreState},
    hours::{bookable_hours, open_hours},
    local_time::{LocalDay, days_of},
    resource::UseState,
    room::Room,
    spans::SpanSet,
    time::{Instant, Span},
};

/// The most local days whose hours a violation lists.
const MOST_DAYS_LISTED: usize = 7;

/// What opening hours say of a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The breach, where the room cannot be booked then. Its limit lists the hours of the days that the time touches
    /// as `{starts_at, ends_at}`; it is a date where the centre opens later or has closed, and null where the room or
    /// the centre cannot be booked at all.
    pub violation: Option<Violation>,
    /// Whether staff is there all the time.
    pub staffed: bool,
    /// Whether staff or a volunteer of the rota is there all the time.
    pub covered: bool,
}

/// Looks `span` up in the opening hours.
#[must_use]
pub fn check(centre: &Centre, room: &Room, span: Span) -> Opening {
    if let Some(violation) = out_of_use(centre, room) {
        return Opening { violation: Some(violation), staffed: false, covered: false };
    }
    let hours = bookable_hours(centre, room, span);
    let inside = hours.open.contains(span);
    let staffed = hours.staffed.contains(span);
    Opening {
        violation: (!inside).then(|| outside(centre, room, span)),
        staffed,
        covered: staffed || hours.staffed.union(&centre.covered.clipped(span)).contains(span),
    }
}

fn breach(message: impl Into<String>, limit: impl Into<Value>) -> Violation {
    Violation::new(RuleCode::OpeningHours, message, limit)
}

/// Whether the room can be booked at some time: it and its centre are in use.
#[must_use]
pub fn is_in_use(centre: &Centre, room: &Room) -> bool {
    out_of_use(centre, room).is_none()
}

/// Why the room can be booked at no time at all.
fn out_of_use(centre: &Centre, room: &Room) -> Option<Violation> {
    if room.state == UseState::Retired {
        return Some(breach("The room is no longer in use.", Value::Null));
    }
    let message = match centre.state {
        CentreState::Open => return None,
        CentreState::Planned => "The centre is planned and cannot be booked yet.",
        CentreState::UnderStudy => "The centre is under study and cannot be booked.",
        CentreState::Closed => "The centre is closed for good.",
    };
    Some(breach(message, Value::Null))
}

fn outside(centre: &Centre, room: &Room, span: Span) -> Violation {
    let days: Vec<LocalDay> = days_of(span, centre.timezone).take(MOST_DAYS_LISTED + 1).collect();
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return breach("The time lies outside the years that can be booked.", Value::Null);
    };
    if let Some(opens_on) = centre.opens_on.filter(|opens_on| first.date() < *opens_on) {
        return breach(format!("The centre can be booked from {opens_on} on."), opens_on.to_string());
    }
    if let Some(closes_on) = centre.closes_on.filter(|closes_on| last.date() > *closes_on) {
        return breach(format!("The centre can be booked until {closes_on}."), closes_on.to_string());
    }
    if days.len() > MOST_DAYS_LISTED {
        return breach("The room cannot be booked for so many days on end.", Value::Null);
    }
    let Some(touched) = Span::new(first.start(), last.end()) else {
        return breach("The centre is closed then.", json!([]));
    };
    let hours = bookable_hours(centre, room, touched).open;
    let lent_out = open_hours(centre, span).open.contains(span);
    breach(message(centre, &days, &hours, lent_out), listing(centre, &hours))
}

/// The hours in words. `lent_out`: the centre is open then, but the room's host does not lend it.
fn message(centre: &Centre, days: &[LocalDay], hours: &SpanSet, lent_out: bool) -> String {
    let subject = if lent_out { "The host lends the room" } else { "The room can be booked" };
    let [day] = days else {
        return format!("{subject} only in part of that time.");
    };
    let clock = |instant: Instant| match instant {
        midnight if midnight == day.end() => "24:00".to_owned(),
        other => other.in_zone(centre.timezone).format("%H:%M").to_string(),
    };
    let stretches: Vec<String> =
        hours.iter().map(|open| format!("from {} to {}", clock(open.start()), clock(open.end()))).collect();
    match (stretches.is_empty(), lent_out) {
        (false, _) => format!("On {} {} {}.", day.date(), lower_first(subject), listed(&stretches, "and")),
        (true, true) => format!("The host does not lend the room on {}.", day.date()),
        (true, false) => format!("The room cannot be booked on {}.", day.date()),
    }
}

fn lower_first(subject: &str) -> String {
    subject.replacen('T', "t", 1)
}

fn listing(centre: &Centre, hours: &SpanSet) -> Value {
    let text = |instant: Instant| instant.rfc3339_in(centre.timezone);
    hours.iter().map(|open| json!({"starts_at": text(open.start()), "ends_at": text(open.end())})).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        centre::Access,
        room::LendingWindow,
        sample::{centre, clock, room, span, weekly},
        time::MINUTE,
    };

    fn breach_of(centre: &Centre, from: &str, until: &str) -> Option<Violation> {
        check(centre, &room(), span(from, until)).violation
    }

    #[test]
    fn a_time_inside_the_hours_is_fine_also_over_midnight() {
        let centre = centre();
        let opening = check(&centre, &room(), span("2027-03-01T08:00", "2027-03-01T18:00"));
        assert_eq!(opening, Opening { violation: None, staffed: true, covered: true });
        let evening = check(&centre, &room(), span("2027-03-01T17:30", "2027-03-01T19:00"));
        assert_eq!(evening, Opening { violation: None, staffed: false, covered: false }, "staffed only in part");
        assert_eq!(breach_of(&centre, "2027-03-05T22:00", "2027-03-06T02:00"), None, "Friday 24:00 joins Saturday");
        assert_eq!(breach_of(&centre, "2027-03-01T20:00", "2027-03-02T00:00"), None, "until 24:00");
    }

    #[test]
    fn a_time_outside_is_refused_with_the_hours_of_its_days() {
        let mut centre = centre();
        centre.opening_hours = weekly("mo", "08:00", "12:00", Access::Staffed);
        centre.opening_hours.extend(weekly("mo", "13:00", "24:00", Access::Staffed));
        let breach = breach_of(&centre, "2027-03-01T11:00", "2027-03-01T13:30").unwrap();
        assert_eq!(breach.message, "On 2027-03-01 the room can be booked from 08:00 to 12:00 and from 13:00 to 24:00.");
        let expected = json!([
            {"starts_at": "2027-03-01T08:00:00+01:00", "ends_at": "2027-03-01T12:00:00+01:00"},
            {"starts_at": "2027-03-01T13:00:00+01:00", "ends_at": "2027-03-02T00:00:00+01:00"},
        ]);
        assert_eq!(breach.limit, expected);
        let over_midnight = breach_of(&centre, "2027-03-01T23:00", "2027-03-02T01:00").unwrap();
        assert_eq!(over_midnight.message, "The room can be booked only in part of that time.");
        let tuesday = breach_of(&centre, "2027-03-02T10:00", "2027-03-02T11:00").unwrap();
        assert_eq!(tuesday.message, "The room cannot be booked on 2027-03-02.");
    }

    #[test]
    fn a_lent_room_says_that_its_host_does_not_lend_it() {
        let mut room = room();
        let window = LendingWindow {
            weekday: chrono::Weekday::Mon,
            from: clock("18:00"),
            until: clock("22:00"),
            valid_from: None,
            valid_until: None,
            access: Access::KeyHolder,
        };
        room.rules.lending_windows = Some(vec![window]);
        let message = |from, until| check(&centre(), &room, span(from, until)).violation.map(|breach| breach.message);
        assert_eq!(message("2027-03-01T18:00", "2027-03-01T22:00"), None);
        let monday = message("2027-03-01T17:00", "2027-03-01T19:00").unwrap();
        assert_eq!(monday, "On 2027-03-01 the host lends the room from 18:00 to 22:00.");
        let tuesday = message("2027-03-02T18:00", "2027-03-02T19:00").unwrap();
        assert_eq!(tuesday, "The host does not lend the room on 2027-03-02.");
    }

    #[test]
    fn a_volunteer_covers_what_staff_leaves() {
        let mut centre = centre();
        centre.covered = [span("2027-03-01T18:00", "2027-03-01T20:00"), span("2027-03-01T20:00", "2027-03-01T21:00")]
            .into_iter()
            .collect();
        let found = |from, until| check(&centre, &room(), span(from, until));
        let both = found("2027-03-01T17:00", "2027-03-01T21:00");
        assert_eq!((both.staffed, both.covered), (false, true), "staff until 18:00, then a volunteer");
        assert!(!found("2027-03-01T20:00", "2027-03-01T21:30").covered);
        assert!(found("2027-03-01T10:00", "2027-03-01T11:00").covered, "staff covers too");
        centre.covered = span("2027-03-01T18:00", "2027-03-01T21:00").into();
        let retired = Room { state: UseState::Retired, ..room() };
        assert!(!check(&centre, &retired, span("2027-03-01T18:00", "2027-03-01T19:00")).covered);
    }

    #[test]
    fn what_is_out_of_use_says_so() {
        let times = span("2027-03-01T10:00", "2027-03-01T11:00");
        let retired = Room { state: UseState::Retired, ..room() };
        let opening = check(&centre(), &retired, times);
        assert_eq!(opening.violation.unwrap().message, "The room is no longer in use.");
        assert!(!opening.staffed);
        for state in [CentreState::Planned, CentreState::UnderStudy, CentreState::Closed] {
            let centre = Centre { state, ..centre() };
            assert_eq!(check(&centre, &room(), times).violation.unwrap().limit, Value::Null);
        }
    }

    #[test]
    fn the_first_and_last_day_of_a_centre_are_named() {
        let centre = Centre { opens_on: "2027-03-02".parse().ok(), closes_on: "2027-03-03".parse().ok(), ..centre() };
        let limit = |from, until| breach_of(&centre, from, until).map(|breach| breach.limit);
        assert_eq!(limit("2027-03-01T10:00", "2027-03-01T11:00"), Some(json!("2027-03-02")));
        assert_eq!(limit("2027-03-02T10:00", "2027-03-02T11:00"), None);
        assert_eq!(limit("2027-03-03T10:00", "2027-03-03T11:00"), None);
        assert_eq!(limit("2027-03-04T10:00", "2027-03-04T11:00"), Some(json!("2027-03-03")));
    }

    #[test]
    fn endless_and_far_times_are_answered() {
        let all = Span::new(Instant::EARLIEST, Instant::LATEST).unwrap();
        assert!(check(&centre(), &room(), all).violation.is_some());
        let last = Span::new(Instant::LATEST.plus(-MINUTE), Instant::LATEST).unwrap();
        assert_eq!(check(&centre(), &room(), last).violation, None, "it is Saturday 1 January 10000 in Brussels");
        let beyond =
            Span::new(Instant::from_epoch_seconds(i64::MAX - 60), Instant::from_epoch_seconds(i64::MAX)).unwrap();
        let breach = check(&centre(), &room(), beyond).violation.unwrap();
        assert_eq!(breach.message, "The time lies outside the years that can be booked.");
    }
}
