//! The model: a centre in plain lists. It knows no claims in pieces, no locks and no triggers; it adds up what everything
//! ahead takes, at each point, and compares.

use lokaal::domain::booking::BookingStatus;

use super::op::{Change, Op, Slot, Wish};

/// Floors by place in the lists; then projectors and people.
pub(crate) const PROJECTORS: usize = 4;
/// The people of the building.
pub(crate) const PEOPLE: usize = 5;
/// Nothing begins sooner than so many slots from now: the longest set-up fits before it.
pub(crate) const SOONEST: Slot = 2;
const WEEK: Slot = 7 * 48;

/// How something ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// The law: the time is taken.
    Full,
    /// What is booked would be left without a place.
    InUse,
    /// Refused by the rules of the room, or makes no sense.
    Unfit,
    /// The booking's life has no such step.
    Step,
}

/// A room.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    /// Its floors.
    pub(crate) floors: Vec<usize>,
    /// Its places, where it is shared.
    pub(crate) places: Option<i32>,
    /// What its layout seats.
    pub(crate) seats: Option<i32>,
    /// Half hours to set up.
    pub(crate) setup: Slot,
    /// Half hours to clean up.
    pub(crate) cleanup: Slot,
    /// Whether the desk looks at each booking.
    pub(crate) reviewed: bool,
}

/// A booking.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Booking {
    /// Room.
    pub(crate) room: usize,
    /// First slot.
    pub(crate) from: Slot,
    /// First slot after it.
    pub(crate) until: Slot,
    /// People.
    pub(crate) attendees: i32,
    /// Whether it takes places.
    pub(crate) shared: bool,
    /// Projectors.
    pub(crate) projectors: i32,
    /// Half hours to set up.
    pub(crate) setup: Slot,
    /// Half hours to clean up.
    pub(crate) cleanup: Slot,
    /// Stage.
    pub(crate) status: BookingStatus,
    /// Until when it is answered, or kept.
    pub(crate) deadline: Slot,
    /// Whether the desk made it for itself: nobody else may change it.
    pub(crate) by_desk: bool,
}

/// A closure.
#[derive(Clone, Debug)]
pub(crate) struct Closure {
    /// Its rooms; none is the whole centre.
    pub(crate) rooms: Option<Vec<usize>>,
    /// First slot.
    pub(crate) from: Slot,
    /// First slot after it.
    pub(crate) until: Slot,
    /// Whether it was lifted.
    pub(crate) lifted: bool,
}

/// The centre.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// Now.
    pub(crate) now: Slot,
    /// Capacities; the last, of people, only where it is set.
    pub(crate) capacities: Vec<i32>,
    /// Rooms.
    pub(crate) rooms: Vec<Room>,
    /// Bookings, whatever their stage.
    pub(crate) bookings: Vec<Booking>,
    /// Closures, lifted ones too.
    pub(crate) closures: Vec<Closure>,
}

impl State {
    /// A hall with two halves (one of them reviewed), a shared room with a parlour on the same floor, and another
    /// shared room.
    pub(crate) fn new() -> Self {
        let room = |floors: &[usize], places, seats, reviewed| Room {
            floors: floors.to_vec(),
            places,
            seats,
            setup: 0,
            cleanup: 0,
            reviewed,
        };
        Self {
            now: 0,
            capacities: vec![1, 1, 10, 10, 3],
            rooms: vec![
                room(&[0, 1], None, Some(12), false),
                room(&[0], None, Some(12), false),
                room(&[1], None, Some(12), true),
                room(&[2], Some(10), None, false),
                room(&[2], None, Some(12), false),
                room(&[3], Some(10), None, true),
            ],
            bookings: Vec::new(),
            closures: Vec::new(),
        }
    }

    /// Becomes `next` where everything fits there.
    fn turn_into(&mut self, next: Self, otherwise: Outcome) -> Outcome {
        if !next.fits() {
            return otherwise;
        }
        *self = next;
        Outcome::Done
    }

    /// Becomes `next`, and what is booked ahead follows its rooms, where everything fits there.
    fn carry(&mut self, mut next: Self) -> Outcome {
        for booking in next.bookings.iter_mut().filter(|booking| booking.status.holds_claims()) {
            if booking.until + booking.cleanup > next.now {
                let room = &next.rooms[booking.room];
                booking.setup = room.setup;
                booking.cleanup = room.cleanup;
                booking.shared &= room.places.is_some();
            }
        }
        self.turn_into(next, Outcome::InUse)
    }

