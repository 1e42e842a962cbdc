//! What becomes of a letter when its turn comes, by what its recipient chose: it goes, waits for the end of quiet hours, or
//! is taken away because nobody wants it, or it is of no use any more.

use std::collections::{BTreeSet, HashMap};

use crate::{
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::BookingId,
        letters::Choices,
        time::Instant,
    },
    mail::Letter,
    store::{Unit, bookings, letters, outbox},
};

/// What becomes of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It goes now.
    Goes,
    /// It is held until then.
    Waits(Instant),
    /// It is taken away.
    Withdrawn,
}

/// What is known of letters whose turn has come, in at most three round trips.
pub struct Known {
    choices: HashMap<String, Choices>,
    reminded: HashMap<BookingId, Booking>,
}

impl Known {
    /// Reads what these letters ask for. Those that can't be read ask for nothing.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the database can't be reached.
    pub async fn of(unit: &Unit, letters: &[(&outbox::Letter, Option<&Letter>)]) -> Result<Self, Failure> {
        let read = || letters.iter().filter_map(|(row, letter)| Some((*row, (*letter)?)));
        let emails: BTreeSet<&str> = read()
            .filter(|(row, letter)| row.may_wait || letter.topic().is_some())
            .map(|(row, _)| row.recipient.as_str())
            .collect();
        let by_topic = read().any(|(_, letter)| letter.topic().is_some());
        let reminders = read().filter_map(|(_, letter)| match letter {
            Letter::Reminder { booking, .. } => Some(booking.booking_id),
            _ => None,
        });
        let reminders: Vec<BookingId> = reminders.collect();
        let found = if reminders.is_empty() { Vec::new() } else { bookings::by_ids(unit, &reminders).await? };
        Ok(Self {
            choices: letters::choices(unit, &emails, by_topic).await?,
            reminded: found.into_iter().map(|booking| (booking.id, booking)).collect(),
        })
    }

    /// What becomes of one of them.
    #[must_use]
    pub fn fate(&self, row: &outbox::Letter, letter: &Letter, now: Instant) -> Fate {
        let topic = letter.topic();
        let choices = self.choices.get(&row.recipient);
        let unwanted = topic.zip(choices).is_some_and(|(topic, choices)| !choices.wants(topic));
        let useless = letter.useless_from().is_some_and(|from| from <= now) || self.is_overtaken(letter);
        if unwanted || useless {
            return Fate::Withdrawn;
        }
        let held = choices.filter(|_| row.may_wait).and_then(|own| own.held_until(topic, letter.deadline(), now));
        held.map_or(Fate::Goes, Fate::Waits)
    }

    /// Whether a reminder is of what is no longer so: the booking was cancelled, or is at another time or place.
    fn is_overtaken(&self, letter: &Letter) -> bool {
        let Letter::Reminder { booking: told, access } = letter else { return false };
        self.reminded.get(&told.booking_id).is_none_or(|booking| {
            booking.status != BookingStatus::Confirmed
                || booking.span.start() != told.starts_at
                || booking.room_id != access.room_id
        })
    }
}
