//! Makes a booking: confirmed, requested, or held as an option. Sixteen may want the same hour; the law gives it to one.

use std::sync::atomic::{AtomicUsize, Ordering};

use rand::RngExt;

use super::{Draft, hold, plan, plan::Plan, record};
use crate::{
    actions::{
        Policy, Services, letters,
        letters::{Known, Occasion},
    },
    auth::Caller,
    domain::{
        booking::{Attendance, Booking, BookingStatus},
        failure::Failure,
        ids::BookingId,
        reference,
        time::Instant,
    },
    store::{Unit, UseCase, bookings, claims},
};

/// Makes a booking.
pub struct Create {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// What is asked for.
    pub draft: Draft,
    tries: AtomicUsize,
}

impl Create {
    /// The use case.
    #[must_use]
    pub fn new(services: Services, caller: Caller, draft: Draft) -> Self {
        Self { services, caller, draft, tries: AtomicUsize::new(0) }
    }

    /// A reference for the telephone; a longer one where the first was taken.
    fn reference(&self, plan: &Plan) -> String {
        let extra = self.tries.fetch_add(1, Ordering::Relaxed);
        let place = plan.centre.locality.as_deref().unwrap_or(&plan.centre.name);
        reference::reference(place, rand::rng().random(), reference::SHORTEST + extra)
    }
}

/// A booking that was made, with the name of the organisation it is for.
pub struct Made {
    /// The booking.
    pub booking: Booking,
    /// The name of its organisation.
    pub organisation_name: Option<String>,
}

impl UseCase for Create {
    type Output = Made;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let catalogue = unit.catalogue().await?;
        let (_, centre) = catalogue.room(self.draft.room_id).ok_or(Failure::NotFound)?;
        plan::may_ask(&self.caller, &self.draft, None, self.caller.is_desk_of(centre.id))
    }

    async fn run(&self, unit: &Unit) -> Result<Made, Failure> {
        check(&self.draft, unit.now())?;
        let catalogue = unit.catalogue().await?;
        let policy = &self.services.policy;
        let plan = plan::plan(unit, &catalogue, policy, unit.now(), &self.caller, &self.draft, None).await?;
        if !plan.judgement.violations.is_empty() {
            return Err(Failure::RuleViolated(plan.judgement.violations));
        }
        let booking = booking(unit.now(), &self.caller, &self.draft, &plan, self.reference(&plan));
        hold::hold(unit, &plan, &self.draft, None, &[]).await?;
        claims::insert(unit, Some(booking.id), &plan.claims).await?;
        bookings::insert(unit, &booking).await?;
        record::audit(unit, Some(self.caller.id), created_as(booking.status), None, &booking).await?;
        let known = Known {
            person: Some(&self.caller),
            organisation_name: plan.organisation_name.as_deref(),
            ..Known::default()
        };
        match booking.status {
            BookingStatus::Confirmed => letters::write(unit, policy, &booking, Occasion::Confirmed, known).await?,
            BookingStatus::Held => letters::write(unit, policy, &booking, Occasion::OptionHeld, known).await?,
            _ => requested(unit, policy, &booking, known).await?,
        }
        Ok(Made { booking, organisation_name: plan.organisation_name })
    }
}

pub(in crate::actions) fn created_as(status: BookingStatus) -> &'static str {
    match status {
        BookingStatus::Held => "booking.held",
        BookingStatus::Requested => "booking.requested",
        _ => "booking.confirmed",
    }
}

/// What a booking that is to be looked at brings about: both sides are told, and the desk is reminded half-way.
pub(in crate::actions) async fn requested(
    unit: &Unit,
    policy: &Policy,
    booking: &Booking,
    known: Known<'_>,
) -> Result<(), Failure> {
    letters::write(unit, policy, booking, Occasion::RequestReceived, known).await?;
    to_be_answered(unit, policy, booking, known).await
}

/// The desk is told of a request, and reminded of it half-way.
pub(super) async fn to_be_answered(
    unit: &Unit,
    policy: &Policy,
    booking: &Booking,
    known: Known<'_>,
) -> Result<(), Failure> {
    letters::write(unit, policy, booking, Occasion::RequestWaiting, known).await?;
    let half_way = booking.answer_by.map(|answer_by| unit.now().plus(answer_by.since(unit.now()) / 2));
    bookings::set_reminder(unit, booking.id, half_way).await
}

/// Checks all that can be wrong with a draft in itself, whatever the room.
///
/// # Errors
/// [`Failure::Invalid`].
pub(super) fn check(draft: &Draft, now: Instant) -> Result<(), Failure> {
    let mut faults = draft.faults();
    if let Some(until) = draft.hold_until
        && (until <= now || until > draft.span.start())
    {
        faults.add("/hold_until", "out_of_range", "An option lapses after now and no later than the booking starts.");
    }
    faults.into_result()
}

/// The booking that a plan makes of a draft.
pub(in crate::actions) fn booking(
    now: Instant,
    caller: &Caller,
    draft: &Draft,
    plan: &Plan,
    reference: String,
) -> Booking {
    let rules = &plan.room.rules;
    Booking {
        id: BookingId::new(now),
        reference,
        status: plan.status,
        room_id: plan.room.id,
        centre_id: plan.centre.id,
        organisation_id: draft.organisation_id,
        booker_id: plan.booker_id,
        caller: plan.caller.clone(),
        created_by: caller.id,
        title: draft.title.clone(),
        attendees: draft.attendees,
        layout: draft.layout.clone(),
        shared: plan.shared,
        equipment: draft.equipment.clone(),
        span: draft.span,
        setup_seconds: rules.setup_seconds(),
        cleanup_seconds: rules.cleanup_seconds(),
        visibility: draft.visibility,
        activity: draft.activity,
        audience: draft.audience,
        open_to_all: draft.open_to_all,
        music: draft.music,
        alcohol: draft.alcohol,
        note: draft.note.clone(),
        terms_version: draft.terms_version.clone(),
        key_holder_id: draft.key_holder_id,
        on_site_contact: draft.on_site_contact.clone(),
        price: plan.price.clone(),
        review_reasons: plan.judgement.review_reasons.clone(),
        overrides: plan.overrides.clone(),
        answer_by: plan.answer_by,
        hold_until: draft.hold_until,
        offer_until: None,
        return_of: None,
        free_cancel_until: None,
        series_id: None,
        series_starts_at: None,
        detached: false,
        cancelled_at: None,
        cancelled_by: None,
        reason: None,
        attendance: Attendance::Unknown,
        head_count: None,
        sequence: 0,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}
