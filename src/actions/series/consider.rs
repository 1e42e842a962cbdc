//! Looks at each date of a series: what the rules say of it, and whether its time is free. When it comes back, all that
//! it decided on is held for the rest of the unit.

use super::SeriesDraft;
use crate::{
    actions::{
        Policy,
        bookings::{
            Draft, hold,
            plan::{self, Grounds, Plan},
        },
        offers,
    },
    auth::Caller,
    domain::{
        availability::{self, Occupied, OccupiedKind},
        claim::{Claim, LONGEST_CLAIM},
        failure::Failure,
        ids::ResourceId,
        local_time,
        rules::Circumstances,
        series::{Missed, Why},
        time::{Instant, Span},
    },
    store::{Unit, catalogue::Catalogue, claims},
};

/// Dates at most for which alternatives are looked for.
const MOST_EXPLAINED: usize = 60;

/// A date with what would become of it.
pub(super) struct Date {
    /// The request for it.
    pub(super) draft: Draft,
    /// What would become of it.
    pub(super) plan: Plan,
}

/// The dates of a series, each looked at.
pub(super) struct Considered {
    /// Those that can be had, in order.
    pub(super) free: Vec<Date>,
    /// Those that can't, with what stands in the way.
    missed: Vec<(Date, Why)>,
}

/// Looks at each of `spans`, which are in order, for `caller`; holds resources, yearly count and room.
///
/// # Errors
/// Those of a booking, but for rules and clashes, which are told of each date.
pub(super) async fn consider(
    unit: &Unit,
    catalogue: &Catalogue,
    policy: &Policy,
    caller: &Caller,
    draft: &SeriesDraft,
    spans: &[Span],
) -> Result<Considered, Failure> {
    let grounds = Grounds::of(unit, catalogue, caller, &draft.on_any_date(), None).await?;
    let (mut planned, mut missed): (Vec<Date>, Vec<(Date, Why)>) = (Vec::new(), Vec::new());
    let mut years = Years::default();
    for span in spans {
        let draft = draft.on(*span);
        let amplified_this_year = years.count(unit, &grounds, &draft).await?;
        let circumstances = Circumstances { now: unit.now(), amplified_this_year };
        let plan = grounds.decide(catalogue, policy, circumstances, &draft, None)?;
        if plan.judgement.violations.is_empty() {
            years.take();
            planned.push(Date { draft, plan });
        } else {
            let why = Why::Violations(plan.judgement.violations.clone());
            missed.push((Date { draft, plan }, why));
        }
    }
    hold::hold_all(unit, planned.iter().map(|date| &date.plan), &years.counted()).await?;
    let (free, taken) = sorted_out(unit, catalogue, planned).await?;
    missed.extend(taken);
    missed.sort_by_key(|(date, _)| date.draft.span);
    Ok(Considered { free, missed })
}

impl Considered {
    /// Whether each date can be had.
    pub(super) fn is_whole(&self) -> bool {
        self.missed.is_empty()
    }

    /// The dates that can't be had, with what is free instead for the first of them; and those that can.
    pub(super) async fn explained(
        self,
        unit: &Unit,
        catalogue: &Catalogue,
    ) -> Result<(Vec<Date>, Vec<Missed>), Failure> {
        let mut missed = Vec::with_capacity(self.missed.len());
        for (n, (Date { draft, plan }, why)) in self.missed.into_iter().enumerate() {
            let wish = draft.wish(plan.shared);
            let wanted = plan.wanted(&draft, &wish, None);
            let alternatives = if n < MOST_EXPLAINED {
                offers::alternatives(unit, catalogue, unit.now(), wanted, offers::MOST).await?
            } else {
                Vec::new()
            };
            missed.push(Missed { span: draft.span, why, alternatives });
        }
        Ok((self.free, missed))
    }
}

/// Amplified events by year: those that there are, and those of the series so far.
#[derive(Default)]
struct Years(Vec<(Option<Instant>, Draft, u32, u32)>);

impl Years {
    /// The count that a date is judged with. Dates come in order, so that its year is the last one or a new one.
    async fn count(&mut self, unit: &Unit, grounds: &Grounds, draft: &Draft) -> Result<u32, Failure> {
        let year = local_time::year_of(draft.span.start(), grounds.centre().timezone).map(Span::start);
        if let Some((known, _, counted, own)) = self.0.last()
            && *known == year
        {
            return Ok(counted + own);
        }
        let counted = plan::amplified(unit, grounds.room(), grounds.centre(), draft, None).await?;
        self.0.push((year, draft.clone(), counted, 0));
        Ok(counted)
    }

    /// One more of the series in the year that was counted last.
    fn take(&mut self) {
        if let Some((_, _, _, own)) = self.0.last_mut() {
            *own += 1;
        }
    }

    /// A request of each year, with the count that there was before.
    fn counted(self) -> Vec<(Draft, u32)> {
        self.0.into_iter().map(|(_, draft, counted, _)| (draft, counted)).collect()
    }
}

/// The dates whose time is free, and those whose time is taken, by others or by an earlier date of the series.
async fn sorted_out(
    unit: &Unit,
    catalogue: &Catalogue,
    planned: Vec<Date>,
) -> Result<(Vec<Date>, Vec<(Date, Why)>), Failure> {
    let claimed: Vec<_> = planned.iter().flat_map(|date| &date.plan.claims).collect();
    let Some(window) = claimed.iter().map(|claim| claim.span).reduce(Span::hull) else {
        return Ok((planned, Vec::new()));
    };
    let mut resources: Vec<ResourceId> = claimed.iter().map(|claim| claim.resource_id).collect();
    resources.sort();
    resources.dedup();
    let mut occupied = claims::occupied(unit, &resources, window, None).await?;
    occupied.sort_by_key(|held| held.span.start());
    let (mut free, mut taken) = (Vec::new(), Vec::new());
    for date in planned {
        let rules = &date.plan.room.rules;
        let claim = date.draft.span.widened(rules.setup_seconds(), rules.cleanup_seconds());
        let wish = date.draft.wish(date.plan.shared);
        let needs = offers::needs(catalogue, date.plan.wanted(&date.draft, &wish, None));
        // No claim is longer, so that none that began earlier reaches into this one.
        let from = occupied.partition_point(|held| held.span.start() < claim.start().plus(-LONGEST_CLAIM));
        let until = occupied.partition_point(|held| held.span.start() < claim.end());
        let clashes = availability::clashes(&needs, &occupied[from..until], claim);
        if clashes.is_empty() {
            for own in &date.plan.claims {
                let at = occupied.partition_point(|held| held.span.start() < own.span.start());
                let Claim { resource_id, span, quantity } = *own;
                occupied.insert(at, Occupied { resource_id, span, quantity, kind: OccupiedKind::Booking });
            }
            free.push(date);
        } else {
            taken.push((date, Why::Clashes(clashes)));
        }
    }
    Ok((free, taken))
}
