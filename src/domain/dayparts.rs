//! Named parts of the day as instants, and runs of parts that touch.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::{
    local_time::{LocalDay, days_from},
    room::Daypart,
    time::{DAY, Instant, Span},
};

#[cfg(test)]
mod tests;

/// The most days that a run of parts is followed over.
const LONGEST_RUN_DAYS: usize = 31;

/// How long a run of parts is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// So many parts.
    Parts(usize),
    /// As few parts as last so many seconds.
    Seconds(i64),
}

/// The parts that begin on `day`. One that ends at or before its start runs into the next day; one of which a change
/// of the clock leaves nothing is left out.
pub fn parts_of(dayparts: &[Daypart], day: LocalDay) -> impl Iterator<Item = Span> {
    dayparts.iter().filter_map(move |part| {
        let end = if part.ends <= part.starts { day.next()?.at(part.ends) } else { day.at(part.ends) };
        Span::new(day.at(part.starts), end)
    })
}

/// How many parts `span` is made of, each touching the next; none where it is not made of whole parts.
#[must_use]
pub fn count_in(dayparts: &[Daypart], zone: Tz, span: Span) -> Option<usize> {
    let days = days_from(span.start(), zone).take_while(|day| day.start() < span.end());
    let mut parts: Vec<Span> =
        days.flat_map(|day| parts_of(dayparts, day)).filter(|part| span.contains(*part)).collect();
    parts.sort_unstable();
    // The fewest parts with which each instant is reached; parts come by their start, so that none is reached later.
    let mut reached = BTreeMap::from([(span.start(), 0)]);
    for part in parts {
        if let Some(count) = reached.get(&part.start()).map(|count| count + 1) {
            let best = reached.entry(part.end()).or_insert(count);
            *best = count.min(*best);
        }
    }
    reached.get(&span.end()).copied()
}

/// The runs of touching parts that begin on `day` and are of the extent asked for, by their start.
#[must_use]
pub fn runs_of(dayparts: &[Daypart], day: LocalDay, extent: Extent) -> Vec<Span> {
    let days = match extent {
        Extent::Parts(parts) => parts,
        Extent::Seconds(seconds) => usize::try_from(seconds / DAY).unwrap_or(0).saturating_add(2),
    };
    let days = std::iter::successors(Some(day), |day| day.next()).take(days.min(LONGEST_RUN_DAYS));
    let parts: Vec<Span> = days.flat_map(|day| parts_of(dayparts, day)).collect();
    let mut runs: Vec<Span> =
        parts_of(dayparts, day).filter_map(|first| Span::new(first.start(), run_end(&parts, first, extent)?)).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Follows touching parts from `first` on, the shorter one where two begin together.
fn run_end(parts: &[Span], first: Span, extent: Extent) -> Option<Instant> {
    let mut end = first.end();
    let mut count = 1;
    loop {
        let enough = match extent {
            Extent::Parts(parts) => count >= parts,
            Extent::Seconds(seconds) => end.since(first.start()) >= seconds,
        };
        if enough {
            return Some(end);
        }
        end = parts.iter().filter(|part| part.start() == end).map(|part| part.end()).min()?;
        count += 1;
    }
}
