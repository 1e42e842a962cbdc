//! Sets of time: sorted, disjoint, half-open stretches that never touch one another.

use super::time::{Instant, Span};

#[cfg(test)]
mod tests;

/// A set of instants, kept as the fewest spans that cover it: sorted, and with a gap between any two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpanSet(Vec<Span>);

impl SpanSet {
    /// The set without an instant.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// The spans, sorted; between any two lies a gap.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// The spans, in order.
    pub fn iter(&self) -> impl Iterator<Item = Span> + '_ {
        self.0.iter().copied()
    }

    /// Whether it holds no instant.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Seconds in all.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.iter().map(Span::seconds).sum()
    }

    /// The span that holds `instant`.
    #[must_use]
    pub fn at(&self, instant: Instant) -> Option<Span> {
        let before = self.0.partition_point(|span| span.start() <= instant);
        self.0[..before].last().copied().filter(|span| instant < span.end())
    }

    /// Whether every instant of `span` is in it.
    #[must_use]
    pub fn contains(&self, span: Span) -> bool {
        self.at(span.start()).is_some_and(|found| found.contains(span))
    }

    /// Whether at least one instant of `span` is in it.
    #[must_use]
    pub fn overlaps(&self, span: Span) -> bool {
        let first = self.0.partition_point(|known| known.end() <= span.start());
        self.0.get(first).is_some_and(|known| known.overlaps(span))
    }

    /// The instants that are in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).collect()
    }

    /// The instants that are in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.0.as_slice(), other.0.as_slice());
        let mut shared = Vec::new();
        while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
            shared.extend(a.intersection(*b));
            if a.end() <= b.end() {
                left = left_rest;
            } else {
                right = right_rest;
            }
        }
        Self(shared)
    }

    /// The instants of this set that are not in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        let mut kept = Vec::new();
        let mut taken = other.0.as_slice();
        for span in self.iter() {
            while let [first, rest @ ..] = taken
                && first.end() <= span.start()
            {
                taken = rest;
            }
            let mut from = span.start();
            for hole in taken.iter().take_while(|hole| hole.start() < span.end()) {
                kept.extend(Span::new(from, hole.start()));
                from = hole.end();
            }
            kept.extend(Span::new(from, span.end()));
        }
        Self(kept)
    }

    /// The instants of `window` that are not in this set.
    #[must_use]
    pub fn complement_in(&self, window: Span) -> Self {
        Self::from(window).difference(self)
    }

    /// The instants of this set that lie in `window`.
    #[must_use]
    pub fn clipped(&self, window: Span) -> Self {
        let first = self.0.partition_point(|span| span.end() <= window.start());
        let inside = self.0[first..].iter().take_while(|span| span.start() < window.end());
        Self(inside.filter_map(|span| span.intersection(window)).collect())
    }

    /// Each span without its first `before` and its last `after` seconds (both zero or more). With set-up and
    /// clean-up these are the shown times whose claims lie wholly in this set.
    #[must_use]
    pub fn shrunk(&self, before: i64, after: i64) -> Self {
        let shrink = |span: Span| Span::new(span.start().plus(before.max(0)), span.end().plus(-after.max(0)));
        Self(self.iter().filter_map(shrink).collect())
    }

    /// The spans that last at least so many seconds.
    #[must_use]
    pub fn lasting(&self, seconds: i64) -> Self {
        Self(self.iter().filter(|span| span.seconds() >= seconds).collect())
    }
}

impl From<Span> for SpanSet {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl FromIterator<Span> for SpanSet {
    /// The instants of any of the spans; those that overlap or touch are joined.
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut sorted: Vec<Span> = spans.into_iter().collect();
        if !sorted.is_sorted() {
            sorted.sort_unstable();
        }
        let mut joined: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match joined.last_mut() {
                Some(last) if span.start() <= last.end() => {
                    if let Some(longer) = Span::new(last.start(), last.end().max(span.end())) {
                        *last = longer;
                    }
                }
                _ => joined.push(span),
            }
        }
        Self(joined)
    }
}
