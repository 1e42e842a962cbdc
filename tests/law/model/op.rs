//! What may happen, drawn at random. Everything that is picked from a list is picked by a number of any size, so that a
//! failing sequence can be made shorter and stays a sequence.

use proptest::{option, prelude::*, prop_oneof};

/// Half an hour, counted from where a case begins.
pub(crate) type Slot = i64;

/// Something that happens.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    /// Somebody books.
    Book { by_desk: bool, wish: Wish, held: bool },
    /// Somebody changes what is booked.
    Change { booking: usize, by_desk: bool, change: Change },
    /// Its booker, or the desk, cancels.
    Cancel { booking: usize },
    /// The desk approves.
    Approve { booking: usize },
    /// The desk declines.
    Decline { booking: usize },
    /// An option is taken.
    Confirm { booking: usize },
    /// Rooms, or the whole centre, are closed.
    Close { rooms: Option<Vec<usize>>, at: Slot, slots: Slot },
    /// A closure is lifted.
    Reopen { closure: usize },
    /// A closure is moved.
    Reclose { closure: usize, at: Slot, slots: Slot },
    /// A room takes other times to set up and to clean up, in half hours.
    Buffers { room: usize, setup: u32, cleanup: u32 },
    /// A room is cut from other floors.
    Recut { room: usize, floors: u8 },
    /// A floor, or the pool of projectors, gets another size.
    Resize { resource: usize, capacity: i32 },
    /// A room is shared by so many, or no longer.
    Share { room: usize, places: Option<i32> },
    /// The building may hold so many.
    People { capacity: i32 },
    /// Time goes by; what has run out expires.
    Wait { slots: Slot },
}

impl Op {
    /// Its name.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Book { .. } => "Book",
            Self::Change { .. } => "Change",
            Self::Cancel { .. } => "Cancel",
            Self::Approve { .. } => "Approve",
            Self::Decline { .. } => "Decline",
            Self::Confirm { .. } => "Confirm",
            Self::Close { .. } => "Close",
            Self::Reopen { .. } => "Reopen",
            Self::Reclose { .. } => "Reclose",
            Self::Buffers { .. } => "Buffers",
            Self::Recut { .. } => "Recut",
            Self::Resize { .. } => "Resize",
            Self::Share { .. } => "Share",
            Self::People { .. } => "People",
            Self::Wait { .. } => "Wait",
        }
    }
}

/// What somebody asks for.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// Room.
    pub(crate) room: usize,
    /// When, from now.
    pub(crate) at: Slot,
    /// How long.
    pub(crate) slots: Slot,
    /// People.
    pub(crate) attendees: i32,
    /// Places, the whole room, or what the room is made for.
    pub(crate) shared: Option<bool>,
    /// Projectors.
    pub(crate) projectors: i32,
}

/// What somebody changes.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Another room.
    pub(crate) room: Option<usize>,
    /// Another time.
    pub(crate) time: Option<(Slot, Slot)>,
    /// Other people.
    pub(crate) attendees: Option<i32>,
    /// Places or the whole room.
    pub(crate) shared: Option<bool>,
    /// Other projectors.
    pub(crate) projectors: Option<i32>,
}

fn at() -> impl Strategy<Value = Slot> {
    0..16_i64
}

/// A few hours; now and then days, so that a claim is stored in pieces of a week.
fn slots() -> impl Strategy<Value = Slot> {
    prop_oneof![12 => 1..8_i64, 1 => 300..800_i64]
}

fn attendees() -> impl Strategy<Value = i32> {
    1..14
}

fn wish() -> impl Strategy<Value = Wish> {
    let projectors = prop_oneof![3 => Just(0), 1 => 1..5];
    let shared = prop_oneof![4 => Just(None), 1 => any::<bool>().prop_map(Some)];
    (0..6_usize, at(), slots(), attendees(), shared, projectors).prop_map(
        |(room, at, slots, attendees, shared, projectors)| Wish { room, at, slots, attendees, shared, projectors },
    )
}

fn change() -> impl Strategy<Value = Change> {
    (
        option::of(0..6_usize),
        option::of((at(), slots())),
        option::of(attendees()),
        option::weighted(0.1, any::<bool>()),
        option::weighted(0.2, 0..5),
    )
        .prop_map(|(room, time, attendees, shared, projectors)| Change {
            room,
            time,
            attendees,
            shared,
            projectors,
        })
}

/// Anything that may happen.
pub(crate) fn op() -> impl Strategy<Value = Op> {
    let one = || any::<usize>();
    let rooms = option::weighted(0.7, prop::collection::vec(0..6_usize, 1..3));
    prop_oneof![
        10 => (any::<bool>(), wish(), prop::bool::weighted(0.2))
            .prop_map(|(by_desk, wish, held)| Op::Book { by_desk, wish, held: by_desk && held }),
        6 => (one(), any::<bool>(), change())
            .prop_map(|(booking, by_desk, change)| Op::Change { booking, by_desk, change }),
        2 => one().prop_map(|booking| Op::Cancel { booking }),
        1 => one().prop_map(|booking| Op::Approve { booking }),
        1 => one().prop_map(|booking| Op::Decline { booking }),
        1 => one().prop_map(|booking| Op::Confirm { booking }),
        3 => (rooms, -4..24_i64, slots()).prop_map(|(rooms, at, slots)| Op::Close { rooms, at, slots }),
        1 => one().prop_map(|closure| Op::Reopen { closure }),
        1 => (one(), at(), slots()).prop_map(|(closure, at, slots)| Op::Reclose { closure, at, slots }),
        2 => (0..6_usize, 0..3_u32, 0..6_u32)
            .prop_map(|(room, setup, cleanup)| Op::Buffers { room, setup, cleanup }),
        2 => (0..3_usize, 1..4_u8).prop_map(|(room, floors)| Op::Recut { room, floors }),
        2 => (0..5_usize, 1..15).prop_map(|(resource, capacity)| Op::Resize { resource, capacity }),
        2 => (prop_oneof![Just(3_usize), Just(5)], option::weighted(0.8, 1..15))
            .prop_map(|(room, places)| Op::Share { room, places }),
        1 => (5..60).prop_map(|capacity| Op::People { capacity }),
        2 => (1..6_i64).prop_map(|slots| Op::Wait { slots }),
    ]
}
