//! The desk asks a deposit, receives it, gives it back, or keeps a part with a reason.

use serde_json::{Value, json};

use crate::{
    actions::Condition,
    auth::Caller,
    domain::{
        booking::Booking,
        deposit::{Deposit, OutOfRange, Step},
        failure::Failure,
        ids::BookingId,
        validation::{Faults, Lines, text},
    },
    store::{Access, Unit, UseCase, audit, bookings, deposits},
};

/// Does one step with the deposit of a booking.
pub struct ChangeDeposit {
    /// Who asks.
    pub caller: Caller,
    /// The booking.
    pub booking_id: BookingId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What is done.
    pub step: Step,
}

impl UseCase for ChangeDeposit {
    type Output = Deposit;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let booking = bookings::get(unit, self.booking_id).await?;
        match self.caller.is_desk_of(booking.centre_id) {
            true => Ok(()),
            false if self.caller.may_see(&booking) => Err(Failure::Forbidden),
            false => Err(Failure::NotFound),
        }
    }

    async fn run(&self, unit: &Unit) -> Result<Deposit, Failure> {
        let seen = bookings::get(unit, self.booking_id).await?;
        let booking = bookings::lock(unit, seen.id, seen.version).await?;
        let before = match deposits::get(unit, &booking).await {
            Err(Failure::NotFound) if matches!(self.step, Step::Ask(_)) => Deposit::asked(booking.id, 0),
            found => found?,
        };
        self.condition.check(before.version)?;
        let after = before.after(&cleaned(&self.step)?).map_err(out_of_range)?;
        deposits::put(unit, &after).await?;
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: &format!("deposit.{}", self.step.as_str()),
            subject: "booking",
            subject_id: booking.id.0,
            centre_id: Some(booking.centre_id),
            before: Some(facts(&before)),
            after: Some(facts(&after)),
        };
        audit::record(unit, event).await?;
        Ok(after)
    }
}

/// The deposit of a booking, for who may see the booking.
///
/// # Errors
/// [`Failure::NotFound`] where none is asked.
pub async fn of_booking<A: Access>(access: &A, caller: &Caller, id: BookingId) -> Result<Deposit, Failure> {
    let booking: Booking = bookings::get(access, id).await?;
    if caller.may_see(&booking) { deposits::get(access, &booking).await } else { Err(Failure::NotFound) }
}

/// The step with its reason as it is kept.
fn cleaned(step: &Step) -> Result<Step, Failure> {
    let Step::Keep(cents, reason) = step else { return Ok(step.clone()) };
    let mut faults = Faults::new();
    let reason = text(&mut faults, "/reason", reason, 500, Lines::Many);
    faults.into_result()?;
    Ok(Step::Keep(*cents, reason))
}

fn out_of_range(OutOfRange { least, most }: OutOfRange) -> Failure {
    let message = if most < least {
        "There is nothing left for this.".to_owned()
    } else {
        format!("This lies between {least} and {most}.")
    };
    Failure::invalid("/amount/cents", "out_of_range", message)
}

/// Amounts only: the reason may name somebody.
fn facts(deposit: &Deposit) -> Value {
    json!({
        "asked": deposit.asked,
        "received": deposit.received,
        "returned": deposit.returned,
        "kept": deposit.kept,
        "version": deposit.version,
    })
}
