//! Other times: the same room later or earlier that day, or the first that is free.

use chrono::{Datelike, Weekday};

use super::{Length, RoomCalendar, candidates, floor_needs, unclaimed};
use crate::domain::{
    centre::Centre,
    clock_time::ClockTime,
    hours::bookable_hours,
    local_time::{LocalDay, date_of, days_from},
    room::Room,
    rules::{Asker, Circumstances, Wish, breaches_at_a_time, breaches_at_any_time, horizon, notice},
    spans::SpanSet,
    time::{MINUTE, Span},
};

/// Days whose free stretches [`next_free`] works out at once: most searches end within them.
const DAYS_AT_ONCE: usize = 28;

/// What to search for with [`next_free`].
#[derive(Clone, Debug)]
pub struct NextFree {
    /// It lies whole in this window, of which at most [`MOST_DATES`](crate::domain::local_time::MOST_DATES) local
    /// dates are searched.
    pub window: Span,
    /// Seconds it lasts; in a room with parts of the day at least.
    pub seconds: i64,
    /// Days of the week on which it starts; none is all.
    pub weekdays: Option<Vec<Weekday>>,
    /// It starts at this local time or later.
    pub time_from: Option<ClockTime>,
    /// It ends at this local time or earlier; at or before `time_from`, that of the next day.
    pub time_until: Option<ClockTime>,
}

/// The shown times in `window` that hours and claims leave for the wish, as far as its room is concerned.
fn free_for(calendar: &RoomCalendar<'_>, wish: &Wish, window: Span) -> SpanSet {
    let needs = floor_needs(calendar.floors, wish.shared.then_some(wish.attendees));
    let hours = bookable_hours(calendar.centre, calendar.room, window).open;
    if hours.is_empty() { hours } else { hours.intersection(&unclaimed(calendar, &needs, window)) }
}

fn is_allowed(calendar: &RoomCalendar<'_>, wish: &Wish, asker: &Asker, circumstances: Circumstances) -> bool {
    breaches_at_a_time(calendar.centre, calendar.room, wish, asker, circumstances).next().is_none()
}

/// The times that begin on the local day of `span` and are as long.
pub(in crate::domain) fn times_of_day(centre: &Centre, room: &Room, span: Span) -> Vec<Span> {
    let day = date_of(span.start(), centre.timezone).and_then(|date| LocalDay::new(date, centre.timezone));
    day.map(|day| candidates(&room.rules, centre.timezone, day, Length::Like(span))).unwrap_or_default()
}

/// The time in which claims matter to [`other_times_that_day`]; none where the day has no such times.
#[must_use]
pub fn window_of_day(centre: &Centre, room: &Room, span: Span) -> Option<Span> {
    let window = hull(&times_of_day(centre, room, span))?;
    Some(window.widened(room.rules.setup_seconds(), room.rules.cleanup_seconds()))
}

fn hull(times: &[Span]) -> Option<Span> {
    let start = times.iter().map(|time| time.start()).min()?;
    Span::new(start, times.iter().map(|time| time.end()).max()?)
}

/// At most `limit` other times in the same room that begin on the same local day and last as long (with parts of the
/// day: as many parts), satisfy every rule and are free; those that start nearest to the wish first.
#[must_use]
pub fn other_times_that_day(
    calendar: &RoomCalendar<'_>,
    wish: &Wish,
    asker: &Asker,
    circumstances: Circumstances,
    limit: usize,
) -> Vec<Span> {
    let mut times = times_of_day(calendar.centre, calendar.room, wish.span);
    let Some(window) = hull(&times) else { return Vec::new() };
    if breaches_at_any_time(calendar.room, wish, asker).next().is_some() {
        return Vec::new();
    }
    let free = free_for(calendar, wish, window);
    times.retain(|time| *time != wish.span && free.contains(*time));
    times.sort_by_key(|time| (time.start().since(wish.span.start()).abs(), time.start()));
    let allowed = times.into_iter().filter(|time| {
        let moved = Wish { span: *time, ..wish.clone() };
        is_allowed(calendar, &moved, asker, circumstances)
    });
    allowed.take(limit).collect()
}

/// The first time that satisfies every rule, is free and is what `search` asks for; the time of `wish` itself does not
/// matter. `calendar` holds the claims in [`reach`](super::reach) of the window.
#[must_use]
pub fn next_free(
    calendar: &RoomCalendar<'_>,
    wish: &Wish,
    asker: &Asker,
    circumstances: Circumstances,
    search: &NextFree,
) -> Option<Span> {
    let (centre, room) = (calendar.centre, calendar.room);
    let earliest = notice::earliest_start(&room.rules, circumstances.now);
    let beyond = horizon::first_start_beyond(&room.rules, centre.timezone, asker, circumstances.now);
    let window = Span::new(search.window.start().max(earliest), search.window.end())?;
    let last_start = beyond.map_or(window.end(), |beyond| beyond.min(window.end()));
    let longest = i64::from(room.rules.max_minutes) * MINUTE;
    if search.seconds > longest || breaches_at_any_time(room, wish, asker).next().is_some() {
        return None;
    }
    let mut days = days_from(window.start(), centre.timezone).take_while(|day| day.start() < last_start);
    loop {
        let chunk: Vec<LocalDay> = days.by_ref().take(DAYS_AT_ONCE).collect();
        let (first, last) = (chunk.first()?, chunk.last()?);
        let reach = Span::new(first.start(), last.end().plus(longest))?.intersection(window)?;
        let free = free_for(calendar, wish, reach).lasting(search.seconds);
        let found = chunk.into_iter().find_map(|day| {
            let times = times_asked_for(calendar, day, &free, search);
            times.into_iter().find(|time| {
                free.contains(*time)
                    && is_allowed(calendar, &Wish { span: *time, ..wish.clone() }, asker, circumstances)
            })
        });
        if found.is_some() {
            return found;
        }
    }
}

/// The times on the grid that begin on `day` and are what `search` asks for; none where nothing is free that day.
fn times_asked_for(calendar: &RoomCalendar<'_>, day: LocalDay, free: &SpanSet, search: &NextFree) -> Vec<Span> {
    let on_weekday = search.weekdays.as_ref().is_none_or(|days| days.contains(&day.date().weekday()));
    let any_free = Span::new(day.start(), day.end()).is_some_and(|span| free.overlaps(span));
    if !on_weekday || !any_free {
        return Vec::new();
    }
    let from = search.time_from.unwrap_or(ClockTime::START_OF_DAY);
    let until = search.time_until.and_then(|until| {
        let day = if until <= from { day.next()? } else { day };
        Some(day.at(until))
    });
    let from = day.at(from);
    let (zone, length) = (calendar.centre.timezone, Length::Seconds(search.seconds));
    let mut times = candidates(&calendar.room.rules, zone, day, length);
    times.retain(|time| from <= time.start() && until.is_none_or(|until| time.end() <= until));
    times
}
