//! Bookings that nobody opens for: who booked is reminded to name a key-holder, and in time the desk is asked to decide.
//! Nothing is cancelled by itself.

use super::{decline::for_booking, find, record};
use crate::{
    actions::{Policy, Services, letters},
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::BookingId,
        rota::{RotaSettings, ShiftRole},
        time::{DAY, HOUR, Instant, Span},
    },
    store::{Unit, UseCase, bookings, rota},
};

/// How long before the deadline somebody is reminded, seconds, with the word for it.
const REMINDERS: [(i64, &str); 2] = [(DAY, "key-last"), (5 * DAY, "key-first")];

/// Hours around a booking that are looked at.
const MOST_AROUND: u64 = 1_000;

/// What is to be done about a booking that nobody opens for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Remind(&'static str),
    Desk,
}

/// The latest step that is due for a booking that begins at `start`.
fn due(settings: &RotaSettings, start: Instant, now: Instant) -> Option<Step> {
    let deadline = deadline(settings, start);
    if now >= deadline {
        return Some(Step::Desk);
    }
    REMINDERS.iter().find(|(before, _)| now >= deadline.plus(-before)).map(|(_, word)| Step::Remind(word))
}

/// Until when a key-holder can be named.
fn deadline(settings: &RotaSettings, start: Instant) -> Instant {
    start.plus(-i64::from(settings.key_hours) * HOUR)
}

/// Reminds and asks what is due in all centres; tells of how many bookings.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn see_to(services: &Services) -> Result<usize, Failure> {
    let store = &services.store;
    let catalogue = store.catalogue().await?;
    let (now, mut done) = (services.now(), 0);
    for centre in catalogue.centres.values() {
        let settings = rota::settings(store, centre.id).await?;
        let ahead = i64::from(settings.key_hours) * HOUR + REMINDERS.map(|(before, _)| before)[1];
        let Some(window) = Span::new(now, now.plus(ahead + HOUR)) else { continue };
        for booking in find::of_centre(store, &catalogue, centre, window).await?.unopened {
            if booking.span.start() > now && due(&settings, booking.span.start(), now).is_some() {
                let see_to = SeeTo { policy: &services.policy, id: booking.id };
                match store.run(&see_to).await {
                    Ok(told) => done += usize::from(told),
                    // Looked at again the next time; the others are not held up.
                    Err(failure) => tracing::warn!(booking = %booking.id, %failure, "nobody was asked who opens"),
                }
            }
        }
    }
    Ok(done)
}

/// Does what is due for one booking, where still nobody opens for it. Gives false where it was done before.
struct SeeTo<'a> {
    policy: &'a Policy,
    id: BookingId,
}

impl UseCase for SeeTo<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let seen = bookings::get(unit, self.id).await?;
        // Held, so that a key-holder who is named meanwhile is seen, or sees this.
        let booking = bookings::lock(unit, self.id, seen.version).await?;
        let catalogue = unit.catalogue().await?;
        let centre = catalogue.centres.get(&booking.centre_id).ok_or(Failure::Stale)?;
        let settings = rota::settings(unit, centre.id).await?;
        let start = booking.span.start();
        let Some(step) = due(&settings, start, unit.now()) else { return Ok(false) };
        let is_open = find::of_centre(unit, &catalogue, centre, booking.span).await?.unopened;
        let lacks = booking.status == BookingStatus::Confirmed && is_open.iter().any(|one| one.id == booking.id);
        if !lacks || is_looked_for(unit, &booking).await? {
            return Ok(false);
        }
        match step {
            Step::Remind(word) => {
                if !rota::told(unit, booking.id.0, start, word).await? {
                    return Ok(false);
                }
                letters::duties::key_needed(unit, self.policy, centre, &booking, deadline(&settings, start)).await?;
            }
            Step::Desk => self.ask_desk(unit, centre, &booking).await?,
        }
        Ok(true)
    }
}

/// Whether somebody is looked for already who opens in a part of the booking's time.
async fn is_looked_for(unit: &Unit, booking: &Booking) -> Result<bool, Failure> {
    let filter = rota::Filter { centre: booking.centre_id, span: booking.span, state: None, after: None };
    let around = rota::list(unit, &filter, MOST_AROUND).await?;
    Ok(around.iter().any(|shift| shift.role == ShiftRole::Key && shift.state.is_open())
        || rota::of_booking(unit, booking.id).await?.is_some())
}

impl SeeTo<'_> {
    /// Puts it before the desk: it stands among what waits for its decision until it decides.
    async fn ask_desk(
        &self,
        unit: &Unit,
        centre: &crate::domain::centre::Centre,
        booking: &Booking,
    ) -> Result<(), Failure> {
        let shift = for_booking(unit, booking, None);
        rota::insert(unit, std::slice::from_ref(&shift)).await?;
        record(unit, None, "shift.needed", None, &shift).await?;
        letters::duties::to_desk(unit, self.policy, centre, &shift).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_booked_is_reminded_twice_and_then_the_desk_decides() {
        let settings = RotaSettings { key_hours: 48, ..RotaSettings::default() };
        let start = Instant::from_epoch_seconds(100 * DAY);
        let at = |days: i64| due(&settings, start, start.plus(-days * DAY));
        assert_eq!(at(8), None);
        assert_eq!((at(7), at(4)), (Some(Step::Remind("key-first")), Some(Step::Remind("key-first"))));
        assert_eq!(at(3), Some(Step::Remind("key-last")));
        assert_eq!(due(&settings, start, start.plus(-2 * DAY - 1)), Some(Step::Remind("key-last")));
        assert_eq!(at(2), Some(Step::Desk));
        assert_eq!(at(0), Some(Step::Desk));
    }
}
