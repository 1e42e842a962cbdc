//! The body of POST /waitlist.

use serde::Deserialize;

use crate::{
    auth::Caller,
    domain::{
        clock_time::{ClockTime, weekday},
        failure::Failure,
        ids::{OrganisationId, RoomId, WaitId},
        time::{Instant, Span},
        validation::Faults,
        waiting::{Wait, WaitState},
    },
    http::extract::params,
};

/// What somebody waits for: a room, or any room that fits.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct WaitRequest {
    /// The room; absent is any that fits.
    #[serde(default)]
    room_id: Option<RoomId>,
    /// For which organisation; absent is privately.
    #[serde(default)]
    organisation_id: Option<OrganisationId>,
    /// Title of the booking, 1 to 200 characters.
    title: String,
    /// People expected.
    people: i32,
    /// Words for what the room holds, or names of counted equipment of its centre.
    #[serde(default)]
    equipment: Vec<String>,
    /// True: a wheelchair has to get in.
    #[serde(default)]
    accessible: Option<bool>,
    /// In this neighbourhood, by code or name, where no room is named.
    #[serde(default)]
    neighbourhood: Option<String>,
    /// It starts then or later: RFC 3339, whole minutes.
    #[schema(format = DateTime, example = "2026-12-10T19:00:00+01:00")]
    from: String,
    /// It ends then or earlier: at most 400 days after `from`.
    #[schema(format = DateTime, example = "2026-12-10T22:00:00+01:00")]
    until: String,
    /// Minutes it lasts.
    #[schema(minimum = 1, maximum = 44640, example = 120)]
    duration_minutes: i64,
    /// It starts on one of these days: mo, tu, we, th, fr, sa, su; absent is any.
    #[serde(default)]
    weekdays: Option<Vec<String>>,
    /// It starts at this local time or later, HH:MM.
    #[serde(default)]
    time_from: Option<String>,
    /// It ends at this local time or earlier, HH:MM; at or before `time_from`, that of the next day.
    #[serde(default)]
    time_until: Option<String>,
}

impl WaitRequest {
    /// The place on the list that it asks for.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with every fault of its times.
    pub(super) fn wait(self, caller: &Caller, now: Instant) -> Result<Wait, Failure> {
        let mut faults = Faults::new();
        let mut instant = |pointer: &str, text: &str| {
            let read = params::instant(pointer, text);
            read.map_err(|fault| faults.add(fault.pointer, fault.code, fault.message)).ok()
        };
        let (from, until) = (instant("/from", &self.from), instant("/until", &self.until));
        let window = from.zip(until).and_then(|(from, until)| Span::new(from, until));
        if from.is_some() && until.is_some() && window.is_none() {
            faults.add("/until", "order", "The window ends after it begins.");
        }
        let weekdays = self.weekdays.map(|days| {
            let day = |(n, day): (usize, &String)| {
                let known = weekday::parse(day);
                if known.is_none() {
                    let message = "A day of the week is one of mo, tu, we, th, fr, sa, su.";
                    faults.add(format!("/weekdays/{n}"), "weekday", message);
                }
                known
            };
            days.iter().enumerate().filter_map(day).collect::<Vec<_>>()
        });
        let mut clock = |pointer: &str, text: &Option<String>| {
            let text = text.as_deref()?;
            let time = ClockTime::parse(text);
            if time.is_none() {
                faults.add(pointer, "clock_time", "A time of day is written HH:MM, from 00:00 to 24:00.");
            }
            time
        };
        let (time_from, time_until) = (clock("/time_from", &self.time_from), clock("/time_until", &self.time_until));
        faults.into_result()?;
        let window = window.ok_or_else(|| Failure::invalid("/until", "order", "The window ends after it begins."))?;
        Ok(Wait {
            id: WaitId::new(now),
            person_id: caller.id,
            organisation_id: self.organisation_id,
            room_id: self.room_id,
            title: self.title,
            people: self.people,
            equipment: self.equipment,
            accessible: self.accessible.unwrap_or(false),
            neighbourhood: self.neighbourhood,
            window,
            duration_minutes: self.duration_minutes,
            weekdays,
            time_from,
            time_until,
            state: WaitState::Waiting,
            booking_id: None,
            created_at: now,
        })
    }
}