    /// The most that a use of a room allows; none where nothing limits it, or where there is no such use.
    fn may_hold(&self, room: usize, shared: bool, attendees: i32) -> bool {
        let room = &self.rooms[room];
        if shared {
            return room.places.is_some_and(|places| attendees <= places);
        }
        room.seats.into_iter().chain(room.places).max().is_none_or(|most| attendees <= most)
    }

    fn answer_by(&self, start: Slot) -> Slot {
        start.min(self.now + WEEK)
    }

    /// Does what the service should do, and tells how it should end.
    pub(crate) fn apply(&mut self, op: &Op) -> Outcome {
        match op {
            Op::Book { by_desk, wish, held } => self.book(*by_desk, wish, *held),
            Op::Change { booking, by_desk, change } => self.change(*booking, *by_desk, change),
            Op::Cancel { booking } => self.step(*booking, BookingStatus::Cancelled),
            Op::Approve { booking } => {
                let requested = self.bookings[*booking].status == BookingStatus::Requested;
                if requested { self.step(*booking, BookingStatus::Confirmed) } else { Outcome::Step }
            }
            Op::Decline { booking } => self.step(*booking, BookingStatus::Declined),
            Op::Confirm { booking } => {
                let held = self.bookings[*booking].status == BookingStatus::Held;
                if held { self.step(*booking, BookingStatus::Confirmed) } else { Outcome::Step }
            }
            Op::Wait { slots } => {
                self.now += slots;
                for booking in &mut self.bookings {
                    let waits = matches!(booking.status, BookingStatus::Requested | BookingStatus::Held);
                    if waits && booking.deadline <= self.now {
                        booking.status = BookingStatus::Expired;
                    }
                }
                Outcome::Done
            }
            _ => self.place(op),
        }
    }

    fn book(&mut self, by_desk: bool, wish: &Wish, kept: bool) -> Outcome {
        let room = &self.rooms[wish.room];
        let shared = wish.shared.unwrap_or(room.places.is_some());
        let from = self.now + SOONEST + wish.at;
        let status = match (kept, by_desk || !room.reviewed) {
            (true, _) => BookingStatus::Held,
            (false, true) => BookingStatus::Confirmed,
            (false, false) => BookingStatus::Requested,
        };
        if !self.may_hold(wish.room, shared, wish.attendees) || wish.projectors > self.capacities[PROJECTORS] {
            return Outcome::Unfit;
        }
        let booking = Booking {
            room: wish.room,
            from,
            until: from + wish.slots,
            attendees: wish.attendees,
            shared,
            projectors: wish.projectors,
            setup: room.setup,
            cleanup: room.cleanup,
            status,
            deadline: if kept { self.now + SOONEST } else { self.answer_by(from) },
            // An option is kept for the member, who may change it.
            by_desk: by_desk && !kept,
        };
        let mut next = self.clone();
        next.bookings.push(booking);
        self.turn_into(next, Outcome::Full)
    }

    /// The change as it is asked for: of what has begun, or is about to, only with another time.
    pub(crate) fn asked(&self, booking: usize, change: &Change) -> Change {
        let booking = &self.bookings[booking];
        let time = change.time.or((booking.from < self.now + SOONEST).then_some((0, booking.until - booking.from)));
        // Who moves to another room leaves its use to the room, unless they say so.
        Change { time: time.map(|(at, slots)| (self.now + SOONEST + at, slots)), ..change.clone() }
    }

    /// What a booking would be with a change, its stage aside.
    fn changed(&self, before: &Booking, change: &Change) -> Booking {
        let room = change.room.unwrap_or(before.room);
        let kept = if room == before.room { before.shared } else { self.rooms[room].places.is_some() };
        let (from, slots) = change.time.unwrap_or((before.from, before.until - before.from));
        Booking {
            room,
            from,
            until: from + slots,
            attendees: change.attendees.unwrap_or(before.attendees),
            shared: change.shared.unwrap_or(kept),
            projectors: change.projectors.unwrap_or(before.projectors),
            setup: self.rooms[room].setup,
            cleanup: self.rooms[room].cleanup,
            ..before.clone()
        }
    }

