//! Closes at once: everything within the next hours is cancelled with one command and one reason, and whoever was to come
//! is told by letter. The answer is the list of those to telephone.

use super::{
    affected::{affected, this_minute},
    calls::{self, Call},
    check, freed, record,
    settle::{self, Deciding},
};
use crate::{
    actions::{
        Services,
        bookings::record as bookings_record,
        letters::{self, closures::Telling},
        places::carry::carry,
        waitlist::serve,
    },
    auth::Caller,
    domain::{
        booking::Booking,
        closure::{Closure, ClosureReason, Decision, DecisionAction},
        failure::Failure,
        ids::{BookingId, CentreId, ClosureId, RoomId},
        time::{HOUR, Instant, Span},
        validation::Faults,
    },
    store::{Unit, UseCase, bookings, claims, closures, places, waitlist},
};

/// Hours of an emergency at most: what lasts longer is planned, and loses nobody.
pub const MOST_HOURS: i64 = 72;

/// Closes rooms or a centre from this minute on.
pub struct CloseAtOnce {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// The centre.
    pub centre_id: CentreId,
    /// Its rooms; none is the whole centre.
    pub room_ids: Option<Vec<RoomId>>,
    /// For so many hours.
    pub hours: i64,
    /// Why.
    pub reason: ClosureReason,
    /// What else people should know.
    pub note: Option<String>,
}

/// What was closed at once, and whom to telephone.
#[derive(Clone, Debug)]
pub struct ClosedAtOnce {
    /// The closure.
    pub closure: Closure,
    /// Those whose bookings were cancelled: first those whom no letter reaches, then by start.
    pub calls: Vec<Call>,
}

impl UseCase for CloseAtOnce {
    type Output = ClosedAtOnce;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_desk_of(self.centre_id))
    }

    async fn run(&self, unit: &Unit) -> Result<ClosedAtOnce, Failure> {
        let policy = &self.services.policy;
        let catalogue = unit.catalogue().await?;
        waitlist::hold_still(unit).await?;
        let site = places::hold_centre(unit, self.centre_id).await?;
        let from = this_minute(unit.now());
        let mut faults = Faults::new();
        let mut closure = self.closure(unit.now(), from)?;
        check::check(&site, &mut closure, unit.now(), true, &mut faults);
        faults.into_result()?;
        let mut after = site.clone();
        after.closures.push(closure.clone());
        let met = affected(unit, &site, &after, from).await?;
        let (over, ahead): (Vec<Booking>, Vec<Booking>) =
            met.into_iter().partition(|booking| booking.span.end() <= unit.now());
        let decisions: Vec<Decision> = ahead.iter().map(cancelled).collect();
        let deciding = Deciding {
            catalogue: &catalogue,
            policy,
            caller: &self.caller,
            after: &after,
            from,
            affected: &ahead,
            decisions: &decisions,
        };
        let settlement = settle::settle(unit, &deciding).await?;
        closures::insert(unit, &closure).await?;
        self.leave_as_it_is(unit, &over, from).await?;
        settlement.take_off(unit).await?;
        carry(unit, self.caller.id, &site, after).await?;
        settlement.put_on(unit, &self.caller, &closure).await?;
        record(unit, self.caller.id, "closure.at_once", None, &closure).await?;
        serve(unit, policy, &freed(&settlement.changes)).await?;
        letters::closures::write(unit, policy, &closure, &settlement.changes, Telling::AtOnce).await?;
        let calls = calls::calls(unit, closure.id).await?;
        Ok(ClosedAtOnce { closure, calls })
    }
}

impl CloseAtOnce {
    fn closure(&self, now: Instant, from: Instant) -> Result<Closure, Failure> {
        let wrong = || Failure::invalid("/hours", "range", format!("It lasts 1 to {MOST_HOURS} hours."));
        if !(1..=MOST_HOURS).contains(&self.hours) {
            return Err(wrong());
        }
        Ok(Closure {
            id: ClosureId::new(now),
            centre_id: self.centre_id,
            room_ids: self.room_ids.clone(),
            span: Span::new(from, from.plus(self.hours * HOUR)).ok_or_else(wrong)?,
            reason: self.reason,
            note: self.note.clone(),
            provisional: false,
            recalled: false,
            created_by: self.caller.id,
            lifted_at: None,
            version: 1,
        })
    }

    /// What is over took place: it stays, and only the cleaning up after it ends now.
    async fn leave_as_it_is(&self, unit: &Unit, over: &[Booking], from: Instant) -> Result<(), Failure> {
        bookings::hold(unit, over).await?;
        claims::cut_off(unit, &over.iter().map(|booking| booking.id).collect::<Vec<BookingId>>(), from).await?;
        for before in over {
            let after = Booking {
                cleanup_seconds: from.since(before.span.end()).max(0),
                updated_at: unit.now(),
                version: before.version + 1,
                ..before.clone()
            };
            bookings::update(unit, &after).await?;
            let action = "booking.cleaning_cut_short";
            bookings_record::audit(unit, Some(self.caller.id), action, Some(before), &after).await?;
        }
        Ok(())
    }
}

fn cancelled(booking: &Booking) -> Decision {
    Decision {
        booking_id: booking.id,
        version: Some(booking.version),
        action: DecisionAction::Cancel,
        room_id: None,
        span: None,
        until: None,
        overrides: Vec::new(),
    }
}
