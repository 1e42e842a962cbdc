//! Claims laid on resources one after the other, as far as each fits: which of many would break the law, told before
//! the law is asked.

use std::collections::{BTreeMap, HashMap};

use super::{
    claim::{Claim, LONGEST_CLAIM},
    ids::ResourceId,
    time::Instant,
};

/// What is claimed on resources of known capacity. Claims are at most [`LONGEST_CLAIM`] long.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    capacities: HashMap<ResourceId, i32>,
    /// By resource and start: ends and quantities.
    claimed: HashMap<ResourceId, BTreeMap<Instant, Vec<(Instant, i32)>>>,
}

impl Ledger {
    /// A ledger of these resources with nothing claimed.
    #[must_use]
    pub fn new(capacities: impl IntoIterator<Item = (ResourceId, i32)>) -> Self {
        Self { capacities: capacities.into_iter().collect(), claimed: HashMap::new() }
    }

    /// Lays claims on their resources, whether they fit or not. Those on resources that it does not know are left out.
    pub fn lay(&mut self, claims: &[Claim]) {
        for claim in claims.iter().filter(|claim| self.capacities.contains_key(&claim.resource_id)) {
            let starts = self.claimed.entry(claim.resource_id).or_default();
            starts.entry(claim.span.start()).or_default().push((claim.span.end(), claim.quantity));
        }
    }

    /// Whether each of these claims fits beside what is there.
    #[must_use]
    pub fn is_free(&self, claims: &[Claim]) -> bool {
        claims.iter().all(|claim| self.fits(claim))
    }

    /// Takes off claims that were laid.
    pub fn take_off(&mut self, claims: &[Claim]) {
        for claim in claims {
            let starts = self.claimed.get_mut(&claim.resource_id);
            let Some(laid) = starts.and_then(|starts| starts.get_mut(&claim.span.start())) else { continue };
            if let Some(at) = laid.iter().position(|known| *known == (claim.span.end(), claim.quantity)) {
                laid.swap_remove(at);
            }
        }
    }

    /// Lays claims on their resources where all of them fit beside what is there and beside each other; tells whether
    /// they did.
    pub fn lay_if_free(&mut self, claims: &[Claim]) -> bool {
        for (laid, claim) in claims.iter().enumerate() {
            if !self.fits(claim) {
                self.take_off(&claims[..laid]);
                return false;
            }
            self.lay(std::slice::from_ref(claim));
        }
        true
    }

    fn fits(&self, claim: &Claim) -> bool {
        let Some(capacity) = self.capacities.get(&claim.resource_id) else { return true };
        let peak = self.claimed.get(&claim.resource_id).map_or(0, |starts| peak(starts, claim));
        peak + i64::from(claim.quantity) <= i64::from(*capacity)
    }
}

/// The most that is claimed at any instant of `claim`: at its start, or at a start inside it.
fn peak(starts: &BTreeMap<Instant, Vec<(Instant, i32)>>, claim: &Claim) -> i64 {
    let (start, end) = (claim.span.start(), claim.span.end());
    let load = |at: Instant| -> i64 {
        let near = starts.range(at.plus(-LONGEST_CLAIM)..=at).flat_map(|(_, laid)| laid);
        near.filter(|(end, _)| *end > at).map(|(_, quantity)| i64::from(*quantity)).sum()
    };
    let inside = starts.range(start..end).map(|(at, _)| *at);
    std::iter::once(start).chain(inside).map(load).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{sample::id, time::Span};

    fn claim(resource: u128, from: i64, until: i64, quantity: i32) -> Claim {
        let at = |hours: i64| Instant::from_epoch_seconds(hours * 3_600);
        Claim { resource_id: id(resource), span: Span::new(at(from), at(until)).unwrap(), quantity }
    }

    #[test]
    fn the_peak_counts_not_the_sum() {
        let mut ledger = Ledger::new([(id(1), 60)]);
        assert!(ledger.lay_if_free(&[claim(1, 10, 12, 40)]));
        assert!(ledger.lay_if_free(&[claim(1, 12, 14, 40)]), "back to back");
        assert!(ledger.lay_if_free(&[claim(1, 10, 14, 20)]), "over both");
        assert!(!ledger.lay_if_free(&[claim(1, 13, 15, 1)]));
        assert!(ledger.lay_if_free(&[claim(1, 14, 15, 60)]));
        assert!(!ledger.lay_if_free(&[claim(1, 20, 21, 61)]), "more than there is");
    }

    #[test]
    fn all_or_nothing_is_laid() {
        let mut ledger = Ledger::new([(id(1), 1), (id(2), 1)]);
        assert!(ledger.lay_if_free(&[claim(1, 10, 12, 1)]));
        assert!(!ledger.lay_if_free(&[claim(2, 10, 12, 1), claim(1, 11, 13, 1)]));
        assert!(ledger.lay_if_free(&[claim(2, 10, 12, 1)]), "nothing was left behind");
        assert!(ledger.lay_if_free(&[claim(3, 10, 12, 7)]), "what it does not know is not judged");
        let mut ledger = Ledger::new([(id(1), 3)]);
        assert!(!ledger.lay_if_free(&[claim(1, 10, 12, 2), claim(1, 10, 12, 2)]), "four of three");
        assert!(ledger.lay_if_free(&[claim(1, 10, 12, 2), claim(1, 10, 12, 1)]));
    }

    #[test]
    fn what_is_taken_off_is_free_again() {
        let mut ledger = Ledger::new([(id(1), 60)]);
        assert!(ledger.lay_if_free(&[claim(1, 10, 12, 40)]) && ledger.lay_if_free(&[claim(1, 10, 12, 20)]));
        ledger.take_off(&[claim(1, 10, 12, 20), claim(1, 10, 12, 7), claim(2, 10, 12, 1)]);
        assert!(!ledger.is_free(&[claim(1, 11, 13, 21)]) && ledger.is_free(&[claim(1, 11, 13, 20)]));
    }

    #[test]
    fn long_claims_are_found_from_behind() {
        let mut ledger = Ledger::new([(id(1), 1)]);
        ledger.lay(&[claim(1, 0, 7 * 24, 1)]);
        assert!(!ledger.lay_if_free(&[claim(1, 7 * 24 - 1, 7 * 24 + 1, 1)]));
        assert!(ledger.lay_if_free(&[claim(1, 7 * 24, 7 * 24 + 1, 1)]));
    }
}
