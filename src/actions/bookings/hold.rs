//! Holds what a plan was decided on for the rest of the unit.

use super::{Draft, plan, plan::Plan, years::Years};
use crate::{
    domain::{
        centre::Centre,
        claim::Claim,
        failure::Failure,
        ids::{BookingId, ResourceId},
        quota::Usage,
        rules,
    },
    store::{Unit, bookings, catalogue, claims, quotas, rota},
};

/// Holds what the plan was decided on, in the order of locks: the resources of the plan, of what is held before and those
/// named besides, the yearly count, the room.
///
/// # Errors
/// [`Failure::Stale`] where any of it changed meanwhile.
pub(super) async fn hold(
    unit: &Unit,
    plan: &Plan,
    draft: &Draft,
    before: Option<(BookingId, &[Claim])>,
    more: &[ResourceId],
) -> Result<(), Failure> {
    let (except, held) = before.map_or((None, &[][..]), |(id, held)| (Some(id), held));
    let mut resources: Vec<ResourceId> = held.iter().chain(&plan.claims).map(|claim| claim.resource_id).collect();
    resources.extend(more);
    resources.sort();
    resources.dedup();
    if plan.yearly_limit.is_none() && !plan.counted {
        claims::lock_with_room(unit, &resources, &plan.room).await?;
        return hold_cover(unit, plan).await;
    }
    claims::lock(unit, &resources).await?;
    hold_yearly_count(unit, plan, draft, except).await?;
    hold_count(unit, plan, draft).await?;
    catalogue::hold_room(unit, &plan.room).await?;
    hold_cover(unit, plan).await
}

/// Holds the hours on the rota that a booking leans on for the rest of the unit: nobody gives them up meanwhile unseen.
///
/// # Errors
/// [`Failure::Stale`] where they are not what memory holds.
async fn hold_cover(unit: &Unit, plan: &Plan) -> Result<(), Failure> {
    if !plan.judgement.leans_on_rota {
        return Ok(());
    }
    let covered = rota::covered_anew(unit, plan.centre.id, plan.span).await?;
    let centre = Centre { covered, ..Centre::clone(&plan.centre) };
    if rules::opening_hours::check(&centre, &plan.room, plan.span).covered { Ok(()) } else { Err(Failure::Stale) }
}

/// Holds the count of amplified events for the rest of the unit and judges it again: two can't both be the last.
///
/// # Errors
/// [`Failure::Stale`] where another event was counted meanwhile.
async fn hold_yearly_count(unit: &Unit, plan: &Plan, draft: &Draft, except: Option<BookingId>) -> Result<(), Failure> {
    let Some(limit) = plan.yearly_limit else { return Ok(()) };
    bookings::lock_amplified(unit, plan.centre.id).await?;
    let counted = plan::amplified(unit, &plan.room, &plan.centre, draft, except).await?;
    if counted < limit { Ok(()) } else { Err(Failure::Stale) }
}

/// Holds what who asks has booked for the rest of the unit and judges their quotas again: sixteen requests at once can't
/// pass one.
///
/// # Errors
/// [`Failure::Stale`] where another booking was counted meanwhile, and none is left for this one.
pub(in crate::actions) async fn hold_count(unit: &Unit, plan: &Plan, draft: &Draft) -> Result<(), Failure> {
    let Some(usage) = counted_anew(unit, plan).await? else { return Ok(()) };
    let passed = rules::quota::check(&usage, &plan.centre, &plan.room, draft.span, unit.now()).next().is_some();
    if passed { Err(Failure::Stale) } else { Ok(()) }
}

/// What the plan was decided on, as it is now that nobody else can change it; none where no quota counts.
async fn counted_anew(unit: &Unit, plan: &Plan) -> Result<Option<Usage>, Failure> {
    let usage = &plan.asker.usage;
    let (true, Some(party), Some(starts)) = (plan.counted, usage.party, usage.starts) else { return Ok(None) };
    quotas::hold(unit, party).await?;
    let booked = quotas::booked(unit, party, starts, usage.centres.as_deref(), &usage.except).await?;
    Ok(Some(Usage { booked, ..Usage::clone(usage) }))
}

/// Holds what the plans of many dates in one room were decided on, and the resources that are held `before`, in the same
/// order. `years` is the yearly count that they were judged with.
///
/// # Errors
/// [`Failure::Stale`] where any of it changed meanwhile.
pub(in crate::actions) async fn hold_all<'a>(
    unit: &Unit,
    plans: impl Iterator<Item = &'a Plan> + Clone,
    before: &[ResourceId],
    years: &mut Years,
) -> Result<(), Failure> {
    let Some(first) = plans.clone().next() else { return Ok(()) };
    let leaning: Vec<&Plan> = plans.clone().filter(|plan| plan.judgement.leans_on_rota).collect();
    let mut resources: Vec<ResourceId> = plans
        .clone()
        .flat_map(|plan| &plan.claims)
        .map(|claim| claim.resource_id)
        .chain(before.iter().copied())
        .collect();
    resources.sort();
    resources.dedup();
    let amplified = plans.clone().find(|plan| plan.yearly_limit.is_some());
    let with_quota = plans.clone().find(|plan| plan.counted);
    if amplified.is_none() && with_quota.is_none() {
        claims::lock_with_room(unit, &resources, &first.room).await?;
        return hold_covers(unit, &leaning).await;
    }
    claims::lock(unit, &resources).await?;
    if let Some(plan) = amplified {
        years.hold(unit, plan).await?;
    }
    if let Some(plan) = with_quota
        && let Some(usage) = counted_anew(unit, plan).await?
        && usage.booked != plan.asker.usage.booked
    {
        return Err(Failure::Stale);
    }
    catalogue::hold_room(unit, &first.room).await?;
    hold_covers(unit, &leaning).await
}

async fn hold_covers(unit: &Unit, leaning: &[&Plan]) -> Result<(), Failure> {
    for plan in leaning {
        hold_cover(unit, plan).await?;
    }
    Ok(())
}
