//! Where bookings go that lose their room: a whole plan at once, so that no two are sent to the same place.
//!
//! It looks at what was read and promises nothing: the law in the database has the last word.

use super::{
    availability::times_of_day,
    booking::{Booking, EquipmentWish, Override},
    centre::Centre,
    claim::{Claim, Claimable, claims_of},
    ids::{CentreId, RoomId, SeriesId},
    ledger::Ledger,
    local_time,
    room::Room,
    rules::{self, Asker, Circumstances, RuleCode, Violation, Wish},
    time::{Instant, Span},
};

#[cfg(test)]
mod tests;

/// Rooms in which other times of the day are looked for.
const OTHER_TIMES_IN: usize = 12;

/// Amplified events as they count against a limit elsewhere: a centre takes none in on top of its own unasked.
const TOO_LOUD: u32 = u32::MAX;

/// A booking that loses its place, and who has it as rules see them.
#[derive(Clone, Debug)]
pub struct Displaced<'a> {
    /// The booking.
    pub booking: &'a Booking,
    /// For whom it is.
    pub asker: Asker,
}

/// A room that takes bookings in.
#[derive(Clone, Debug)]
pub struct Destination<'a> {
    /// The room.
    pub room: &'a Room,
    /// Its centre.
    pub centre: &'a Centre,
    /// The floors that it needs.
    pub floors: Vec<Claimable>,
    /// The people that its building may hold, where that is set.
    pub people: Option<Claimable>,
    /// Metres from the centre that is left.
    pub distance_m: f64,
    /// Whether who moves bookings is the desk there: what the desk looks at is looked at then.
    pub own_desk: bool,
}

/// What a centre has of the equipment that a booking asks for; none where it has too little.
pub type Equipment<'a> = &'a dyn Fn(&[EquipmentWish], CentreId) -> Option<Vec<EquipmentWish>>;

/// Another place for a booking.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPlace {
    /// The room.
    pub room_id: RoomId,
    /// Its centre.
    pub centre_id: CentreId,
    /// The time that is shown.
    pub span: Span,
    /// Whether it takes places of a shared room.
    pub shared: bool,
    /// Layout by name: that of before where the room has one of that name.
    pub layout: Option<String>,
    /// Counted equipment of that centre.
    pub equipment: Vec<EquipmentWish>,
    /// Seconds claimed before it.
    pub setup_seconds: i64,
    /// Seconds claimed after it.
    pub cleanup_seconds: i64,
    /// What it claims, sorted.
    pub claims: Vec<Claim>,
}

impl NewPlace {
    /// The booking in its new place, otherwise as it was.
    #[must_use]
    pub fn of(&self, booking: &Booking) -> Booking {
        Booking {
            room_id: self.room_id,
            centre_id: self.centre_id,
            span: self.span,
            shared: self.shared,
            layout: self.layout.clone(),
            equipment: self.equipment.clone(),
            setup_seconds: self.setup_seconds,
            cleanup_seconds: self.cleanup_seconds,
            ..booking.clone()
        }
    }
}

/// What the rules of a room say of a booking that comes from elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// The rules that it breaks.
    pub violations: Vec<Violation>,
    /// Whether the desk there would have to look at it first.
    pub to_review: bool,
}

impl Verdict {
    fn is_yes(&self) -> bool {
        self.violations.is_empty() && !self.to_review
    }
}

impl Destination<'_> {
    /// The place that a booking would have here; none where there is too little equipment.
    #[must_use]
    pub fn place(&self, booking: &Booking, span: Span, equipment: Equipment<'_>) -> Option<NewPlace> {
        let rules = &self.room.rules;
        let shared = booking.shared && self.room.shared_places.is_some();
        let has = |name: &String| self.room.layouts.iter().any(|layout| layout.name == *name);
        let equipment = equipment(&booking.equipment, self.centre.id)?;
        let people = self.people.map(|people| (people, booking.attendees));
        let (setup_seconds, cleanup_seconds) = (rules.setup_seconds(), rules.cleanup_seconds());
        let claimed = span.widened(setup_seconds, cleanup_seconds);
        let claims = claims_of(claimed, &self.floors, shared.then_some(booking.attendees), &equipment, people);
        Some(NewPlace {
            room_id: self.room.id,
            centre_id: self.centre.id,
            span,
            shared,
            layout: booking.layout.clone().filter(has),
            equipment,
            setup_seconds,
            cleanup_seconds,
            claims,
        })
    }

    /// What the rules of this room say. How long ahead one asks, and the house rules that one accepts, are rules for who
    /// asks; the centre does not hold them against whom it moves. What staff set aside for a time stays set aside for it.
    #[must_use]
    pub fn judge(&self, displaced: &Displaced<'_>, place: &NewPlace, set_aside: &[Override], now: Instant) -> Verdict {
        let booking = displaced.booking;
        let wish = Wish {
            span: place.span,
            attendees: booking.attendees,
            layout: place.layout.clone(),
            shared: place.shared,
            music: booking.music,
            alcohol: booking.alcohol,
            terms_version: None,
            terms_asked: false,
            key_holder: booking.key_holder_id.is_some(),
        };
        // In its own centre it is counted already, in the year in which it is.
        let year = |at| local_time::year_of(at, self.centre.timezone);
        let counted = self.centre.id == booking.centre_id && year(place.span.start()) == year(booking.span.start());
        let amplified_this_year = if counted { 0 } else { TOO_LOUD };
        let circumstances = Circumstances { now, amplified_this_year };
        let judged = rules::judge(self.centre, self.room, &wish, &displaced.asker, circumstances);
        let mut overrides = set_aside.to_vec();
        if place.span == booking.span {
            overrides.extend(booking.overrides.iter().cloned());
        }
        let mut judgement = rules::apply_overrides(judged, &overrides);
        judgement.violations.retain(|violation| !matches!(violation.rule, RuleCode::Notice | RuleCode::Horizon));
        let to_review = !judgement.review_reasons.is_empty() && !self.own_desk;
        Verdict { violations: judgement.violations, to_review }
    }
}

