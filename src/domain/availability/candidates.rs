//! The times that a room's grid allows, whether they are free or not.

use chrono_tz::Tz;

use crate::domain::{
    clock_time::ClockTime,
    dayparts::{self, Extent},
    local_time::LocalDay,
    room::Rules,
    rules::grid,
    time::{DAY, Span},
};

/// How long a time is meant to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// As long as this one; with parts of the day, as many parts.
    Like(Span),
    /// So many seconds; with parts of the day, as few parts as last at least so long.
    Seconds(i64),
}

/// The times on the room's grid that begin on `day`, in order. Local times that do not exist are left out; of those
/// that exist twice the first is meant.
#[must_use]
pub fn candidates(rules: &Rules, zone: Tz, day: LocalDay, length: Length) -> Vec<Span> {
    if let Some(parts) = &rules.dayparts {
        let extent = match length {
            Length::Like(span) => Extent::Parts(dayparts::count_in(parts, zone, span).unwrap_or(1)),
            Length::Seconds(seconds) => Extent::Seconds(seconds),
        };
        return dayparts::runs_of(parts, day, extent);
    }
    let seconds = match length {
        Length::Like(span) => span.seconds(),
        Length::Seconds(seconds) => seconds,
    };
    let step = usize::try_from(grid::minutes(rules)).unwrap_or(usize::MAX);
    let times = (0..ClockTime::END_OF_DAY.minutes()).step_by(step).filter_map(ClockTime::from_minutes);
    let spans = times.filter_map(|time| {
        let start = day.at(time);
        Span::new(start, start.plus(seconds))
    });
    if day.end().since(day.start()) == DAY {
        // The clock does not change: what holds for the first holds for all.
        let mut spans = spans.peekable();
        let on_grid = spans.peek().is_some_and(|span| grid::check(rules, zone, *span).is_none());
        return if on_grid { spans.collect() } else { Vec::new() };
    }
    let mut found: Vec<Span> = spans.filter(|span| grid::check(rules, zone, *span).is_none()).collect();
    // What a gap moved forward may be off the grid, or on it and there already.
    found.sort_unstable();
    found.dedup();
    found
}
