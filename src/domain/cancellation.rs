//! What stays due when a booking is cancelled.

use super::{
    price::{Money, Price},
    room::CancellationStep,
    time::{HOUR, Instant},
};

/// Seconds in which cancelling costs nothing after the centre moved a booking.
const FREE_AFTER_MOVE: i64 = 48 * HOUR;

/// Until when cancelling costs nothing after the centre moved a booking.
#[must_use]
pub const fn free_until(moved_at: Instant) -> Instant {
    moved_at.plus(FREE_AFTER_MOVE)
}

/// Per cent of the price that stays due, 0 to 100, for a cancellation at `cancelled_at`. The step that counts is the
/// one with the most hours that is still met; later than every step all is due, and without steps nothing is.
#[must_use]
pub fn due_percent(steps: &[CancellationStep], cancelled_at: Instant, starts_at: Instant) -> u32 {
    if steps.is_empty() {
        return 0;
    }
    let ahead = starts_at.since(cancelled_at);
    let met = steps.iter().filter(|step| ahead >= i64::from(step.until_hours_before) * HOUR);
    met.max_by_key(|step| step.until_hours_before).map_or(100, |step| step.due_percent.min(100))
}

/// So many per cent of the price's total, rounded to whole cents, halves up.
#[must_use]
pub fn due(price: &Price, percent: u32) -> Money {
    let hundredths = i128::from(price.total.cents) * i128::from(percent.min(100));
    let cents = (hundredths + 50).div_euclid(100);
    // At most the total, so that it fits.
    Money { cents: i64::try_from(cents).unwrap_or(price.total.cents), currency: price.total.currency.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::MINUTE;

    const START: Instant = Instant::from_epoch_seconds(1_800_000_000);

    fn percent(steps: &[(u32, u32)], minutes_before: i64) -> u32 {
        let steps: Vec<CancellationStep> = steps
            .iter()
            .map(|(until_hours_before, due_percent)| CancellationStep {
                until_hours_before: *until_hours_before,
                due_percent: *due_percent,
            })
            .collect();
        due_percent(&steps, START.plus(-minutes_before * MINUTE), START)
    }

    #[test]
    fn the_step_with_the_most_hours_that_is_met_counts() {
        let steps = [(24, 50), (168, 0), (2, 80)];
        assert_eq!(percent(&steps, 168 * 60), 0);
        assert_eq!(percent(&steps, 168 * 60 - 1), 50);
        assert_eq!(percent(&steps, 24 * 60), 50);
        assert_eq!(percent(&steps, 24 * 60 - 1), 80);
        assert_eq!(percent(&steps, 2 * 60 - 1), 100, "later than every step");
        assert_eq!(percent(&steps, -60), 100, "after the start");
    }

    #[test]
    fn without_steps_nothing_is_due() {
        assert_eq!(percent(&[], -60), 0);
        assert_eq!(percent(&[(0, 30)], 0), 30);
        assert_eq!(percent(&[(0, 30)], -1), 100);
    }

    #[test]
    fn halves_of_a_cent_are_rounded_up() {
        let due = |cents, percent| {
            let total = Money::euro_cents(cents);
            super::due(&Price { total: total.clone(), due: total, lines: Vec::new(), deposit: None }, percent).cents
        };
        assert_eq!(due(1250, 50), 625);
        assert_eq!(due(1, 50), 1);
        assert_eq!(due(1, 49), 0);
        assert_eq!(due(333, 50), 167);
        assert_eq!(due(0, 100), 0);
        assert_eq!(due(i64::MAX, 100), i64::MAX);
        assert_eq!(due(1250, 300), 1250, "never more than the price");
    }
}
