//! A time for somebody who waits: judged by the same predicate as a booking, and free at the moment of looking.

use std::collections::{HashMap, HashSet};

use crate::{
    actions::{
        Policy,
        availability::at_centre,
        bookings::{
            Draft,
            plan::{Grounds, Plan},
        },
        search::{Candidate, Criteria, candidates},
    },
    auth::Caller,
    domain::{
        availability::{NextFree, Occupied, RoomCalendar, next_free, reach},
        booking::{Alcohol, EquipmentWish, Music, Visibility},
        claim::{Claim, Claimable},
        failure::Failure,
        ids::{ResourceId, RoomId, UserId},
        ledger::Ledger,
        rules::Circumstances,
        time::{Instant, Span},
        waiting::Wait,
    },
    store::{Access, catalogue::Catalogue, claims, people},
};

/// A time that was found.
pub(super) struct Found {
    /// Who waits.
    pub(super) caller: Caller,
    /// The request that would be made for them.
    pub(super) draft: Draft,
    /// What would become of it.
    pub(super) plan: Plan,
}

/// Looks for times for those who wait. Each person is read once, however many places they have.
pub(super) struct Look<'a, A> {
    access: &'a A,
    catalogue: &'a Catalogue,
    policy: &'a Policy,
    now: Instant,
    callers: HashMap<UserId, Option<Caller>>,
}

impl<'a, A: Access> Look<'a, A> {
    /// Nobody is read yet.
    pub(super) fn new(access: &'a A, catalogue: &'a Catalogue, policy: &'a Policy, now: Instant) -> Self {
        Self { access, catalogue, policy, now, callers: HashMap::new() }
    }

    /// The first time in `window` that fits, in one of the rooms named or, where none is, in any: the nearest by name
    /// first.
    pub(super) async fn find(
        &mut self,
        wait: &Wait,
        rooms: Option<&HashSet<RoomId>>,
        window: Span,
    ) -> Result<Option<Found>, Failure> {
        let Some(window) = wait.window.intersection(window) else { return Ok(None) };
        let Some(caller) = self.caller(wait.person_id).await? else { return Ok(None) };
        find(self.access, self.catalogue, (self.policy, self.now), caller, wait, rooms, window).await
    }

    /// Who waits; none where they have no account any more.
    async fn caller(&mut self, id: UserId) -> Result<Option<Caller>, Failure> {
        if let Some(known) = self.callers.get(&id) {
            return Ok(known.clone());
        }
        let caller = match people::caller(self.access, id).await {
            Ok(caller) => Some(caller),
            Err(Failure::NotFound) => None,
            Err(failure) => return Err(failure),
        };
        Ok(self.callers.entry(id).or_insert(caller).clone())
    }
}

async fn find<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    (policy, now): (&Policy, Instant),
    caller: Caller,
    wait: &Wait,
    rooms: Option<&HashSet<RoomId>>,
    window: Span,
) -> Result<Option<Found>, Failure> {
    let criteria = Criteria {
        people: wait.people,
        equipment: wait.equipment.clone(),
        accessible: wait.accessible,
        neighbourhood: wait.neighbourhood.clone().filter(|_| wait.room_id.is_none()),
        organisation_id: wait.organisation_id,
        ..Criteria::default()
    };
    let wanted = |room: RoomId| {
        wait.room_id.is_none_or(|wanted| wanted == room) && rooms.is_none_or(|rooms| rooms.contains(&room))
    };
    // A neighbourhood that has another name since holds up nobody else.
    let Ok(candidates) = candidates(catalogue, &criteria, None) else { return Ok(None) };
    for candidate in candidates {
        if !wanted(candidate.room.id) {
            continue;
        }
        let draft = draft(wait, &candidate, window);
        let mut grounds = match Grounds::of(access, catalogue, &caller, &draft, None).await {
            Ok(grounds) => grounds,
            // No member any more, or no such room for them.
            Err(Failure::Forbidden | Failure::NotFound | Failure::Invalid(_)) => continue,
            Err(failure) => return Err(failure),
        };
        grounds.count(access, catalogue, now, window, &[]).await?;
        let circumstances = Circumstances { now, amplified_this_year: 0 };
        let resources: Vec<ResourceId> = candidate.resources().collect();
        let occupied = claims::occupied(access, &resources, reach(candidate.room, window), None).await?;
        let floors: Vec<Claimable> = candidate.needs.floors.iter().map(|need| need.resource).collect();
        let also = candidate.needs.also();
        let calendar = RoomCalendar {
            centre: candidate.centre,
            room: candidate.room,
            floors: &floors,
            also: &also,
            occupied: &occupied,
        };
        let search = NextFree {
            window,
            seconds: wait.seconds(),
            weekdays: wait.weekdays.clone(),
            time_from: wait.time_from,
            time_until: wait.time_until,
        };
        let wish = draft.wish(candidate.room.shared_places.is_some());
        let asker = at_centre(grounds.asker(), candidate.centre);
        let Some(span) = next_free(&calendar, &wish, &asker, circumstances, &search) else { continue };
        let draft = Draft { span, ..draft };
        let plan = grounds.decide(catalogue, policy, circumstances, &draft, None)?;
        if plan.judgement.violations.is_empty() && is_free(&candidate, &occupied, &plan.claims) {
            return Ok(Some(Found { caller, draft, plan }));
        }
    }
    Ok(None)
}

/// Whether the law lets these claims in: what it refuses here would be the failure of whoever freed the time.
fn is_free(candidate: &Candidate<'_>, occupied: &[Occupied], claims: &[Claim]) -> bool {
    let mut ledger = Ledger::new(candidate.needs.all().map(|need| (need.resource.id, need.resource.capacity)));
    let claim = |held: &Occupied| Claim { resource_id: held.resource_id, span: held.span, quantity: held.quantity };
    ledger.lay(&occupied.iter().map(claim).collect::<Vec<_>>());
    ledger.lay_if_free(claims)
}

/// The request that somebody who waits makes of a room. Who takes the place takes it with the house rules.
fn draft(wait: &Wait, candidate: &Candidate<'_>, window: Span) -> Draft {
    let equipment = candidate.needs.equipment.iter();
    Draft {
        room_id: candidate.room.id,
        organisation_id: wait.organisation_id,
        span: window,
        title: wait.title.clone(),
        attendees: wait.people,
        layout: None,
        shared: None,
        equipment: equipment
            .map(|need| EquipmentWish { resource_id: need.resource.id, quantity: need.quantity })
            .collect(),
        visibility: Visibility::Private,
        activity: None,
        audience: None,
        open_to_all: false,
        music: Music::None,
        alcohol: Alcohol::None,
        terms_version: candidate.room.rules.terms_version.clone(),
        key_holder_id: None,
        on_site_contact: None,
        note: None,
        behalf: None,
        hold_until: None,
        overrides: Vec::new(),
    }
}
