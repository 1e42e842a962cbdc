//! When something happened, again and again: how often of late.

use chrono::Months;

use super::time::Instant;

/// The instants at which something happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times(Vec<Instant>);

impl Times {
    /// How many were in so many months before `now`.
    #[must_use]
    pub fn within(&self, months: u32, now: Instant) -> u32 {
        let from = months_before(now, months);
        u32::try_from(self.0.iter().filter(|at| **at >= from).count()).unwrap_or(u32::MAX)
    }

    /// The same without one that was then.
    #[must_use]
    pub fn without(&self, at: Instant) -> Self {
        let mut rest = self.0.clone();
        if let Some(at) = rest.iter().position(|known| *known == at) {
            rest.remove(at);
        }
        Self(rest)
    }
}

impl FromIterator<Instant> for Times {
    fn from_iter<I: IntoIterator<Item = Instant>>(times: I) -> Self {
        Self(times.into_iter().collect())
    }
}

fn months_before(now: Instant, months: u32) -> Instant {
    let earlier = now.to_utc().checked_sub_months(Months::new(months));
    earlier.map_or(Instant::EARLIEST, |earlier| Instant::from_epoch_seconds(earlier.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::at;

    #[test]
    fn what_is_long_ago_does_not_count() {
        let known: Times = ["2026-01-31T12:00", "2026-08-31T12:00", "2027-02-20T12:00"].map(at).into_iter().collect();
        let now = at("2027-02-28T12:00");
        assert_eq!([1, 6, 12, 13, 400].map(|months| known.within(months, now)), [1, 2, 2, 3, 3]);
        assert_eq!(known.without(at("2027-02-20T12:00")).within(6, now), 1);
        assert_eq!(known.without(now), known);
    }
}
