//! What becomes of the bookings that a closure meets: each is moved, has another place offered, or is cancelled. Nobody
//! is forgotten: a booking without a decision, or a decision on what is no longer so, refuses the whole.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::destinations::{destination, displaced, equipment_like, ledger, resources, standings};
use crate::{
    actions::{
        Policy,
        availability::Pools,
        bookings::{cancel, record},
        prices,
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, Side},
        cancellation,
        claim::Claim,
        closure::{Closure, Decision, DecisionAction},
        failure::{Failure, Fault, Use},
        ids::{BookingId, OrganisationId, ResourceId, RoomId},
        organisation::Standing,
        price::Price,
        relocation::NewPlace,
        room::Room,
        rules::Violation,
        site::Site,
        tariff::after_move_by_centre,
        time::{DAY, Instant, MINUTE, Span},
    },
    store::{
        Unit, audit, bookings,
        catalogue::{Catalogue, hold_room},
        claims,
        closures::{self, Displacement},
        waitlist,
    },
};

/// What becomes of a booking.
#[derive(Clone, Debug)]
pub(in crate::actions) struct Change {
    /// As it was.
    pub(in crate::actions) before: Booking,
    /// As it is since.
    pub(in crate::actions) after: Booking,
    /// What was decided.
    pub(in crate::actions) action: DecisionAction,
}

/// What becomes of all of them, and what those that go elsewhere claim there.
#[derive(Debug, Default)]
pub(super) struct Settlement {
    pub(super) changes: Vec<Change>,
    claims: Vec<(BookingId, Claim)>,
}

/// What is decided on, under the lock.
pub(super) struct Deciding<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) policy: &'a Policy,
    pub(super) caller: &'a Caller,
    /// The centre with the closure.
    pub(super) after: &'a Site,
    pub(super) from: Instant,
    /// The bookings that the closure meets.
    pub(super) affected: &'a [Booking],
    pub(super) decisions: &'a [Decision],
}

/// Every resource that the decisions could claim: to be locked with those of the centre.
pub(super) fn resources_of(catalogue: &Catalogue, decisions: &[Decision]) -> Vec<ResourceId> {
    let rooms: BTreeSet<RoomId> = decisions.iter().filter_map(|decision| decision.room_id).collect();
    let rooms: Vec<&Room> = rooms.iter().filter_map(|id| catalogue.rooms.get(id)).map(AsRef::as_ref).collect();
    resources(catalogue, &rooms).into_keys().collect()
}

/// Decides on every booking, and holds the rooms that were decided on.
///
/// # Errors
/// [`Failure::InUse`] with the bookings without a decision, with one that is no longer so, or whose place is taken;
/// [`Failure::Invalid`]; [`Failure::RuleViolated`].
pub(super) async fn settle(unit: &Unit, deciding: &Deciding<'_>) -> Result<Settlement, Failure> {
    complete(deciding)?;
    let standings = standings(unit, deciding.affected).await?;
    let places = deciding.places(&standings, unit.now())?;
    let rooms: BTreeSet<RoomId> = places.values().map(|place| place.room_id).collect();
    for room in rooms.iter().filter_map(|id| deciding.catalogue.rooms.get(id)) {
        hold_room(unit, room).await?;
    }
    deciding.all_fit(unit, &places).await?;
    let mut settlement = Settlement::default();
    for (booking, decision) in deciding.pairs() {
        let place = places.get(&booking.id);
        let after = deciding.outcome(booking, decision, place, &standings, unit.now())?;
        settlement.changes.push(Change { before: booking.clone(), after, action: decision.action });
        settlement.claims.extend(place.into_iter().flat_map(|place| &place.claims).map(|claim| (booking.id, *claim)));
    }
    settlement.claims.sort_by_key(|(_, claim)| *claim);
    Ok(settlement)
}

