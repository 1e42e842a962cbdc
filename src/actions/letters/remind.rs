//! Reminding the staff of a request that waits for an answer.

use super::{Known, Occasion, Staff};
use crate::{
    actions::Policy,
    domain::failure::Failure,
    store::{
        Unit, UseCase,
        bookings::{self, DueReminder},
    },
};

/// Writes a reminder that is due: the first to the desk, the second, half-way through the time that is left, to the
/// managers. Gives false where it is not due any more.
pub struct Remind<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// The reminder.
    pub due: DueReminder,
}

impl UseCase for Remind<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let DueReminder { booking_id, remind_at, reminded, answer_by } = self.due;
        let (staff, next) = if reminded == 0 {
            (Staff::Desk, Some(remind_at.plus(answer_by.since(remind_at) / 2)))
        } else {
            (Staff::Managers, None)
        };
        if !bookings::note_reminder(unit, &self.due, next).await? {
            return Ok(false);
        }
        let booking = bookings::get(unit, booking_id).await?;
        if let Some(series) = booking.series_id {
            bookings::note_series_reminders(unit, series, &self.due, next).await?;
        }
        super::write(unit, self.policy, &booking, Occasion::AnswerReminder(staff), Known::default()).await?;
        Ok(true)
    }
}
