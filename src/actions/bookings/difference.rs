//! What a change of a booking makes different: what was judged before, and is the same, is not judged again.

use super::Draft;
use crate::domain::{booking::BookingStatus, rules::RuleCode};

/// Whether rules, claims or review look at what differs.
pub(super) fn is_material(was: &Draft, now: &Draft) -> bool {
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

/// Whether prices see no difference.
pub(super) fn costs_the_same(was: &Draft, now: &Draft) -> bool {
    was.room_id == now.room_id
        && was.span == now.span
        && was.equipment == now.equipment
        && was.organisation_id == now.organisation_id
}

/// Whether it is for the same people, no longer, and with no more equipment.
pub(super) fn takes_no_more(was: &Draft, now: &Draft) -> bool {
    let pieces = |draft: &Draft| draft.equipment.iter().map(|wish| i64::from(wish.quantity)).sum::<i64>();
    was.organisation_id == now.organisation_id && now.span.seconds() <= was.span.seconds() && pieces(now) <= pieces(was)
}

/// Whether a rule sees no difference. What it said of the booking then stands: a room that is booked may be given
/// another key-holder the evening before, however much notice it asks for. And what staff set aside stays set aside for
/// that only: a booking that may be too long may not therefore move to any night.
pub(super) fn is_same_for(rule: RuleCode, was: &Draft, now: &Draft) -> bool {
    let room = was.room_id == now.room_id;
    let time = room && was.span == now.span;
    let organisation = was.organisation_id == now.organisation_id;
    match rule {
        RuleCode::OpeningHours | RuleCode::Grid | RuleCode::Duration | RuleCode::Notice => time,
        RuleCode::Horizon | RuleCode::Quota => time && organisation,
        RuleCode::Eligibility => room && organisation,
        RuleCode::Attendees => {
            room && now.attendees <= was.attendees && was.layout == now.layout && was.shared == now.shared
        }
        RuleCode::Noise => time && was.music == now.music,
        RuleCode::Terms => room && was.terms_version == now.terms_version,
        RuleCode::Cancellation => true,
    }
}

/// Whether the desk, which has looked at a booking, has to look again: it moves, grows or gets louder.
pub(super) fn is_to_be_looked_at_again(was: &Draft, now: &Draft) -> bool {
    was.room_id != now.room_id
        || was.span != now.span
        || was.organisation_id != now.organisation_id
        || was.shared != now.shared
        || now.attendees > was.attendees
        || now.music > was.music
        || now.alcohol > was.alcohol
        || (now.key_holder_id.is_none() && was.key_holder_id.is_some())
}

/// The stage after a change by its booker. `to_review`: there is a reason for the desk to look at the booking as it is
/// to be. An option stays one until it is confirmed, and so is to stay as the desk gave it: none where it would not.
pub(super) fn stage_after(
    status: BookingStatus,
    was: &Draft,
    now: &Draft,
    to_review: bool,
) -> Result<BookingStatus, crate::domain::booking::InvalidTransition> {
    let again = to_review && is_to_be_looked_at_again(was, now);
    match status {
        BookingStatus::Requested if !to_review => status.moved_to(BookingStatus::Confirmed),
        BookingStatus::Confirmed | BookingStatus::Held if again => status.moved_to(BookingStatus::Requested),
        _ => Ok(status),
    }
}
