//! Changes a booking: moves, resizes, renames. A move by its booker judges rules and review afresh; a move by the desk
//! stays confirmed.

use super::{
    Draft, create, difference, hold,
    outcome::{Outcome, outcome},
    plan,
    plan::Plan,
    record,
};
use crate::{
    actions::{
        Services, letters,
        letters::{Known, Occasion},
        waitlist,
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, InvalidTransition},
        failure::Failure,
        ids::BookingId,
        time::Instant,
    },
    store::{Unit, UseCase, bookings, claims},
};

/// Changes a booking.
pub struct Change {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// Which booking.
    pub id: BookingId,
    /// The version that the draft was made from: another one is stale.
    pub version: i64,
    /// What it is to be.
    pub draft: Draft,
}

impl UseCase for Change {
    type Output = Booking;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        record::may_change(&self.caller, &bookings::get(unit, self.id).await?)
    }

    async fn run(&self, unit: &Unit) -> Result<Booking, Failure> {
        let before = bookings::get(unit, self.id).await?;
        if before.version != self.version {
            return Err(Failure::PreconditionFailed);
        }
        check(&before, &self.draft, unit.now(), &self.caller)?;
        let after = if difference::is_material(&Draft::of(&before), &self.draft) {
            self.replanned(unit, &before).await?
        } else {
            let reworded = reworded(&before, &self.draft);
            bookings::lock(unit, self.id, before.version).await.map_err(stale_is_changed)?;
            reworded
        };
        let detached = before.series_id.is_some();
        let mut after = Booking { updated_at: unit.now(), version: before.version + 1, detached, ..after };
        let told = is_told(&before, &after);
        if told {
            after.sequence = before.sequence + 1;
        }
        bookings::update(unit, &after).await?;
        record::audit(unit, Some(self.caller.id), "booking.changed", Some(&before), &after).await?;
        if told {
            self.tell(unit, &before, &after).await?;
        }
        Ok(after)
    }
}

impl Change {
    /// The booking on its new time or place: judged and claimed afresh.
    async fn replanned(&self, unit: &Unit, before: &Booking) -> Result<Booking, Failure> {
        let catalogue = unit.catalogue().await?;
        let policy = &self.services.policy;
        let plan = plan::plan(unit, &catalogue, policy, unit.now(), &self.caller, &self.draft, Some(before)).await?;
        keeps_its_kind(before, &self.draft)?;
        if !plan.judgement.violations.is_empty() {
            return Err(Failure::RuleViolated(plan.judgement.violations));
        }
        let outcome = outcome(unit.now(), policy, &self.caller, before, &self.draft, &plan)?;
        // What it leaves is held for those who wait.
        let freed = [(before.room_id, before.claimed_span())];
        let more = waitlist::prepare(unit, &catalogue, &freed).await?;
        let held = claims::of_booking(unit, self.id).await?;
        hold::hold(unit, &plan, &self.draft, Some((self.id, &held)), &more).await?;
        bookings::lock(unit, self.id, before.version).await.map_err(stale_is_changed)?;
        claims::release(unit, self.id).await?;
        claims::insert(unit, Some(self.id), &plan.claims).await?;
        waitlist::serve(unit, policy, &freed).await?;
        let after = moved(before, &self.draft, &plan, outcome);
        // A request that stays one is still to be answered.
        if after.status != BookingStatus::Requested {
            bookings::set_reminder(unit, self.id, None).await?;
        }
        Ok(after)
    }

    async fn tell(&self, unit: &Unit, before: &Booking, after: &Booking) -> Result<(), Failure> {
        let policy = &self.services.policy;
        let known = Known { person: Some(&self.caller), ..Known::default() };
        let occasion = match after.status {
            // Nobody looks at an option that moved: it is kept as it is now.
            BookingStatus::Held => Occasion::OptionHeld,
            _ => Occasion::Changed { before: before.span, before_room: before.room_id },
        };
        letters::write(unit, policy, after, occasion, known).await?;
        let moved = before.span != after.span || before.room_id != after.room_id;
        if after.status == BookingStatus::Requested && (moved || before.status != after.status) {
            create::to_be_answered(unit, policy, after, known).await?;
        }
        Ok(())
    }
}

