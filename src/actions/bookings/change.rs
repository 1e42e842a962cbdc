//! Changes a booking: moves, resizes, renames. A move by its booker judges rules and review afresh; a move by the desk
//! stays confirmed.

use super::{Draft, create, plan, plan::Plan, record};
use crate::{
    actions::{
        Services, letters,
        letters::{Known, Occasion},
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::{BookingId, ResourceId},
        time::MINUTE,
    },
    store::{Unit, UseCase, bookings, catalogue, claims},
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
        changeable(&before, unit, &self.caller)?;
        let was = Draft::of(&before);
        // A deadline that passed unseen is no obstacle to a change that leaves it alone.
        if was.hold_until == self.draft.hold_until {
            self.draft.faults().into_result()?;
        } else {
            create::check(&self.draft, unit.now())?;
        }
        let after = if is_material(&was, &self.draft) {
            self.replanned(unit, &before).await?
        } else {
            let reworded = reworded(&before, &self.draft);
            bookings::lock(unit, self.id, before.version).await.map_err(stale_is_changed)?;
            reworded
        };
        let mut after = Booking { updated_at: unit.now(), version: before.version + 1, ..after };
        let shown = before.span != after.span || before.room_id != after.room_id || before.title != after.title;
        let told = shown || before.status != after.status;
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
        if !plan.judgement.violations.is_empty() {
            return Err(Failure::RuleViolated(plan.judgement.violations));
        }
        let held = claims::of_booking(unit, self.id).await?;
        let mut resources: Vec<ResourceId> =
            held.iter().map(|claim| claim.resource_id).chain(plan.resources()).collect();
        resources.sort();
        resources.dedup();
        claims::lock(unit, &resources).await?;
        catalogue::hold_room(unit, &plan.room).await?;
        plan::hold_yearly_count(unit, &plan, &self.draft, Some(self.id)).await?;
        bookings::lock(unit, self.id, before.version).await.map_err(stale_is_changed)?;
        claims::release(unit, self.id).await?;
        claims::insert(unit, Some(self.id), &plan.claims).await?;
        let after = self.moved(before, &plan);
        // A request that stays one is still to be answered.
        if after.status != BookingStatus::Requested {
            bookings::set_reminder(unit, self.id, None).await?;
        }
        Ok(after)
    }

    fn moved(&self, before: &Booking, plan: &Plan) -> Booking {
        let by_desk = self.caller.is_desk_of(before.centre_id) && self.caller.is_desk_of(plan.centre.id);
        // The desk's own move keeps the stage, whatever it is; an option stays one until it is confirmed.
        let status = if by_desk || before.status == BookingStatus::Held { before.status } else { plan.status };
        let rules = &plan.room.rules;
        Booking {
            status,
            room_id: plan.room.id,
            centre_id: plan.centre.id,
            span: self.draft.span,
            attendees: self.draft.attendees,
            layout: self.draft.layout.clone(),
            shared: plan.shared,
            equipment: self.draft.equipment.clone(),
            setup_seconds: i64::from(rules.setup_minutes) * MINUTE,
            cleanup_seconds: i64::from(rules.cleanup_minutes) * MINUTE,
            organisation_id: self.draft.organisation_id,
            booker_id: plan.booker_id,
            caller: plan.caller.clone(),
            key_holder_id: self.draft.key_holder_id,
            review_reasons: plan.judgement.review_reasons.clone(),
            answer_by: if status == BookingStatus::Requested { plan.answer_by.or(before.answer_by) } else { None },
            overrides: self.draft.overrides.clone(),
            music: self.draft.music,
            alcohol: self.draft.alcohol,
            ..reworded(before, &self.draft)
        }
    }

    async fn tell(&self, unit: &Unit, before: &Booking, after: &Booking) -> Result<(), Failure> {
        let policy = &self.services.policy;
        let known = Known { person: Some(&self.caller), ..Known::default() };
        let changed = Occasion::Changed { before: before.span, before_room: before.room_id };
        letters::write(unit, policy, after, changed, known).await?;
        let to_be_answered = after.status == BookingStatus::Requested;
        if to_be_answered && (before.span != after.span || before.status != after.status) {
            create::to_be_answered(unit, &self.services, after, known).await?;
        }
        Ok(())
    }
}

/// Another unit changed the booking between reading and locking: the caller's version no longer holds.
pub(super) fn stale_is_changed(failure: Failure) -> Failure {
    match failure {
        Failure::Stale => Failure::PreconditionFailed,
        other => other,
    }
}

fn changeable(booking: &Booking, unit: &Unit, caller: &Caller) -> Result<(), Failure> {
    let over = booking.span.end() <= unit.now() && !caller.is_desk_of(booking.centre_id);
    if booking.status.holds_claims() && !over {
        Ok(())
    } else {
        Err(crate::domain::booking::InvalidTransition { from: booking.status, to: booking.status }.into())
    }
}

/// Whether rules, claims or review look at what differs.
fn is_material(was: &Draft, now: &Draft) -> bool {
    was.room_id != now.room_id
        || was.span != now.span
        || was.attendees != now.attendees
        || was.layout != now.layout
        || was.shared != now.shared
        || was.equipment != now.equipment
        || was.organisation_id != now.organisation_id
        || was.music != now.music
        || was.alcohol != now.alcohol
        || was.key_holder_id != now.key_holder_id
        || was.behalf != now.behalf
        || was.hold_until != now.hold_until
        || was.overrides != now.overrides
        || was.terms_version != now.terms_version
}

/// The booking with other words: nothing that rules or claims look at.
fn reworded(before: &Booking, draft: &Draft) -> Booking {
    Booking {
        title: draft.title.trim().to_owned(),
        visibility: draft.visibility,
        activity: draft.activity,
        audience: draft.audience,
        open_to_all: draft.open_to_all,
        note: draft.note.clone(),
        terms_version: draft.terms_version.clone(),
        on_site_contact: draft.on_site_contact.clone(),
        hold_until: draft.hold_until,
        ..before.clone()
    }
}
