//! The desk answers the dates of a series that wait, all in one unit and with one letter. A single date is answered as
//! any request is.

use serde_json::json;

use super::{Outcome, Scope};
use crate::{
    actions::{
        Condition, Services,
        bookings::{draft, step},
        letters::{self, Known, Occasion},
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::{Alternative, Failure},
        ids::SeriesId,
        price::Price,
        series::Series,
        time::Instant,
    },
    store::{Unit, UseCase, audit, bookings, series},
};

/// What the desk says.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Yes.
    Approved,
    /// No, with a reason and a better offer.
    Declined {
        /// Why, 1 to 500 characters.
        reason: String,
        /// What is free instead of the first date.
        alternatives: Vec<Alternative>,
    },
}

/// Answers the dates of a series that wait.
pub struct Answer {
    /// What actions need.
    pub services: Services,
    /// Who answers.
    pub caller: Caller,
    /// Which series.
    pub id: SeriesId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// Which of its dates.
    pub scope: Scope,
    /// What is said.
    pub verdict: Verdict,
}

/// Whether it waits for an answer at this moment. What nobody answered in time is over, although the job that says so may
/// not have come by yet.
#[must_use]
pub fn waits(booking: &Booking, now: Instant) -> bool {
    booking.status == BookingStatus::Requested && booking.answer_by.is_some_and(|answer_by| answer_by > now)
}

impl UseCase for Answer {
    type Output = Outcome;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let series = series::get(unit, self.id).await?;
        if self.caller.is_desk_of(series.centre_id) {
            Ok(())
        } else if self.caller.may_see_series(&series) {
            Err(Failure::Forbidden)
        } else {
            Err(Failure::NotFound)
        }
    }

    async fn run(&self, unit: &Unit) -> Result<Outcome, Failure> {
        let reason = match &self.verdict {
            Verdict::Approved => None,
            Verdict::Declined { reason, .. } => draft::reason(Some(reason), true)?,
        };
        let before = series::get(unit, self.id).await?;
        self.condition.check(before.version)?;
        let catalogue = unit.catalogue().await?;
        let (_, centre) = catalogue.room(before.room_id).ok_or(Failure::Stale)?;
        let all = bookings::of_series(unit, self.id).await?;
        // A date that was moved to another centre is for the desk there.
        let chosen: Vec<&Booking> = all
            .iter()
            .filter(|booking| waits(booking, unit.now()) && self.caller.is_desk_of(booking.centre_id))
            .filter(|booking| self.scope.holds_booking(booking, centre.timezone))
            .collect();
        if chosen.is_empty() {
            return Err(Failure::TooLate("None of these dates waits for an answer."));
        }
        step::lock_many(unit, &chosen).await?;
        let actor = Some(self.caller.id);
        let after =
            Series { sequence: before.sequence + 1, updated_at: unit.now(), version: before.version + 1, ..before };
        series::update(unit, &after).await?;
        let policy = &self.services.policy;
        let known = Known { person: Some(&self.caller), ..Known::default() };
        let answered = |booking: &Booking| Booking {
            answer_by: None,
            reason: reason.clone(),
            sequence: booking.sequence + 1,
            ..booking.clone()
        };
        let (action, done) = match &self.verdict {
            Verdict::Approved => {
                let changes = chosen.into_iter().map(|booking| (booking, answered(booking))).collect();
                let done = step::take_many(
                    unit,
                    &self.services.policy,
                    actor,
                    "booking.approved",
                    BookingStatus::Confirmed,
                    changes,
                )
                .await?;
                for dates in letters::series::by_whom(&done) {
                    letters::series::made(unit, policy, &after, &dates, &[], known).await?;
                }
                ("series.approved", done.len())
            }
            Verdict::Declined { alternatives, .. } => {
                let declined = |booking: &Booking| Booking {
                    offer_until: None,
                    price: booking.price.clone().map(Price::with_nothing_due),
                    ..answered(booking)
                };
                let changes = chosen.into_iter().map(|booking| (booking, declined(booking))).collect();
                let done = step::take_many(
                    unit,
                    &self.services.policy,
                    actor,
                    "booking.declined",
                    BookingStatus::Declined,
                    changes,
                )
                .await?;
                let occasion = Occasion::Declined { alternatives: alternatives.clone() };
                for dates in letters::series::by_whom(&done) {
                    letters::series::ended(unit, policy, &after, &dates, occasion.clone(), known).await?;
                }
                ("series.declined", done.len())
            }
        };
        audit::record(unit, recorded(&self.caller, &after, action, done)).await?;
        let bookings = bookings::of_series(unit, self.id).await?;
        Ok(Outcome { series: after, bookings, missed: Vec::new(), organisation_name: None })
    }
}

fn recorded(caller: &Caller, series: &Series, action: &'static str, bookings: usize) -> audit::Event<'static> {
    audit::Event {
        actor: Some(caller.id),
        action,
        subject: "series",
        subject_id: series.id.0,
        centre_id: Some(series.centre_id),
        before: None,
        after: Some(json!({ "bookings": bookings })),
    }
}