/// A whole plan: for each booking, in the order given, another place or none. The bookings of one series go to one other
/// room at the same weekday and time where there is one; whatever else, to the nearest place that satisfies the rules:
/// another room at the same time, or else another time of that day. `destinations` are in the order in which they are
/// preferred; `ledger` holds what is claimed by all others.
#[must_use]
pub fn plan(
    displaced: &[Displaced<'_>],
    destinations: &[Destination<'_>],
    equipment: Equipment<'_>,
    ledger: &mut Ledger,
    now: Instant,
) -> Vec<Option<NewPlace>> {
    let mut planner = Planner { destinations, equipment, ledger, now };
    let mut plan: Vec<Option<NewPlace>> = vec![None; displaced.len()];
    let movable: Vec<usize> = (0..displaced.len()).filter(|n| displaced[*n].booking.span.start() > now).collect();
    for series in series_of(displaced, &movable) {
        let dates: Vec<usize> =
            movable.iter().copied().filter(|n| displaced[*n].booking.series_id == Some(series)).collect();
        let together: Vec<&Displaced<'_>> = dates.iter().map(|n| &displaced[*n]).collect();
        for (n, place) in dates.iter().zip(planner.one_room(&together).unwrap_or_default()) {
            plan[*n] = Some(place);
        }
    }
    for n in movable {
        if plan[n].is_none() {
            plan[n] = planner.nearest(&displaced[n]);
        }
    }
    plan
}

/// The series among the bookings, in their order.
fn series_of(displaced: &[Displaced<'_>], movable: &[usize]) -> Vec<SeriesId> {
    let mut found: Vec<SeriesId> = Vec::new();
    for series in movable.iter().filter_map(|n| displaced[*n].booking.series_id) {
        if !found.contains(&series) {
            found.push(series);
        }
    }
    found
}

struct Planner<'a> {
    destinations: &'a [Destination<'a>],
    equipment: Equipment<'a>,
    ledger: &'a mut Ledger,
    now: Instant,
}

impl Planner<'_> {
    /// Places for all of these in one room, each at its own time.
    fn one_room(&mut self, dates: &[&Displaced<'_>]) -> Option<Vec<NewPlace>> {
        for destination in self.destinations {
            let places: Option<Vec<NewPlace>> =
                dates.iter().map(|one| self.allowed(destination, one, one.booking.span)).collect();
            let Some(places) = places else { continue };
            let fitting = places.iter().take_while(|place| self.ledger.lay_if_free(&place.claims)).count();
            if fitting == places.len() {
                return Some(places);
            }
            for place in &places[..fitting] {
                self.ledger.take_off(&place.claims);
            }
        }
        None
    }

    /// The nearest place for one.
    fn nearest(&mut self, one: &Displaced<'_>) -> Option<NewPlace> {
        let span = one.booking.span;
        for destination in self.destinations {
            if let Some(place) = self.taken(destination, one, span) {
                return Some(place);
            }
        }
        for destination in self.destinations.iter().take(OTHER_TIMES_IN) {
            let mut times = times_of_day(destination.centre, destination.room, span);
            times.retain(|time| *time != span && time.start() > self.now);
            times.sort_by_key(|time| (time.start().since(span.start()).abs(), time.start()));
            for time in times {
                if let Some(place) = self.taken(destination, one, time) {
                    return Some(place);
                }
            }
        }
        None
    }

    /// A place that is allowed and free, taken.
    fn taken(&mut self, destination: &Destination<'_>, one: &Displaced<'_>, span: Span) -> Option<NewPlace> {
        let place = destination.place(one.booking, span, self.equipment)?;
        // Whether it is free is sooner known than whether it is allowed.
        if !self.ledger.is_free(&place.claims) || !destination.judge(one, &place, &[], self.now).is_yes() {
            return None;
        }
        self.ledger.lay_if_free(&place.claims).then_some(place)
    }

    fn allowed(&self, destination: &Destination<'_>, one: &Displaced<'_>, span: Span) -> Option<NewPlace> {
        let place = destination.place(one.booking, span, self.equipment)?;
        destination.judge(one, &place, &[], self.now).is_yes().then_some(place)
    }
}
