//! Notes who came. Where nobody did, and the room says so, the rest of the time is free, and held for who waits for it.

use super::{record, step};
use crate::{
    actions::{
        Condition, Policy, Services,
        letters::{self, Known, Occasion},
        waitlist,
    },
    auth::Caller,
    domain::{
        attendance,
        booking::{Attendance, Booking, BookingStatus, InvalidTransition},
        failure::Failure,
        ids::{BookingId, UserId},
        time::Span,
    },
    store::{Unit, UseCase, bookings, claims},
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
        plausible(self.attended, self.head_count)?;
        let policy = &self.services.policy;
        let before = step::locked_to_free(unit, self.id).await?;
        self.condition.check(before.version)?;
        let now = unit.now();
        let early = self.attended && attendance::may_check_in(&before, policy.check_in_minutes, now);
        if before.status != BookingStatus::Confirmed || (before.span.start() > now && !early) {
            return Err(InvalidTransition { from: before.status, to: before.status }.into());
        }
        let noted = Noted {
            actor: Some(self.caller.id),
            action: "booking.attendance",
            attendance: if self.attended { Attendance::Attended } else { Attendance::NoShow },
            head_count: self.head_count,
        };
        noted.write(unit, policy, &before).await
    }
}

/// Whether so many may have come.
///
/// # Errors
/// [`Failure::Invalid`].
pub(in crate::actions) fn plausible(attended: bool, head_count: Option<i32>) -> Result<(), Failure> {
    let known = head_count.is_none_or(|count| (0..=100_000).contains(&count));
    if !known || (!attended && head_count.is_some_and(|count| count > 0)) {
        let message = "0 to 100,000 people came, and none where nobody did.";
        return Err(Failure::invalid("/head_count", "range", message));
    }
    Ok(())
}

/// What is noted of a booking, which is [`step::locked_to_free`].
pub(in crate::actions) struct Noted<'a> {
    /// Who notes it; none is nobody with an account.
    pub(in crate::actions) actor: Option<UserId>,
    /// What is recorded.
    pub(in crate::actions) action: &'a str,
    /// Who came.
    pub(in crate::actions) attendance: Attendance,
    /// How many.
    pub(in crate::actions) head_count: Option<i32>,
}

impl Noted<'_> {
    /// Writes it, and what follows from it: time that is given up, and the letters.
    pub(in crate::actions) async fn write(
        &self,
        unit: &Unit,
        policy: &Policy,
        before: &Booking,
    ) -> Result<Booking, Failure> {
        let catalogue = unit.catalogue().await?;
        let nobody = self.attendance == Attendance::NoShow;
        let room = catalogue.rooms.get(&before.room_id).filter(|_| nobody);
        // Whoever said before that somebody came is corrected.
        let absent = Booking { attendance: self.attendance, ..before.clone() };
        let rest = room.and_then(|room| attendance::given_up(&absent, &room.rules, unit.now()));
        let after = Booking {
            attendance: self.attendance,
            head_count: self.head_count,
            updated_at: unit.now(),
            version: before.version + 1,
            ..rest.map_or_else(|| before.clone(), |rest| shortened(before, rest))
        };
        bookings::update(unit, &after).await?;
        record::audit(unit, self.actor, self.action, Some(before), &after).await?;
        if let Some(rest) = rest {
            claims::cut_off(unit, &[after.id], rest.start()).await?;
            waitlist::serve(unit, policy, &[(after.room_id, rest)]).await?;
            letters::write(unit, policy, &after, Occasion::Released, Known::default()).await?;
        }
        if nobody && before.attendance != Attendance::NoShow {
            letters::no_shows::tell(unit, policy, &after).await?;
        }
        Ok(after)
    }
}

/// A booking without what it gives up. Nobody was there to clean up after.
fn shortened(before: &Booking, rest: Span) -> Booking {
    let span = Span::new(before.span.start(), rest.start()).unwrap_or(before.span);
    Booking { span, cleanup_seconds: 0, ..before.clone() }
}

/// Notes that nobody came to a booking, where its room says after how many minutes that is so. Gives false where somebody
/// came after all.
pub struct Absent<'a> {
    /// What actions need.
    pub services: &'a Services,
    /// The booking.
    pub id: BookingId,
}

impl UseCase for Absent<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let before = step::locked_to_free(unit, self.id).await?;
        let catalogue = unit.catalogue().await?;
        let room = catalogue.rooms.get(&before.room_id);
        if room.and_then(|room| attendance::given_up(&before, &room.rules, unit.now())).is_none() {
            return Ok(false);
        }
        let noted = Noted {
            actor: None,
            action: "booking.nobody_came",
            attendance: Attendance::NoShow,
            head_count: before.head_count,
        };
        noted.write(unit, &self.services.policy, &before).await?;
        Ok(true)
    }
}
