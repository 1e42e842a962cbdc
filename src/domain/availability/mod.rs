//! When a room is free, when it is taken, and which other times there are.
//!
//! Everything here looks at what was read and promises nothing: the law in the database has the last word.

use super::{
    centre::Centre,
    claim::Claimable,
    hours::bookable_hours,
    ids::ResourceId,
    room::Room,
    rules::{Asker, horizon, notice},
    spans::SpanSet,
    text_enum,
    time::{Instant, MINUTE, Span},
};

mod alternatives;
mod candidates;
mod clashes;
mod load;
#[cfg(test)]
mod tests;

pub(super) use alternatives::times_of_day;
pub use alternatives::{NextFree, next_free, other_times_that_day, window_of_day};
pub use candidates::{Length, candidates};
pub use clashes::{Needs, clashes};
pub use load::{fits, peak};

text_enum! {
    /// What takes a stretch of time.
    OccupiedKind { Booking = "booking", Closure = "closure" }
}

/// A claim as it was read from the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occupied {
    /// The resource.
    pub resource_id: ResourceId,
    /// When, set-up and clean-up included.
    pub span: Span,
    /// How much of it.
    pub quantity: i32,
    /// What holds it.
    pub kind: OccupiedKind,
}

/// A quantity that a booking needs of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The resource.
    pub resource: Claimable,
    /// How much of it.
    pub quantity: i32,
}

/// What a booking needs of a room's floors: each whole, or where it is shared its attendees.
#[must_use]
pub fn floor_needs(floors: &[Claimable], shared_attendees: Option<i32>) -> Vec<Need> {
    let need = |floor: &Claimable| Need { resource: *floor, quantity: shared_attendees.unwrap_or(floor.capacity) };
    floors.iter().map(need).collect()
}

/// A room with what is claimed around the time that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct RoomCalendar<'a> {
    /// The centre.
    pub centre: &'a Centre,
    /// The room.
    pub room: &'a Room,
    /// The floors that the room needs.
    pub floors: &'a [Claimable],
    /// What is wanted besides the room, such as equipment, or the people of the building; often nothing.
    pub also: &'a [Need],
    /// The claims on all of these, at least in the [`reach`] of the time that is looked at.
    pub occupied: &'a [Occupied],
}

/// A stretch in which every valid start and end could be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeStretch {
    /// When.
    pub span: Span,
    /// In a shared room the places that are left, the same in the whole stretch. A booking over several stretches that
    /// touch has the fewest of theirs.
    pub places_free: Option<i32>,
}

/// A stretch that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BusyStretch {
    /// When, set-up and clean-up included.
    pub span: Span,
    /// What takes it.
    pub kind: OccupiedKind,
}

/// When a room is free and when it is taken, each sorted by time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Availability {
    /// Free stretches.
    pub free: Vec<FreeStretch>,
    /// Taken stretches. In a shared room: those without a place left, and closures.
    pub busy: Vec<BusyStretch>,
}

/// The time around `window` in which claims matter to [`availability`] there: set-up, clean-up and the shortest
/// booking, which may begin before the window or end after it.
#[must_use]
pub fn reach(room: &Room, window: Span) -> Span {
    let shortest = shortest(room);
    window.widened(shortest + room.rules.setup_seconds(), shortest + room.rules.cleanup_seconds())
}

