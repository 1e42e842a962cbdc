//! When a centre is open, and when a room of it can be booked.

use chrono::{Datelike, NaiveDate};

use super::{
    centre::{Access, Centre, CentreState},
    clock_time::ClockTime,
    local_time::{LocalDay, days_from},
    resource::UseState,
    room::Room,
    spans::SpanSet,
    time::{DAY, Span},
};

#[cfg(test)]
mod tests;

/// Open hours as instants, whoever opens the door, and those of them in which staff is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// All of them.
    pub open: SpanSet,
    /// Those with staff; a part of `open`.
    pub staffed: SpanSet,
}

/// The centre's open hours in `window`, joined over midnight: weekly hours, or on a date with exceptions only those.
/// A centre that is not open has none, nor has any before `opens_on` or after `closes_on`. At most
/// [`MOST_DATES`](super::local_time::MOST_DATES) local dates are looked at; later ones count as closed.
#[must_use]
pub fn open_hours(centre: &Centre, window: Span) -> Hours {
    if centre.state != CentreState::Open {
        return Hours::default();
    }
    gather(centre, window, |day, add| {
        if is_within(day.date(), centre.opens_on, centre.closes_on) {
            add_hours_of(centre, day, add);
        }
    })
}

/// The hours in which `room` can be booked: the centre's, and where a host lends it, only within its lending windows.
/// They are staffed where both the centre's hours and the lending window are. A retired room has none.
#[must_use]
pub fn bookable_hours(centre: &Centre, room: &Room, window: Span) -> Hours {
    if room.state == UseState::Retired {
        return Hours::default();
    }
    let hours = open_hours(centre, window);
    let Some(lent) = lent_hours(centre, room, window) else { return hours };
    Hours { open: hours.open.intersection(&lent.open), staffed: hours.staffed.intersection(&lent.staffed) }
}

/// The lending windows of `room`; none where it is lent at all times.
fn lent_hours(centre: &Centre, room: &Room, window: Span) -> Option<Hours> {
    let windows = room.rules.lending_windows.as_ref()?;
    Some(gather(centre, window, |day, add| {
        let weekday = day.date().weekday();
        for lent in windows.iter().filter(|lent| lent.weekday == weekday) {
            if is_within(day.date(), lent.valid_from, lent.valid_until) {
                add(lent.from, lent.until, lent.access);
            }
        }
    }))
}

fn add_hours_of(centre: &Centre, day: LocalDay, add: &mut dyn FnMut(ClockTime, ClockTime, Access)) {
    let date = day.date();
    let exceptions = || centre.exceptions.iter().filter(move |exception| exception.date == date);
    if exceptions().next().is_none() {
        let weekday = date.weekday();
        for weekly in centre.opening_hours.iter().filter(|weekly| weekly.weekday == weekday) {
            if is_within(date, weekly.valid_from, weekly.valid_until) {
                add(weekly.opens, weekly.closes, weekly.access);
            }
        }
    } else if !exceptions().any(|exception| exception.closed) {
        for exception in exceptions() {
            if let (Some(opens), Some(closes)) = (exception.opens, exception.closes) {
                add(opens, closes, exception.access.unwrap_or(Access::Staffed));
            }
        }
    }
}

/// Goes through the local days of `window`, and the one before it, whose hours a gap of the clock may move into it.
fn gather(
    centre: &Centre,
    window: Span,
    hours_of: impl Fn(LocalDay, &mut dyn FnMut(ClockTime, ClockTime, Access)),
) -> Hours {
    let (mut open, mut staffed) = (Vec::new(), Vec::new());
    let days = days_from(window.start().plus(-DAY), centre.timezone);
    for day in days.take_while(|day| day.start() < window.end()) {
        hours_of(day, &mut |from, until, access| {
            let Some(span) = day.between(from, until).and_then(|span| span.intersection(window)) else { return };
            open.push(span);
            if access == Access::Staffed {
                staffed.push(span);
            }
        });
    }
    Hours { open: open.into_iter().collect(), staffed: staffed.into_iter().collect() }
}

fn is_within(date: NaiveDate, from: Option<NaiveDate>, until: Option<NaiveDate>) -> bool {
    from.is_none_or(|from| from <= date) && until.is_none_or(|until| date <= until)
}