/// Whether there is one decision on each booking as it is, and none on others.
fn complete(deciding: &Deciding<'_>) -> Result<(), Failure> {
    let mut decided: HashMap<BookingId, &Decision> = HashMap::new();
    let mut faults = Vec::new();
    for (n, decision) in deciding.decisions.iter().enumerate() {
        if decided.insert(decision.booking_id, decision).is_some() {
            let message = "There is one decision on each booking.";
            faults.push(Fault::new(format!("/decisions/{n}/booking_id"), "duplicate", message));
        }
    }
    if !faults.is_empty() {
        return Err(Failure::Invalid(faults));
    }
    let mut wrong: Vec<Use> = Vec::new();
    for booking in deciding.affected {
        match decided.remove(&booking.id) {
            None => wrong.push(told(booking, "undecided")),
            Some(decision) if decision.version.is_some_and(|version| version != booking.version) => {
                wrong.push(told(booking, "changed"));
            }
            Some(_) => {}
        }
    }
    // In the order in which they were sent.
    let strangers = deciding.decisions.iter().filter(|decision| decided.contains_key(&decision.booking_id));
    wrong.extend(strangers.map(|decision| Use {
        kind: "booking",
        id: decision.booking_id.0,
        reference: None,
        why: Some("not_affected"),
    }));
    if wrong.is_empty() { Ok(()) } else { Err(Failure::InUse(wrong)) }
}

fn told(booking: &Booking, why: &'static str) -> Use {
    Use { kind: "booking", id: booking.id.0, reference: Some(booking.reference.clone()), why: Some(why) }
}

impl<'a> Deciding<'a> {
    /// Each booking with its decision.
    fn pairs(&self) -> impl Iterator<Item = (&'a Booking, &'a Decision)> {
        let decided: HashMap<BookingId, &Decision> =
            self.decisions.iter().map(|decision| (decision.booking_id, decision)).collect();
        self.affected.iter().filter_map(move |booking| Some((booking, *decided.get(&booking.id)?)))
    }

    /// Where each booking goes that is not cancelled.
    fn places(
        &self,
        standings: &HashMap<OrganisationId, Standing>,
        now: Instant,
    ) -> Result<BTreeMap<BookingId, NewPlace>, Failure> {
        let position: HashMap<BookingId, usize> =
            self.decisions.iter().enumerate().map(|(n, decision)| (decision.booking_id, n)).collect();
        let pools = Pools::of(self.catalogue);
        let equipment = equipment_like(self.catalogue, &pools);
        let (mut faults, mut violations, mut places) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (booking, decision) in self.pairs().filter(|(_, decision)| decision.action != DecisionAction::Cancel) {
            let n = position.get(&booking.id).copied().unwrap_or_default();
            let mut fault = |member: &str, code, message: &str| {
                faults.push(Fault::new(format!("/decisions/{n}/{member}"), code, message));
            };
            let span = decision.span.unwrap_or(booking.span);
            if booking.span.start() <= now {
                fault("action", "begun", "What has begun can only be cancelled.");
                continue;
            }
            if span.start() <= now {
                fault("starts_at", "past", "It begins after now.");
                continue;
            }
            let room = self.catalogue.rooms.get(&decision.room_id.unwrap_or(booking.room_id));
            let to = room.and_then(|room| destination(self.catalogue, self.caller, self.after.centre.id, room));
            let Some(to) = to else {
                fault("room_id", "unknown", "There is no such room in use.");
                continue;
            };
            let Some(place) = to.place(booking, span, &equipment) else {
                fault("room_id", "equipment", "That centre has too little of the equipment that was asked for.");
                continue;
            };
            let verdict = to.judge(&displaced(booking, standings), &place, &decision.overrides, now);
            if verdict.to_review {
                fault("room_id", "review", "The desk of that centre has to look at it first.");
            }
            violations.extend(verdict.violations.into_iter().map(|violation| Violation {
                message: format!("{}: {}", booking.reference, violation.message),
                ..violation
            }));
            if decision.until.is_some_and(|until| until <= now || until > span.start()) {
                fault("until", "out_of_range", "An offer lapses after now and no later than it begins.");
            }
            places.insert(booking.id, place);
        }
        match (faults.is_empty(), violations.is_empty()) {
            (false, _) => Err(Failure::Invalid(faults)),
            (true, false) => Err(Failure::RuleViolated(violations)),
            (true, true) => Ok(places),
        }
    }

    /// Whether all places are free beside each other, beside who stays where they are, and beside what is closed.
    async fn all_fit(&self, unit: &Unit, places: &BTreeMap<BookingId, NewPlace>) -> Result<(), Failure> {
        let Some(window) = places.values().map(|place| place.span).reduce(Span::hull) else { return Ok(()) };
        let rooms: BTreeSet<RoomId> = places.values().map(|place| place.room_id).collect();
        let rooms: Vec<&Room> = rooms.iter().filter_map(|id| self.catalogue.rooms.get(id)).map(AsRef::as_ref).collect();
        let resources = resources(self.catalogue, &rooms);
        let mut ledger = ledger(unit, resources, window, self.affected, self.after, self.from).await?;
        let taken =
            |booking: &&Booking| places.get(&booking.id).is_some_and(|place| !ledger.lay_if_free(&place.claims));
        let taken: Vec<Use> = self.affected.iter().filter(taken).map(|booking| told(booking, "taken")).collect();
        if taken.is_empty() { Ok(()) } else { Err(Failure::InUse(taken)) }
    }

