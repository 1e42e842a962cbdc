//! Tells what POST /bookings would answer, without doing it: the same plan, and a look at what is claimed.

use super::{Draft, create, plan, plan::Plan};
use crate::{
    actions::{Services, offers},
    auth::Caller,
    domain::{
        booking::Booking,
        failure::{Alternative, Conflict, Failure},
        rules::Wish,
    },
};

/// What a booking would become.
pub struct Quote {
    /// What rules and rights say.
    pub plan: Plan,
    /// What it collides with, and what is free instead; none where the time is free.
    pub conflict: Option<Conflict>,
}

/// Quotes a draft.
///
/// # Errors
/// Those of [`plan::plan`], and [`Failure::Invalid`].
pub async fn quote(services: &Services, caller: &Caller, draft: &Draft) -> Result<Quote, Failure> {
    let now = services.now();
    create::check(draft, now)?;
    let (_, _, catalogue) = services.store.room(draft.room_id).await?;
    let plan = plan::plan(&services.store, &catalogue, &services.policy, now, caller, draft, None).await?;
    let conflict =
        offers::conflict(&services.store, &catalogue, now, plan.wanted(draft, &wish(&plan, draft), None)).await?;
    let conflict = Some(conflict).filter(|conflict| !conflict.conflicts.is_empty());
    Ok(Quote { plan, conflict })
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
    let (asker, _) = plan::asker(&services.store, &centre, &draft).await?;
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
