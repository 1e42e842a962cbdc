//! Whether a closure makes sense in its centre.

use crate::domain::{
    closure::Closure,
    site::Site,
    time::{DAY, Instant},
    validation::{Faults, Lines, optional_text},
};

/// The longest closure: ten years. What is closed for longer is closed for good.
const LONGEST: i64 = 3_660 * DAY;

/// Looks at a closure, drops white space around its note, and sorts its rooms.
pub(super) fn check(site: &Site, closure: &mut Closure, now: Instant, moved: bool, faults: &mut Faults) {
    closure.note = optional_text(faults, "/note", closure.note.as_deref(), 2_000, Lines::Many);
    if moved && closure.span.end() <= now {
        faults.add("/ends_at", "past", "A closure ends after now.");
    }
    if closure.span.seconds() > LONGEST {
        faults.add("/ends_at", "too_long", "A closure lasts at most ten years.");
    }
    let Some(rooms) = &mut closure.room_ids else { return };
    if rooms.is_empty() {
        faults.add("/room_ids", "required", "A closure has rooms, or is of the whole centre.");
    }
    if !faults.bound_entries("/room_ids", rooms, 200) {
        return;
    }
    for (index, id) in rooms.iter().enumerate() {
        if site.room(*id).is_none() {
            faults.add(format!("/room_ids/{index}"), "unknown", "The centre has no such room.");
        }
    }
    faults.unique(rooms.iter().enumerate().map(|(index, id)| (format!("/room_ids/{index}"), *id)));
    rooms.sort();
}
