//! How much of a resource is claimed, over time.

use std::collections::BTreeMap;

use super::{Need, Occupied, RoomCalendar};
use crate::domain::{
    claim::Claimable,
    ids::ResourceId,
    spans::SpanSet,
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
    summed(needs)
        .into_iter()
        .all(|(resource, quantity)| peak(occupied, resource.id, claim) + quantity <= i64::from(resource.capacity))
}

/// The stretches of `window` in which so much is claimed that the needs do not fit: all of it where one is for more than
/// there is.
pub(super) fn blocked<'a>(needs: impl IntoIterator<Item = &'a Need>, occupied: &[Occupied], window: Span) -> SpanSet {
    let of_one = |(resource, quantity): (Claimable, i64)| {
        let most = i64::from(resource.capacity) - quantity;
        let steps = if most < 0 { vec![(window, 0)] } else { steps(occupied.iter(), resource.id) };
        steps.into_iter().filter(move |(_, load)| *load > most).map(|(span, _)| span)
    };
    summed(needs).into_iter().flat_map(of_one).collect::<SpanSet>().clipped(window)
}

/// How much is needed of each resource.
fn summed<'a>(needs: impl IntoIterator<Item = &'a Need>) -> Vec<(Claimable, i64)> {
    let mut sums: Vec<(Claimable, i64)> = Vec::new();
    for need in needs {
        let quantity = i64::from(need.quantity);
        match sums.iter_mut().find(|(resource, _)| resource.id == need.resource.id) {
            Some((_, sum)) => *sum += quantity,
            None => sums.push((need.resource, quantity)),
        }
    }
    sums
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