    /// What it costs there: never more than was quoted.
    fn price(
        &self,
        before: &Booking,
        place: &NewPlace,
        standings: &HashMap<OrganisationId, Standing>,
    ) -> Option<Price> {
        let there = self.catalogue.room(place.room_id).and_then(|(room, centre)| {
            let asker = displaced(before, standings).asker;
            let equipment = place.equipment.iter().copied();
            prices::price(self.catalogue, &room, &centre, &asker, place.span, equipment)
        });
        after_move_by_centre(before.price.as_ref(), there)
    }

    /// The booking as it is since.
    fn outcome(
        &self,
        before: &Booking,
        decision: &Decision,
        place: Option<&NewPlace>,
        standings: &HashMap<OrganisationId, Standing>,
        now: Instant,
    ) -> Result<Booking, Failure> {
        let version = before.version + 1;
        let Some(place) = place else {
            let status = before.status.moved_to(BookingStatus::Cancelled)?;
            let after = cancel::cancelled(self.catalogue, before, Side::Centre, None, now);
            return Ok(Booking { status, updated_at: now, version, ..after });
        };
        let start = place.span.start();
        let usual = now.plus(i64::from(self.policy.answer_days) * DAY).min(start);
        Ok(Booking {
            answer_by: before.answer_by.map(|known| known.min(start).max(now.plus(MINUTE))),
            hold_until: before.hold_until.map(|known| known.min(start)),
            offer_until: (decision.action == DecisionAction::Offer).then(|| decision.until.unwrap_or(usual)),
            free_cancel_until: Some(cancellation::free_until(now)),
            price: self.price(before, place, standings),
            detached: before.series_id.is_some(),
            overrides: before.overrides.iter().chain(&decision.overrides).cloned().collect(),
            sequence: before.sequence + 1,
            updated_at: now,
            version,
            ..place.of(before)
        })
    }
}

impl Settlement {
    /// Takes off what the bookings claim, before the closure is claimed.
    pub(super) async fn take_off(&self, unit: &Unit) -> Result<(), Failure> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let before: Vec<Booking> = self.changes.iter().map(|change| change.before.clone()).collect();
        bookings::hold(unit, &before).await?;
        claims::release_many(unit, &before.iter().map(|booking| booking.id).collect::<Vec<_>>()).await
    }

    /// Claims what they have since, and writes what became of them.
    pub(super) async fn put_on(&self, unit: &Unit, caller: &Caller, closure: &Closure) -> Result<(), Failure> {
        claims::insert_many(unit, &self.claims).await?;
        let after: Vec<Booking> = self.changes.iter().map(|change| change.after.clone()).collect();
        bookings::update_many(unit, &after).await?;
        let ended = self.changes.iter().filter(|change| !change.after.status.holds_claims());
        waitlist::put_back(unit, &ended.clone().map(|change| change.after.id).collect::<Vec<_>>()).await?;
        let asked = ended.filter(|change| change.before.status == BookingStatus::Requested);
        bookings::drop_reminders(unit, &asked.map(|change| change.after.id).collect::<Vec<_>>()).await?;
        let displacement = |change: &Change| Displacement {
            booking_id: change.before.id,
            action: change.action,
            room_id: change.before.room_id,
            span: change.before.span,
            layout: change.before.layout.clone(),
            shared: change.before.shared,
            equipment: change.before.equipment.clone(),
        };
        let displacements: Vec<Displacement> = self.changes.iter().map(displacement).collect();
        closures::note_displaced(unit, closure.id, &displacements).await?;
        let events: Vec<audit::Event<'_>> = self.changes.iter().map(|change| event(caller, change)).collect();
        audit::record_all(unit, &events).await
    }
}

fn event<'a>(caller: &Caller, change: &Change) -> audit::Event<'a> {
    let action = match change.action {
        DecisionAction::Move => "booking.moved_by_closure",
        DecisionAction::Offer => "booking.offered_by_closure",
        DecisionAction::Cancel => "booking.cancelled",
    };
    record::event(Some(caller.id), action, Some(&change.before), &change.after)
}
