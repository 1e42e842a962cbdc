//! Deposits: asked for a booking, received, and given back or kept in part with a reason. Amounts are euro cents, never
//! below zero, and nothing is given back or kept that was not received.

use super::ids::BookingId;

/// The highest deposit: a hundred thousand euro.
pub const MOST_CENTS: i64 = 10_000_000;

/// The deposit of a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// The booking.
    pub booking_id: BookingId,
    /// What is asked.
    pub asked: i64,
    /// What was received of it.
    pub received: i64,
    /// What was given back of that.
    pub returned: i64,
    /// What is kept of it for good.
    pub kept: i64,
    /// Why it is kept; there exactly where something is.
    pub reason: Option<String>,
    /// Rises with each change; the `ETag`. 0 where nothing but the tariff asks for it yet.
    pub version: i64,
}

/// What is done with a deposit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// So much is asked, in place of what was.
    Ask(i64),
    /// So much more was received.
    Receive(i64),
    /// So much more was given back.
    Return(i64),
    /// So much more is kept, and why.
    Keep(i64, String),
}

impl Step {
    /// A word for it.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Ask(_) => "asked",
            Self::Receive(_) => "received",
            Self::Return(_) => "returned",
            Self::Keep(..) => "kept",
        }
    }
}

/// An amount that cannot be: the most and the least that can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    /// The least.
    pub least: i64,
    /// The most; below the least where nothing can.
    pub most: i64,
}

impl Deposit {
    /// One of which nothing is received yet.
    #[must_use]
    pub const fn asked(booking_id: BookingId, cents: i64) -> Self {
        Self { booking_id, asked: cents, received: 0, returned: 0, kept: 0, reason: None, version: 0 }
    }

    /// What is held of it: received, and neither given back nor kept.
    #[must_use]
    pub const fn held(&self) -> i64 {
        self.received - self.returned - self.kept
    }

    /// As it is after a step.
    ///
    /// # Errors
    /// [`OutOfRange`] where less would be asked than was received, more received than is asked, or more given back or
    /// kept than is held.
    pub fn after(&self, step: &Step) -> Result<Self, OutOfRange> {
        let (cents, least, most) = match step {
            Step::Ask(cents) => (*cents, self.received, MOST_CENTS),
            Step::Receive(cents) => (*cents, 1, self.asked - self.received),
            Step::Return(cents) | Step::Keep(cents, _) => (*cents, 1, self.held()),
        };
        if !(least..=most).contains(&cents) {
            return Err(OutOfRange { least, most });
        }
        let mut after = Self { version: self.version + 1, ..self.clone() };
        match step {
            Step::Ask(_) => after.asked = cents,
            Step::Receive(_) => after.received += cents,
            Step::Return(_) => after.returned += cents,
            Step::Keep(_, reason) => {
                after.kept += cents;
                after.reason = Some(reason.clone());
            }
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::sample::id;

    fn any_step() -> impl Strategy<Value = Step> {
        (0..4, -50_i64..200).prop_map(|(kind, cents)| match kind {
            0 => Step::Ask(cents),
            1 => Step::Receive(cents),
            2 => Step::Return(cents),
            _ => Step::Keep(cents, "damage".to_owned()),
        })
    }

    proptest! {
        #[test]
        fn nothing_is_below_zero_and_the_sums_hold(steps in prop::collection::vec(any_step(), 0..30)) {
            let mut deposit = Deposit::asked(id(1), 100);
            for step in steps {
                let before = deposit.clone();
                match deposit.after(&step) {
                    Ok(after) => deposit = after,
                    Err(OutOfRange { least, most }) => {
                        let (Step::Ask(cents) | Step::Receive(cents) | Step::Return(cents) | Step::Keep(cents, _)) = step;
                        prop_assert!(cents < least || cents > most);
                        prop_assert_eq!(&deposit, &before);
                    }
                }
                let Deposit { asked, received, returned, kept, ref reason, .. } = deposit;
                prop_assert!(returned >= 0 && kept >= 0 && deposit.held() >= 0);
                prop_assert!(received <= asked && asked <= MOST_CENTS);
                prop_assert_eq!(returned + kept + deposit.held(), received);
                prop_assert_eq!(kept > 0, reason.is_some());
            }
        }
    }

    #[test]
    fn a_part_is_kept_and_the_rest_given_back() {
        let steps =
            [Step::Receive(60), Step::Receive(40), Step::Keep(30, "a broken chair".to_owned()), Step::Return(70)];
        let settled = steps.iter().try_fold(Deposit::asked(id(1), 100), |deposit, step| deposit.after(step));
        let settled = settled.expect("every step can be");
        assert_eq!((settled.held(), settled.kept, settled.returned, settled.version), (0, 30, 70, 4));
        assert_eq!(settled.after(&Step::Return(1)), Err(OutOfRange { least: 1, most: 0 }));
        assert_eq!(settled.after(&Step::Ask(99)), Err(OutOfRange { least: 100, most: MOST_CENTS }));
    }
}
