//! Notes who came.

use super::{record, step};
use crate::{
    actions::{Condition, Services},
    auth::Caller,
    domain::{
        booking::{Attendance, Booking, BookingStatus, InvalidTransition},
        failure::Failure,
        ids::BookingId,
    },
    store::{Unit, UseCase, bookings},
};

/// Notes whether anybody came, and how many.
pub struct NoteAttendance {
    /// What actions need.
    pub services: Services,
    /// Who notes it.
    pub caller: Caller,
    /// Which booking.
    pub id: BookingId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// Whether anybody came.
    pub attended: bool,
    /// How many came, 0 to 100,000.
    pub head_count: Option<i32>,
}

impl UseCase for NoteAttendance {
    type Output = Booking;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        record::is_desk(&self.caller, &bookings::get(unit, self.id).await?)
    }

    async fn run(&self, unit: &Unit) -> Result<Booking, Failure> {
        let plausible = self.head_count.is_none_or(|count| (0..=100_000).contains(&count));
        if !plausible || (!self.attended && self.head_count.is_some_and(|count| count > 0)) {
            let message = "0 to 100,000 people came, and none where nobody did.";
            return Err(Failure::invalid("/head_count", "range", message));
        }
        let before = step::locked(unit, self.id).await?;
        self.condition.check(before.version)?;
        if before.status != BookingStatus::Confirmed || before.span.start() > unit.now() {
            return Err(InvalidTransition { from: before.status, to: before.status }.into());
        }
        let attendance = if self.attended { Attendance::Attended } else { Attendance::NoShow };
        let after = Booking {
            attendance,
            head_count: self.head_count,
            updated_at: unit.now(),
            version: before.version + 1,
            ..before.clone()
        };
        bookings::update(unit, &after).await?;
        record::audit(unit, Some(self.caller.id), "booking.attendance", Some(&before), &after).await?;
        Ok(after)
    }
}
