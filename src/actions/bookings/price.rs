//! What a booking costs, when it is made and when it changes.

use super::{Draft, difference};
use crate::{
    actions::prices,
    domain::{
        booking::Booking, cancellation, centre::Centre, price::Price, room::Room, rules::Asker,
        tariff::after_move_by_centre, time::Instant,
    },
    store::catalogue::Catalogue,
};

/// The booking that changes, and who changes it.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    /// As it was.
    pub(super) before: &'a Booking,
    /// Whether it is the centre, and not who has it.
    pub(super) by_centre: bool,
}

impl Change<'_> {
    /// Until when cancelling costs nothing: for a while after the centre moves it.
    pub(super) fn free_cancel_until(&self, draft: &Draft, now: Instant) -> Option<Instant> {
        let moves = self.before.room_id != draft.room_id || self.before.span != draft.span;
        if self.by_centre && moves { Some(cancellation::free_until(now)) } else { self.before.free_cancel_until }
    }
}

/// What the draft costs. A booking keeps the price it was quoted until something changes that prices look at. What the desk
/// moves, and makes no longer and no more of, never costs more than was quoted.
pub(super) fn of(
    catalogue: &Catalogue,
    room: &Room,
    centre: &Centre,
    asker: &Asker,
    draft: &Draft,
    change: Option<Change<'_>>,
) -> Option<Price> {
    let quoted = || prices::price(catalogue, room, centre, asker, draft.span, draft.equipment.iter().copied());
    let Some(Change { before, by_centre }) = change else { return quoted() };
    let was = Draft::of(before);
    if difference::costs_the_same(&was, draft) {
        before.price.clone()
    } else if by_centre && difference::takes_no_more(&was, draft) {
        after_move_by_centre(before.price.as_ref(), quoted())
    } else {
        quoted()
    }
}