    fn change(&mut self, booking: usize, by_desk: bool, change: &Change) -> Outcome {
        let before = self.bookings[booking].clone();
        let by_desk = by_desk || before.by_desk;
        let mut after = self.changed(&before, &self.asked(booking, change));
        let moved = (after.room, after.from) != (before.room, before.from);
        // What has begun stays where it began, or it would be had twice: only the desk may move it, and what is over.
        let over = before.until <= self.now || (before.from <= self.now && moved);
        if !before.status.holds_claims() || (over && !by_desk) {
            return Outcome::Step;
        }
        if after == before {
            return Outcome::Done;
        }
        let larger = after.attendees > before.attendees;
        let elsewhere = after.room != before.room || after.shared != before.shared;
        // What was allowed once is not judged again where it is no different.
        let judged = elsewhere || larger;
        if (judged && !self.may_hold(after.room, after.shared, after.attendees))
            || after.projectors > self.capacities[PROJECTORS]
        {
            return Outcome::Unfit;
        }
        let moved = moved || after.until != before.until;
        if !by_desk {
            let reviewed = self.rooms[after.room].reviewed;
            after.status = match before.status {
                BookingStatus::Requested if !reviewed => BookingStatus::Confirmed,
                BookingStatus::Confirmed if reviewed && (moved || judged) => BookingStatus::Requested,
                // What the desk kept may not become what it would have to look at.
                BookingStatus::Held if reviewed && (moved || judged) => return Outcome::Step,
                stays => stays,
            };
        }
        after.deadline = match (before.status, after.status) {
            (BookingStatus::Requested, BookingStatus::Requested) if !moved => before.deadline,
            (BookingStatus::Requested, BookingStatus::Requested) if by_desk => before.deadline.min(after.from),
            (_, BookingStatus::Requested) => self.answer_by(after.from),
            _ => before.deadline.min(after.from),
        };
        let mut next = self.clone();
        next.bookings[booking] = after;
        self.turn_into(next, Outcome::Full)
    }

    fn step(&mut self, booking: usize, to: BookingStatus) -> Outcome {
        let now = self.now;
        let booking = &mut self.bookings[booking];
        let past = to == BookingStatus::Cancelled && booking.until <= now;
        match booking.status.moved_to(to) {
            Ok(status) if !past => {
                booking.status = status;
                Outcome::Done
            }
            _ => Outcome::Step,
        }
    }

    /// What changes the places.
    fn place(&mut self, op: &Op) -> Outcome {
        let mut next = self.clone();
        match op {
            Op::Close { rooms, at, slots } => {
                let from = self.now + at;
                let until = (from + slots).max(self.now + 1);
                next.closures.push(Closure { rooms: rooms.clone(), from, until, lifted: false });
            }
            Op::Reopen { closure } => {
                if next.closures[*closure].lifted {
                    return Outcome::Step;
                }
                next.closures[*closure].lifted = true;
            }
            Op::Reclose { closure, at, slots } => {
                let closure = &mut next.closures[*closure];
                if closure.lifted {
                    return Outcome::Step;
                }
                closure.from = self.now + at;
                closure.until = closure.from + slots;
            }
            Op::Buffers { room, setup, cleanup } => {
                next.rooms[*room].setup = i64::from(*setup);
                next.rooms[*room].cleanup = i64::from(*cleanup);
            }
            Op::Recut { room, floors } => {
                next.rooms[*room].floors = (0..2).filter(|floor| floors & (1 << floor) != 0).collect();
            }
            Op::Resize { resource, capacity } => {
                next.capacities[*resource] = *capacity;
                for room in next.rooms.iter_mut().filter(|room| room.floors == [*resource] && room.places.is_some()) {
                    room.places = Some(*capacity);
                }
            }
            Op::Share { room, places } => {
                let floor = self.rooms[*room].floors[0];
                let alone = self.rooms.iter().filter(|other| other.floors.contains(&floor)).count() == 1;
                match places {
                    Some(places) if alone => next.capacities[floor] = *places,
                    // Another room stands on the same floor, so it is not this one's to change.
                    Some(places) if *places != self.capacities[floor] => return Outcome::Unfit,
                    _ => {}
                }
                next.rooms[*room].places = *places;
            }
            Op::People { capacity } => {
                next.capacities.truncate(PEOPLE);
                next.capacities.push(*capacity);
            }
            _ => unreachable!("no change of places"),
        }
        self.carry(next)
    }
}
