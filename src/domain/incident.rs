//! Incidents: what went wrong at a booking, what came of it, and what those who booked say of it.

use super::{
    attendance::USUAL_MONTHS,
    booking::{Booking, BookingStatus, InvalidTransition},
    failure::Failure,
    ids::{BookingId, CentreId, IncidentId, OrganisationId, ReportId, UserId},
    room::{Review, ReviewMode},
    text_enum,
    time::{Instant, MINUTE},
    times::Times,
};

/// Incidents, by when they happened.
pub type Incidents = Times;

text_enum! {
    /// What went wrong.
    IncidentKind {
        Noise = "noise",
        Dirt = "dirt",
        Damage = "damage",
        LateKey = "late_key",
    }
}

text_enum! {
    /// What came of an incident.
    IncidentState {
        // Nothing yet.
        Open = "open",
        Warned = "warned",
        Charged = "charged",
        // Talked over and put right, with nothing more to come.
        Settled = "settled",
        // It was not so, or not theirs: it counts no more.
        Dismissed = "dismissed",
    }
}

impl IncidentState {
    /// Whether it counts towards review.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Dismissed)
    }

    /// Decides, or decides anew.
    ///
    /// # Errors
    /// [`Failure::TooLate`]: what was decided is not undecided again.
    pub fn moved_to(self, to: Self) -> Result<Self, Failure> {
        if to == Self::Open && self != Self::Open {
            return Err(Failure::TooLate("It was decided: decide otherwise, or dismiss it."));
        }
        Ok(to)
    }
}

/// What those who booked say of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What they say.
    pub text: String,
    /// Who wrote it.
    pub by: UserId,
    /// When.
    pub at: Instant,
}

/// Something that went wrong at a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Identifier.
    pub id: IncidentId,
    /// The booking.
    pub booking_id: BookingId,
    /// Its centre.
    pub centre_id: CentreId,
    /// The organisation that booked; none is a private booking.
    pub organisation_id: Option<OrganisationId>,
    /// Who booked.
    pub booker_id: Option<UserId>,
    /// What went wrong.
    pub kind: IncidentKind,
    /// When.
    pub happened_at: Instant,
    /// In words; none where a neighbour's report is all there is.
    pub description: Option<String>,
    /// The report of a neighbour that it came from.
    pub report_id: Option<ReportId>,
    /// What came of it.
    pub state: IncidentState,
    /// What came of it in words.
    pub outcome: Option<String>,
    /// What those who booked say of it.
    pub reply: Option<Reply>,
    /// Who noted it.
    pub noted_by: UserId,
    /// When it was noted.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}

/// Whether an incident can have happened then at this booking: it stood, had begun, and the time is not ahead.
///
/// # Errors
/// [`Failure::InvalidTransition`] for a booking that is not confirmed or has not begun, [`Failure::Invalid`] for a time
/// that can't be.
pub fn may_have_happened(booking: &Booking, at: Instant, now: Instant) -> Result<(), Failure> {
    let begins = booking.claimed_span().start();
    if booking.status != BookingStatus::Confirmed || begins > now {
        return Err(InvalidTransition { from: booking.status, to: booking.status }.into());
    }
    if at < begins || at >= now.plus(MINUTE) {
        let message = "It happened after the booking began, and not later than now.";
        return Err(Failure::invalid("/happened_at", "out_of_range", message));
    }
    Ok(())
}

/// Whether the desk looks at a booking first, in a room with these rules, because so much went wrong.
#[must_use]
pub fn is_reviewed(review: &Review, incidents: &Incidents, now: Instant) -> bool {
    let months = review.incident_months.unwrap_or(USUAL_MONTHS);
    review.mode == ReviewMode::When && review.incidents.is_some_and(|most| incidents.within(months, now) >= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, booking};

    #[test]
    fn what_was_decided_is_decided_anew_and_never_undecided() {
        for from in IncidentState::ALL {
            for to in IncidentState::ALL {
                let fine = *to != IncidentState::Open || *from == IncidentState::Open;
                assert_eq!(from.moved_to(*to).is_ok(), fine, "{from:?} to {to:?}");
            }
        }
        let counting: Vec<_> = IncidentState::ALL.iter().filter(|state| state.counts()).collect();
        assert_eq!(counting.len(), IncidentState::ALL.len() - 1);
    }

    #[test]
    fn it_happened_after_the_booking_began_and_not_later_than_now() {
        let one = Booking { setup_seconds: 600, ..booking(2) };
        let begins = one.span.start().plus(-600);
        let now = one.span.end().plus(MINUTE);
        let may = |booking: &Booking, at, now| may_have_happened(booking, at, now).is_ok();
        assert!(may(&one, begins, now) && may(&one, now, now) && may(&one, begins, begins));
        assert!(!may(&one, begins.plus(-MINUTE), now) && !may(&one, now.plus(MINUTE), now));
        assert!(!may(&one, begins.plus(-MINUTE), begins.plus(-MINUTE)), "it has not begun");
        assert!(!may(&Booking { status: BookingStatus::Cancelled, ..one }, begins, now));
    }

    #[test]
    fn a_room_is_reviewed_from_its_number_on() {
        let known: Incidents = ["2026-12-01T12:00", "2027-02-20T12:00"].map(at).into_iter().collect();
        let now = at("2027-02-28T12:00");
        let of = |mode, incidents, incident_months| {
            is_reviewed(&Review { mode, incidents, incident_months, ..Review::default() }, &known, now)
        };
        assert!(of(ReviewMode::When, Some(2), None) && of(ReviewMode::When, Some(2), Some(3)));
        assert!(!of(ReviewMode::When, Some(2), Some(1)) && !of(ReviewMode::When, Some(3), None));
        assert!(!of(ReviewMode::When, None, None) && !of(ReviewMode::Instant, Some(1), None));
    }
}