/// A booking on its new time or place.
pub(in crate::actions) fn moved(before: &Booking, draft: &Draft, plan: &Plan, outcome: Outcome) -> Booking {
    let Outcome { status, answer_by, review_reasons } = outcome;
    // An option lapses no later than it starts, wherever it moves to.
    let hold_until = draft.hold_until.map(|until| until.min(draft.span.start()));
    Booking {
        status,
        room_id: plan.room.id,
        centre_id: plan.centre.id,
        span: draft.span,
        attendees: draft.attendees,
        layout: draft.layout.clone(),
        shared: plan.shared,
        equipment: draft.equipment.clone(),
        setup_seconds: plan.room.rules.setup_seconds(),
        cleanup_seconds: plan.room.rules.cleanup_seconds(),
        organisation_id: draft.organisation_id,
        booker_id: plan.booker_id,
        caller: plan.caller.clone(),
        key_holder_id: draft.key_holder_id,
        review_reasons,
        answer_by,
        hold_until,
        // Who chooses another place needs no other offered.
        offer_until: None,
        overrides: plan.overrides.clone(),
        price: plan.price.clone(),
        free_cancel_until: plan.free_cancel_until,
        music: draft.music,
        alcohol: draft.alcohol,
        ..reworded(before, draft)
    }
}

/// Whether whom it is for is told: what stands in a calendar, how sure it is, and for whom.
pub(in crate::actions) fn is_told(before: &Booking, after: &Booking) -> bool {
    let address = |booking: &Booking| booking.caller.as_ref().and_then(|caller| caller.email.clone());
    before.span != after.span
        || before.room_id != after.room_id
        || before.title != after.title
        || before.status != after.status
        || before.hold_until != after.hold_until
        || before.booker_id != after.booker_id
        || address(before) != address(after)
}

/// Another unit changed the booking between reading and locking: the caller's version no longer holds.
pub(super) fn stale_is_changed(failure: Failure) -> Failure {
    match failure {
        Failure::Stale => Failure::PreconditionFailed,
        other => other,
    }
}

/// Checks whether a booking can become what a draft asks for, whatever the room.
///
/// # Errors
/// [`Failure::Invalid`], or [`Failure::InvalidTransition`] where it cannot be changed.
pub(super) fn check(before: &Booking, draft: &Draft, now: Instant, caller: &Caller) -> Result<(), Failure> {
    changeable(before, draft, now, caller)?;
    // A deadline that passed unseen is no obstacle to a change that leaves it alone.
    if before.hold_until == draft.hold_until { draft.faults().into_result() } else { create::check(draft, now) }
}

/// Whether the booking can be changed at all: it stands, and for others than its desk is not over. What has begun stays
/// where it began: it would else be had twice.
fn changeable(booking: &Booking, draft: &Draft, now: Instant, caller: &Caller) -> Result<(), InvalidTransition> {
    let has_begun = booking.span.start() <= now;
    let elsewhere = booking.room_id != draft.room_id || booking.span.start() != draft.span.start();
    let over = booking.span.end() <= now || (has_begun && elsewhere);
    if booking.status.holds_claims() && (!over || caller.is_desk_of(booking.centre_id)) {
        Ok(())
    } else {
        Err(InvalidTransition { from: booking.status, to: booking.status })
    }
}

/// An option has a date until it is confirmed or cancelled, and nothing else has one.
pub(super) fn keeps_its_kind(before: &Booking, draft: &Draft) -> Result<(), Failure> {
    match (before.status, draft.hold_until) {
        (BookingStatus::Held, None) => {
            let message = "An option is kept until a date. Confirm or cancel it where it is to have none.";
            Err(Failure::invalid("/hold_until", "required", message))
        }
        (status, Some(_)) if status != BookingStatus::Held => {
            Err(InvalidTransition { from: status, to: BookingStatus::Held }.into())
        }
        _ => Ok(()),
    }
}

/// The booking with other words: nothing that rules or claims look at.
fn reworded(before: &Booking, draft: &Draft) -> Booking {
    Booking {
        title: draft.title.clone(),
        visibility: draft.visibility,
        activity: draft.activity,
        audience: draft.audience,
        open_to_all: draft.open_to_all,
        note: draft.note.clone(),
        terms_version: draft.terms_version.clone(),
        on_site_contact: draft.on_site_contact.clone(),
        ..before.clone()
    }
}