/// When the room is free for `asker` in `window`, and when it is taken.
///
/// Free is what opening hours, lending windows, notice and horizon leave, minus the claims with set-up and clean-up
/// deducted; stretches shorter than the shortest booking are left out. With `people`, free for so many (at least one):
/// in a shared room where so many places are left, elsewhere only where the room holds them.
#[must_use]
pub fn availability(
    calendar: &RoomCalendar<'_>,
    window: Span,
    asker: &Asker,
    now: Instant,
    people: Option<i32>,
) -> Availability {
    let busy = busy(calendar, window);
    let room = calendar.room;
    let shortest = shortest(room);
    let wide = window.widened(shortest, shortest);
    let bookable = bookable_times(calendar, wide, asker, now);
    let keep = |set: SpanSet| set.lasting(shortest).clipped(window);
    if bookable.is_empty() || people.is_some_and(|people| room.largest_capacity().is_some_and(|most| people > most)) {
        return Availability { free: Vec::new(), busy };
    }
    let free = if room.shared_places.is_none() {
        let free = bookable.intersection(&unclaimed(calendar, &floor_needs(calendar.floors, None), wide));
        keep(free).iter().map(|span| FreeStretch { span, places_free: None }).collect()
    } else {
        let levels = load::places_left(calendar, wide);
        let wanted = people.unwrap_or(1).max(1);
        let enough: SpanSet = levels.iter().filter(|(_, places)| *places >= wanted).map(|(span, _)| *span).collect();
        let free = keep(bookable.intersection(&enough).intersection(&unclaimed(calendar, &[], wide)));
        let part = |(span, places): &(Span, i32)| {
            let places_free = Some(*places);
            free.clipped(*span).iter().map(|span| FreeStretch { span, places_free }).collect::<Vec<_>>()
        };
        levels.iter().flat_map(part).collect()
    };
    Availability { free, busy }
}

/// Seconds of the shortest booking.
fn shortest(room: &Room) -> i64 {
    i64::from(room.rules.min_minutes) * MINUTE
}

/// The hours of the room in which a booking made now may lie whole.
fn bookable_times(calendar: &RoomCalendar<'_>, window: Span, asker: &Asker, now: Instant) -> SpanSet {
    let (centre, rules) = (calendar.centre, &calendar.room.rules);
    let earliest = notice::earliest_start(rules, now);
    // Bookings start on whole minutes.
    let earliest = earliest.plus((-earliest.epoch_seconds()).rem_euclid(MINUTE));
    let beyond = horizon::first_start_beyond(rules, centre.timezone, asker, now).unwrap_or(window.end());
    match Span::new(window.start().max(earliest), window.end().min(beyond)) {
        Some(ahead) => bookable_hours(centre, calendar.room, ahead).open,
        None => SpanSet::empty(),
    }
}

/// The shown times in `window` whose claims, set-up and clean-up included, find `needs` and what else is wanted free.
fn unclaimed(calendar: &RoomCalendar<'_>, needs: &[Need], window: Span) -> SpanSet {
    let (setup, cleanup) = (calendar.room.rules.setup_seconds(), calendar.room.rules.cleanup_seconds());
    let claimed_window = window.widened(setup, cleanup);
    let blocked = load::blocked(needs.iter().chain(calendar.also), calendar.occupied, claimed_window);
    blocked.complement_in(claimed_window).shrunk(setup, cleanup)
}

fn busy(calendar: &RoomCalendar<'_>, window: Span) -> Vec<BusyStretch> {
    let on_floor = |claim: &&Occupied| calendar.floors.iter().any(|floor| floor.id == claim.resource_id);
    let of_kind = |kind| {
        let claims = calendar.occupied.iter().filter(on_floor).filter(move |claim| claim.kind == kind);
        claims.map(|claim| claim.span).collect::<SpanSet>()
    };
    let closed = of_kind(OccupiedKind::Closure);
    let booked = if calendar.room.shared_places.is_none() {
        of_kind(OccupiedKind::Booking)
    } else {
        load::blocked(&floor_needs(calendar.floors, Some(1)), calendar.occupied, window)
    };
    let stretches =
        |set: &SpanSet, kind| set.clipped(window).iter().map(|span| BusyStretch { span, kind }).collect::<Vec<_>>();
    let mut busy = stretches(&booked.difference(&closed), OccupiedKind::Booking);
    busy.extend(stretches(&closed, OccupiedKind::Closure));
    busy.sort_unstable_by_key(|stretch| stretch.span);
    busy
}
