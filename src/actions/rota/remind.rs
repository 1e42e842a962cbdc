//! Reminds those on duty: a week before, and the day before with whom to ask for on the spot. Both letters have a link with
//! which they say that they cannot come.

use super::{Duty, find};
use crate::{
    actions::{Policy, Services, letters},
    domain::{
        failure::Failure,
        ids::{CentreId, DutyId},
        time::{DAY, Instant, Span},
    },
    store::{Unit, UseCase, rota},
};

/// How long before a duty somebody is reminded, seconds, with the word for it: the nearest first.
const STEPS: [(i64, &str); 2] = [(DAY, "duty-day"), (7 * DAY, "duty-week")];

/// The latest step that is due for a duty that begins at `start`.
fn due(start: Instant, now: Instant) -> Option<&'static str> {
    let ahead = start.since(now);
    STEPS.iter().find(|(before, _)| ahead > 0 && ahead <= *before).map(|(_, word)| *word)
}

/// Whether it is a duty that somebody can be told of.
fn is_told(duty: &Duty, now: Instant) -> bool {
    // A key-holder of a booking that others open and close for still has their time with it.
    duty.person.mailbox.is_some() && due(duty.span.start(), now).is_some()
}

/// Writes the reminders that are due; tells how many.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn remind(services: &Services) -> Result<usize, Failure> {
    let store = &services.store;
    let catalogue = store.catalogue().await?;
    let (now, mut done) = (services.now(), 0);
    let Some(window) = Span::new(now, now.plus(7 * DAY)) else { return Ok(0) };
    for centre in catalogue.centres.values() {
        let duties = find::of_centre(store, &catalogue, centre, window).await?.duties;
        for duty in duties.iter().filter(|duty| is_told(duty, now)) {
            let remind = Remind { policy: &services.policy, centre: centre.id, id: duty.id, span: duty.span };
            match store.run(&remind).await {
                Ok(told) => done += usize::from(told),
                Err(failure) => tracing::warn!(duty = %duty.id, %failure, "nobody was reminded of a duty"),
            }
        }
    }
    Ok(done)
}

struct Remind<'a> {
    policy: &'a Policy,
    centre: CentreId,
    id: DutyId,
    span: Span,
}

impl UseCase for Remind<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let Some(word) = due(self.span.start(), unit.now()) else { return Ok(false) };
        if !rota::told(unit, self.id.0, self.span.start(), word).await? {
            return Ok(false);
        }
        let catalogue = unit.catalogue().await?;
        let centre = catalogue.centres.get(&self.centre).ok_or(Failure::Stale)?;
        let found = find::of_centre(unit, &catalogue, centre, self.span).await?;
        let Some(duty) = found.duties.into_iter().find(|duty| duty.id == self.id && duty.span == self.span) else {
            return Ok(false);
        };
        letters::duties::coming(unit, self.policy, &catalogue, &duty).await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_reminded_a_week_and_a_day_before() {
        let start = Instant::from_epoch_seconds(100 * DAY);
        let at = |before: i64| due(start, start.plus(-before));
        assert_eq!((at(7 * DAY + 1), at(7 * DAY), at(DAY + 1)), (None, Some("duty-week"), Some("duty-week")));
        assert_eq!((at(DAY), at(1), at(0)), (Some("duty-day"), Some("duty-day"), None));
    }
}
