//! Tells what POST /bookings would answer, without doing it: the same plan, and a look at what is claimed.

use super::{
    Draft, change, create,
    outcome::{Outcome, outcome},
    plan,
    plan::Plan,
};
use crate::{
    actions::{Services, offers},
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::{Alternative, Conflict, Failure},
        rules::{ReviewReason, Wish},
        time::Instant,
    },
};

/// What a booking would become.
pub struct Quote {
    /// What rules and rights say.
    pub plan: Plan,
    /// The stage it would be in.
    pub status: BookingStatus,
    /// A request would be answered by then.
    pub answer_by: Option<Instant>,
    /// Why the desk would look at it.
    pub review_reasons: Vec<ReviewReason>,
    /// What it collides with, and what is free instead; none where the time is free.
    pub conflict: Option<Conflict>,
}

/// Quotes a draft. `before` is the booking that it changes.
///
/// # Errors
/// Those of [`plan::plan`], [`Failure::Invalid`], and [`Failure::InvalidTransition`] for a change that is no step.
pub async fn quote(
    services: &Services,
    caller: &Caller,
    draft: &Draft,
    before: Option<&Booking>,
) -> Result<Quote, Failure> {
    let now = services.now();
    let (_, _, catalogue) = services.store.room(draft.room_id).await?;
    let plan = match before {
        None => {
            create::check(draft, now)?;
            plan::plan(&services.store, &catalogue, &services.policy, now, caller, draft, None).await?
        }
        Some(before) => {
            change::check(before, draft, now, caller)?;
            let plan = plan::plan(&services.store, &catalogue, &services.policy, now, caller, draft, Some(before));
            let plan = plan.await?;
            change::keeps_its_kind(before, draft)?;
            plan
        }
    };
    let (status, answer_by, review_reasons) = match before {
        None => (plan.status, plan.answer_by, plan.judgement.review_reasons.clone()),
        Some(before) => {
            let Outcome { status, answer_by, review_reasons } =
                outcome(now, &services.policy, caller, before, draft, &plan)?;
            (status, answer_by, review_reasons)
        }
    };
    let wish = wish(&plan, draft);
    let wanted = plan.wanted(draft, &wish, before.map(|booking| booking.id));
    let conflict = offers::conflict(&services.store, &catalogue, now, wanted).await?;
    let conflict = Some(conflict).filter(|conflict| !conflict.conflicts.is_empty());
    Ok(Quote { plan, status, answer_by, review_reasons, conflict })
}

/// Gives a refusal by the law its facts: what the draft collided with, and up to five alternatives. Other failures stay
/// as they are.
pub async fn explained(
    services: &Services,
    caller: &Caller,
    draft: &Draft,
    before: Option<&Booking>,
    failure: Failure,
) -> Failure {
    if !matches!(failure, Failure::Overfull) {
        return failure;
    }
    let explain = async {
        let (_, _, catalogue) = services.store.room(draft.room_id).await?;
        let now = services.now();
        let plan = plan::plan(&services.store, &catalogue, &services.policy, now, caller, draft, before).await?;
        let wish = wish(&plan, draft);
        let wanted = plan.wanted(draft, &wish, before.map(|booking| booking.id));
        offers::conflict(&services.store, &catalogue, now, wanted).await
    };
    match explain.await {
        Ok(conflict) => Failure::Conflict(Box::new(conflict)),
        Err(failure) => failure,
    }
}

/// What is free in place of a booking that comes to nothing.
///
/// # Errors
/// Those of the reads.
pub async fn instead_of(services: &Services, booking: &Booking) -> Result<Vec<Alternative>, Failure> {
    let draft = Draft::of(booking);
    let (room, centre, catalogue) = services.store.room(booking.room_id).await?;
    let (asker, _) = plan::asker(&services.store, None, &centre, &draft).await?;
    let wish = draft.wish(booking.shared);
    let wanted = offers::Wanted {
        room: &room,
        centre: &centre,
        asker: &asker,
        wish: &wish,
        shared: draft.shared,
        equipment: &draft.equipment,
        except: None,
    };
    offers::alternatives(&services.store, &catalogue, services.now(), wanted, offers::MOST).await
}

/// The wish as rules look at it, in the room that was planned.
fn wish(plan: &Plan, draft: &Draft) -> Wish {
    draft.wish(plan.shared)
}
