//! How much of a resource is claimed, over time.

use std::collections::BTreeMap;

use super::{Need, Occupied, RoomCalendar};
use crate::domain::{
    ids::ResourceId,
    time::{Instant, Span},
};

/// The most of a resource that is claimed at any instant of `span`: the peak, not the sum of all that overlap.
#[must_use]
pub fn peak(occupied: &[Occupied], resource_id: ResourceId, span: Span) -> i64 {
    let overlapping = occupied.iter().filter(|claim| claim.span.overlaps(span));
    steps(overlapping, resource_id)
        .into_iter()
        .filter(|(part, _)| part.overlaps(span))
        .map(|(_, load)| load)
        .max()
        .unwrap_or(0)
}

/// Whether every need is free in the whole of `claim`, set-up and clean-up included.
#[must_use]
pub fn fits(needs: &[Need], occupied: &[Occupied], claim: Span) -> bool {
    needs.iter().all(|need| {
        peak(occupied, need.resource.id, claim) + i64::from(need.quantity) <= i64::from(need.resource.capacity)
    })
}

/// The stretches in which so much of the resource is claimed that the need does not fit.
pub(super) fn blocked(need: &Need, occupied: &[Occupied]) -> impl Iterator<Item = Span> + use<> {
    let most = i64::from(need.resource.capacity) - i64::from(need.quantity);
    steps(occupied.iter(), need.resource.id).into_iter().filter(move |(_, load)| *load > most).map(|(span, _)| span)
}

/// The stretches in which something of the resource is claimed, each with how much; sorted, cut where that changes.
fn steps<'a>(occupied: impl Iterator<Item = &'a Occupied>, resource_id: ResourceId) -> Vec<(Span, i64)> {
    let mut changes: BTreeMap<Instant, i64> = BTreeMap::new();
    for claim in occupied.filter(|claim| claim.resource_id == resource_id) {
        *changes.entry(claim.span.start()).or_default() += i64::from(claim.quantity);
        *changes.entry(claim.span.end()).or_default() -= i64::from(claim.quantity);
    }
    let mut steps = Vec::with_capacity(changes.len());
    let (mut since, mut load) = (None, 0);
    for (instant, change) in changes {
        if let Some(span) = since.and_then(|since| Span::new(since, instant)).filter(|_| load > 0) {
            steps.push((span, load));
        }
        load += change;
        since = Some(instant);
    }
    steps
}

/// The places of a shared room that are left for shown times, over the whole of `window`: at each instant the fewest
/// that its set-up and clean-up leave on any floor. Sorted, cut where the number changes; touching stretches have
/// different numbers.
pub(super) fn places_left(calendar: &RoomCalendar<'_>, window: Span) -> Vec<(Span, i32)> {
    let rules = &calendar.room.rules;
    let Some(places) = calendar.floors.iter().map(|floor| floor.capacity).min() else { return Vec::new() };
    // A claim before a shown time touches its set-up until `setup` after the claim's end; likewise behind.
    let mut changes: BTreeMap<Instant, Vec<(i32, bool)>> = BTreeMap::from([(window.start(), Vec::new())]);
    for floor in calendar.floors {
        for (span, load) in steps(calendar.occupied.iter(), floor.id) {
            let left = (i64::from(floor.capacity) - load).clamp(0, i64::from(i32::MAX));
            let left = i32::try_from(left).unwrap_or(0);
            let felt = span.widened(rules.cleanup_seconds(), rules.setup_seconds());
            if let Some(felt) = felt.intersection(window) {
                changes.entry(felt.start()).or_default().push((left, true));
                changes.entry(felt.end()).or_default().push((left, false));
            }
        }
    }
    changes.entry(window.end()).or_default();

    let mut levels: Vec<(Span, i32)> = Vec::new();
    let mut limits: BTreeMap<i32, usize> = BTreeMap::new();
    let mut since = window.start();
    for (instant, changed) in changes {
        let level = limits.first_key_value().map_or(places, |(fewest, _)| places.min(*fewest));
        if let Some(span) = Span::new(since, instant) {
            match levels.last_mut() {
                Some((last, same)) if *same == level => *last = Span::new(last.start(), span.end()).unwrap_or(*last),
                _ => levels.push((span, level)),
            }
        }
        for (left, begins) in changed {
            let count = limits.entry(left).or_default();
            *count = if begins { *count + 1 } else { count.saturating_sub(1) };
            if *count == 0 {
                limits.remove(&left);
            }
        }
        since = instant;
    }
    levels
}
