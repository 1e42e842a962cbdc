//! Looks at each date of a series: what the rules say of it, and whether its time is free. When it comes back, all that
//! it decided on is held for the rest of the unit.

use super::SeriesDraft;
use crate::{
    actions::{
        Policy,
        bookings::{
            Draft, hold,
            plan::{Grounds, Plan},
            years::Years,
        },
        offers::{self, Known, Wanted},
    },
    auth::Caller,
    domain::{
        availability::{self, Occupied, OccupiedKind},
        claim::{Claim, LONGEST_CLAIM},
        failure::Failure,
        ids::ResourceId,
        rules::{Circumstances, Wish},
        series::{Missed, Why},
        time::Span,
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
    let mut grounds = Grounds::of(unit, catalogue, caller, &draft.on_any_date(), None).await?;
    if let Some(window) = spans.iter().copied().reduce(Span::hull) {
        grounds.count(unit, catalogue, unit.now(), window, &[]).await?;
    }
    let (mut planned, mut missed): (Vec<Date>, Vec<(Date, Why)>) = (Vec::new(), Vec::new());
    let mut years = Years::default();
    for span in spans {
        let draft = draft.on(*span);
        let amplified_this_year = years.count(unit, &grounds, &draft, std::iter::empty()).await?;
        let circumstances = Circumstances { now: unit.now(), amplified_this_year };
        let plan = grounds.decide(catalogue, policy, circumstances, &draft, None)?;
        if plan.judgement.violations.is_empty() {
            years.take();
            grounds.take(*span);
            planned.push(Date { draft, plan });
        } else {
            let why = Why::Violations(plan.judgement.violations.clone());
            missed.push((Date { draft, plan }, why));
        }
    }
    hold::hold_all(unit, planned.iter().map(|date| &date.plan), &[], &mut years).await?;
    let occupied = occupied(unit, planned.iter()).await?;
    let (free, taken) = sorted_out(catalogue, occupied, planned, |date| date);
    missed.extend(taken);
    missed.sort_by_key(|(date, _)| date.draft.span);
    Ok(Considered { free, missed })
}

impl Considered {
    /// Whether each date can be had.
    pub(super) fn is_whole(&self) -> bool {
        self.missed.is_empty()
    }

    /// The dates that can be had; and those that can't, with what is free instead.
    ///
    /// # Errors
    /// Those of the reads.
    pub(super) async fn explained(
        self,
        unit: &Unit,
        catalogue: &Catalogue,
    ) -> Result<(Vec<Date>, Vec<Missed>), Failure> {
        Ok((self.free, explained(unit, catalogue, self.missed).await?))
    }
}

/// What is free instead of dates that can't be had: of the first of them.
///
/// # Errors
/// Those of the reads.
pub(super) async fn explained(
    unit: &Unit,
    catalogue: &Catalogue,
    missed: Vec<(Date, Why)>,
) -> Result<Vec<Missed>, Failure> {
    let wishes: Vec<Wish> = missed.iter().map(|(date, _)| date.draft.wish(date.plan.shared)).collect();
    let wanted: Vec<Wanted> = missed
        .iter()
        .zip(&wishes)
        .take(MOST_EXPLAINED)
        .map(|((date, _), wish)| date.plan.wanted(&date.draft, wish, None))
        .collect();
    let known = Known::read(unit, catalogue, &wanted).await?;
    let mut offers = Vec::with_capacity(wanted.len());
    for wanted in wanted {
        let now = unit.now();
        offers.push(offers::alternatives_among(unit, catalogue, now, wanted, offers::MOST, &known).await?);
    }
    let mut offers = offers.into_iter();
    let explained = missed.into_iter().map(|(date, why)| Missed {
        span: date.draft.span,
        why,
        alternatives: offers.next().unwrap_or_default(),
    });
    Ok(explained.collect())
}

/// What is claimed around these dates on all that they need, in the order of its beginning.
pub(super) async fn occupied(
    unit: &Unit,
    planned: impl Iterator<Item = &Date> + Clone,
) -> Result<Vec<Occupied>, Failure> {
    let claimed = planned.flat_map(|date| &date.plan.claims);
    let spans: Vec<Span> = claimed.clone().map(|claim| claim.span).collect();
    let mut resources: Vec<ResourceId> = claimed.map(|claim| claim.resource_id).collect();
    resources.sort();
    resources.dedup();
    let mut occupied = claims::around(unit, &resources, &spans).await?;
    occupied.sort_by_key(|held| held.span.start());
    Ok(occupied)
}

/// Those whose time is free, and those whose time is taken, by what is `occupied` (in the order of its beginning) or by
/// an earlier one of them.
pub(super) fn sorted_out<T>(
    catalogue: &Catalogue,
    mut occupied: Vec<Occupied>,
    planned: Vec<T>,
    date: impl Fn(&T) -> &Date,
) -> (Vec<T>, Vec<(T, Why)>) {
    let (mut free, mut taken) = (Vec::new(), Vec::new());
    for one in planned {
        let Date { draft, plan } = date(&one);
        let rules = &plan.room.rules;
        let claim = draft.span.widened(rules.setup_seconds(), rules.cleanup_seconds());
        let wish = draft.wish(plan.shared);
        let needs = offers::needs(catalogue, plan.wanted(draft, &wish, None));
        // No claim is longer, so that none that began earlier reaches into this one.
        let from = occupied.partition_point(|held| held.span.start() < claim.start().plus(-LONGEST_CLAIM));
        let until = occupied.partition_point(|held| held.span.start() < claim.end());
        let clashes = availability::clashes(&needs, &occupied[from..until], claim);
        if clashes.is_empty() {
            lay(&mut occupied, &plan.claims);
            free.push(one);
        } else {
            taken.push((one, Why::Clashes(clashes)));
        }
    }
    (free, taken)
}

/// Lays claims among what is occupied, which stays in the order of its beginning.
pub(super) fn lay(occupied: &mut Vec<Occupied>, claims: &[Claim]) {
    for Claim { resource_id, span, quantity } in claims.iter().copied() {
        let at = occupied.partition_point(|held| held.span.start() < span.start());
        occupied.insert(at, Occupied { resource_id, span, quantity, kind: OccupiedKind::Booking });
    }
}
