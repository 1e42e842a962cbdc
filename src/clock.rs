//! The clock. Nothing else reads the wall clock (`clippy.toml` forbids it): who needs the time is handed a [`Clock`],
//! so that a test can set it.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use crate::domain::time::Instant;

/// Milliseconds in a second.
const SECOND: i64 = 1000;

/// What time it is. Cheap to clone; clones of a manual clock share their hands.
#[derive(Clone)]
pub enum Clock {
    /// The machine's clock.
    System(SystemClock),
    /// A clock that stands still until it is moved.
    Manual(ManualClock),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self::System(SystemClock)
    }

    /// The present instant, in whole seconds.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::from_epoch_seconds(self.now_millis().div_euclid(SECOND))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn now_millis(&self) -> i64 {
        match self {
            Self::System(clock) => clock.now_millis(),
            Self::Manual(clock) => clock.now_millis(),
        }
    }
}

impl From<ManualClock> for Clock {
    fn from(clock: ManualClock) -> Self {
        Self::Manual(clock)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(_) => f.write_str("Clock::System"),
            Self::Manual(clock) => write!(f, "Clock::Manual({})", clock.now()),
        }
    }
}

/// The machine's clock: the one place that reads it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl SystemClock {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where the wall clock is read")]
    pub fn now_millis(self) -> i64 {
        chrono::Utc::now().timestamp_millis()
    }
}

/// A clock that stands still until it is set or advanced. Clones share their hands.
#[derive(Clone, Debug)]
pub struct ManualClock {
    millis: Arc<AtomicI64>,
}

impl ManualClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        Self { millis: Arc::new(AtomicI64::new(to_millis(now))) }
    }

    /// Makes it show `now`, earlier or later than before.
    pub fn set(&self, now: Instant) {
        self.millis.store(to_millis(now), Ordering::SeqCst);
    }

    /// Moves it by so many seconds; backwards where negative.
    pub fn advance(&self, seconds: i64) {
        self.advance_millis(seconds.saturating_mul(SECOND));
    }

    /// Moves it by so many milliseconds; backwards where negative.
    pub fn advance_millis(&self, millis: i64) {
        self.millis.fetch_add(millis, Ordering::SeqCst);
    }

    /// What it shows, in whole seconds.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::from_epoch_seconds(self.now_millis().div_euclid(SECOND))
    }

    /// What it shows, in milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn now_millis(&self) -> i64 {
        self.millis.load(Ordering::SeqCst)
    }
}

fn to_millis(instant: Instant) -> i64 {
    instant.epoch_seconds().saturating_mul(SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_manual_clock_share_their_hands() {
        let hand = ManualClock::new(Instant::from_epoch_seconds(1_000));
        let clock = Clock::from(hand.clone());
        assert_eq!(clock.now(), Instant::from_epoch_seconds(1_000));

        hand.advance(60);
        hand.advance_millis(999);
        assert_eq!(clock.now(), Instant::from_epoch_seconds(1_060), "fractions of a second are dropped");
        assert_eq!(clock.now_millis(), 1_060_999);

        hand.set(Instant::from_epoch_seconds(5));
        assert_eq!(clock.now_millis(), 5_000);
    }

    #[test]
    fn time_before_the_epoch_is_rounded_down_as_well() {
        let hand = ManualClock::new(Instant::from_epoch_seconds(0));
        hand.advance_millis(-1);
        assert_eq!(hand.now(), Instant::from_epoch_seconds(-1));
    }

    #[test]
    fn the_system_clock_runs_forwards() {
        let clock = Clock::system();
        let first = clock.now_millis();
        assert!(clock.now_millis() >= first);
        assert!(clock.now() >= Instant::EARLIEST);
    }
}
