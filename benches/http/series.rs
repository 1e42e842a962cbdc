//! Series to book: half an hour a week in each of 52 weeks, where that is free.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use crate::load::Request;

/// Dates of a series.
const WEEKS: i64 = 52;
/// How long each lasts, minutes.
const LENGTH: i64 = 30;

/// A series for each half-hour of the week that a room has free from `first` on, as its answer about a year tells it.
pub(crate) fn of_room(room: &str, organisation: &str, first: NaiveDate, availability: &Value) -> Vec<Request> {
    let free = local(availability);
    let half_hours = (0..7 * 48).map(|n| first.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(LENGTH * n));
    let fits = |start: &NaiveDateTime| {
        (0..WEEKS).all(|week| {
            let start = *start + TimeDelta::weeks(week);
            let end = start + TimeDelta::minutes(LENGTH);
            free.get(&start.date()).is_some_and(|free| free.iter().any(|(from, until)| *from <= start && end <= *until))
        })
    };
    let request = |start: NaiveDateTime| {
        let body = json!({
            "room_id": room,
            "organisation_id": organisation,
            "starts_at_local": start.format("%Y-%m-%dT%H:%M").to_string(),
            "duration_minutes": LENGTH,
            "rrule": format!("FREQ=WEEKLY;COUNT={WEEKS}"),
            "title": "Repetitie",
            "attendees": 4,
        });
        Request { method: "POST", path: "/api/v1/series".to_owned(), body: Some(body.to_string()) }
    };
    half_hours.filter(fits).map(request).collect()
}

/// The free stretches on the clocks of the centre, by the date on which they begin.
fn local(availability: &Value) -> HashMap<NaiveDate, Vec<(NaiveDateTime, NaiveDateTime)>> {
    let mut found: HashMap<NaiveDate, Vec<_>> = HashMap::new();
    for free in availability["free"].as_array().into_iter().flatten() {
        let moment = |name: &str| free[name].as_str().and_then(|at| at.parse::<DateTime<FixedOffset>>().ok());
        if let (Some(start), Some(end)) = (moment("starts_at"), moment("ends_at")) {
            let (start, end) = (start.naive_local(), end.naive_local());
            found.entry(start.date()).or_default().push((start, end));
        }
    }
    found
}
