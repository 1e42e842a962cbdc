//! The stage in which a change leaves a booking.

use super::{Draft, difference, plan, plan::Plan};
use crate::{
    actions::Policy,
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, InvalidTransition},
        rules::ReviewReason,
        time::{Instant, MINUTE},
    },
};

/// What a change makes of a booking.
pub(in crate::actions) struct Outcome {
    /// Its stage.
    pub(in crate::actions) status: BookingStatus,
    /// A request is answered by then.
    pub(in crate::actions) answer_by: Option<Instant>,
    /// Why the desk looks, or looked, at it.
    pub(in crate::actions) review_reasons: Vec<ReviewReason>,
}

/// What a change makes of a booking: one by the desk keeps its stage, one by its booker is reviewed afresh where there is
/// something to look at.
///
/// # Errors
/// [`InvalidTransition`] for an option that its booker changes into what the desk would have to look at.
pub(in crate::actions) fn outcome(
    now: Instant,
    policy: &Policy,
    caller: &Caller,
    before: &Booking,
    draft: &Draft,
    plan: &Plan,
) -> Result<Outcome, InvalidTransition> {
    let was = Draft::of(before);
    let by_desk = caller.is_desk_of(before.centre_id) && caller.is_desk_of(plan.centre.id);
    let reasons = &plan.judgement.review_reasons;
    let to_review = !reasons.is_empty() && !caller.is_desk_of(plan.centre.id);
    let status = match before.status {
        stays if by_desk => stays,
        from => difference::stage_after(from, &was, draft, to_review)?,
    };
    let looked_at = before.status == BookingStatus::Confirmed && !difference::is_to_be_looked_at_again(&was, draft);
    Ok(Outcome {
        status,
        answer_by: (status == BookingStatus::Requested).then(|| answer_by(now, policy, before, draft, by_desk)),
        review_reasons: if looked_at { before.review_reasons.clone() } else { reasons.clone() },
    })
}

/// A booker who moves asks anew; what was asked before keeps its date.
fn answer_by(now: Instant, policy: &Policy, before: &Booking, draft: &Draft, by_desk: bool) -> Instant {
    let start = draft.span.start();
    let moved = before.span != draft.span || before.room_id != draft.room_id;
    match before.answer_by.filter(|_| before.status == BookingStatus::Requested) {
        Some(known) if !moved => known,
        Some(known) if by_desk => known.min(start).max(now.plus(MINUTE)),
        _ => plan::answer_by(now, start, policy.answer_days),
    }
}
