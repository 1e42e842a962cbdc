//! Moves dates of a series: looks at each on its new time, takes the old claims off, and tells which can be had.

use std::collections::BTreeSet;

use super::{
    SeriesDraft,
    change::Change,
    consider::{self, Date},
    parts::Parts,
};
use crate::{
    actions::{
        bookings::{Draft, change, hold, outcome, plan::Grounds, years::Years},
        waitlist,
    },
    domain::{
        booking::Booking,
        claim::Claim,
        failure::Failure,
        ids::BookingId,
        rules::{Circumstances, noise},
        series::{Missed, OnConflict, Refused, Series, Why},
        time::{Instant, Span},
    },
    store::{Unit, bookings, catalogue::Catalogue, claims},
};

/// A date that is to move.
struct Moving<'a> {
    before: &'a Booking,
    date: Date,
}

/// A date that moves.
pub(super) struct Free<'a> {
    /// As it was.
    pub(super) before: &'a Booking,
    /// As it is to be, but for what the series makes of it.
    pub(super) after: Booking,
    /// When it begins by the rule.
    pub(super) series_starts_at: Instant,
}

/// A date that stays as it was.
pub(super) struct Stay<'a> {
    /// The date.
    pub(super) before: &'a Booking,
    /// When it would begin by the rule.
    pub(super) series_starts_at: Instant,
}

/// What becomes of dates that are to move.
pub(super) struct Moved<'a> {
    /// Those that move.
    pub(super) free: Vec<Free<'a>>,
    /// Those that stay as they were.
    pub(super) stay: Vec<Stay<'a>>,
    /// Why they stay.
    pub(super) missed: Vec<Missed>,
    /// What is to be claimed for all of them, in order: nothing is any more.
    pub(super) claims: Vec<(BookingId, Claim)>,
}

/// Looks at each date on its new time. When it comes back, all that it decided on is held, and the old claims are gone.
///
/// # Errors
/// [`Failure::Dates`] where dates can't be had and the change is not to skip them.
pub(super) async fn moved<'a>(
    unit: &Unit,
    catalogue: &Catalogue,
    change: &Change,
    before: &Series,
    draft: &SeriesDraft,
    parts: &Parts<'a>,
) -> Result<Moved<'a>, Failure> {
    let touched: Vec<&Booking> = parts
        .chosen
        .iter()
        .map(|(one, _)| *one)
        .chain(parts.left_out.iter().copied())
        .chain(parts.apart.iter().map(|(one, _)| *one))
        .collect();
    let moving: BTreeSet<BookingId> = touched[..touched.len() - parts.apart.len()].iter().map(|one| one.id).collect();
    let moving: Vec<BookingId> = moving.into_iter().collect();
    let (planned, broken, years) = planned(unit, catalogue, change, before, draft, parts, &moving).await?;
    bookings::lock_many(unit, &touched).await?;
    let held = claims::of_bookings(unit, &moving).await?;
    claims::release_many(unit, &moving).await?;
    let others = consider::occupied(unit, planned.iter().map(|one| &one.date)).await?;
    let (mut missed, mut planned) = (broken, planned);
    // What can't move stays, and may then be in the way of others of the series.
    let free = loop {
        let mut occupied = others.clone();
        for (one, _) in &missed {
            consider::lay(&mut occupied, &own(&held, one.before.id));
        }
        let (free, taken) = consider::sorted_out(catalogue, occupied, planned, |one| &one.date);
        let (free, loud) = without_one_too_many(&years, free, missed.iter().chain(&taken).map(|(one, _)| one.before));
        let settled = taken.is_empty() && loud.is_none();
        missed.extend(taken.into_iter().chain(loud));
        if settled || change.on_conflict == OnConflict::Reject {
            break free;
        }
        planned = free;
    };
    missed.sort_by_key(|(one, _)| one.date.draft.span);
    let stay: Vec<Stay> = missed
        .iter()
        .map(|(one, _)| Stay { before: one.before, series_starts_at: one.date.draft.span.start() })
        .collect();
    let refused = free.is_empty() || (!missed.is_empty() && change.on_conflict == OnConflict::Reject);
    let missed = missed.into_iter().map(|(one, why)| (one.date, why)).collect();
    let missed = consider::explained(unit, catalogue, missed).await?;
    if refused {
        let (_, centre) = catalogue.room(draft.room_id).ok_or(Failure::Stale)?;
        return Err(Failure::Dates(Box::new(Refused { timezone: centre.timezone, missed })));
    }
    let new = free.iter().flat_map(|one| one.date.plan.claims.iter().map(|claim| (one.before.id, *claim)));
    let old = stay.iter().flat_map(|one| own(&held, one.before.id).into_iter().map(|claim| (one.before.id, claim)));
    let mut claims: Vec<(BookingId, Claim)> = new.chain(old).collect();
    claims.sort_by_key(|(_, claim)| *claim);
    let free: Result<Vec<Free>, Failure> = free
        .into_iter()
        .map(|Moving { before, date: Date { draft, plan } }| {
            let outcome = outcome::outcome(unit.now(), &change.services.policy, &change.caller, before, &draft, &plan)?;
            let series_starts_at = draft.span.start();
            Ok(Free { before, after: change::moved(before, &draft, &plan, outcome), series_starts_at })
        })
        .collect();
    Ok(Moved { free: free?, stay, missed, claims })
}

/// Those that move, and the last of them that would be one amplified event too many in its year, where there is one:
/// what stays in that year after all counts there too.
fn without_one_too_many<'a>(
    years: &Years,
    mut free: Vec<Moving<'a>>,
    staying: impl Iterator<Item = &'a Booking> + Clone,
) -> (Vec<Moving<'a>>, Option<(Moving<'a>, Why)>) {
    let going: Vec<_> = free.iter().map(|one| (&one.date.plan, one.date.draft.span)).collect();
    let Some((at, limit)) = years.one_too_many(&going, staying) else { return (free, None) };
    let loud = free.remove(at);
    (free, Some((loud, Why::Violations(vec![noise::too_many(limit)]))))
}

fn own(held: &[(BookingId, Claim)], id: BookingId) -> Vec<Claim> {
    held.iter().filter(|(booking, _)| *booking == id).map(|(_, claim)| *claim).collect()
}

/// The dates that the rules allow on their new time, and those that break one, with the amplified events of their years;
/// resources, yearly count and room are held since.
async fn planned<'a>(
    unit: &Unit,
    catalogue: &Catalogue,
    change: &Change,
    before: &Series,
    draft: &SeriesDraft,
    parts: &Parts<'a>,
    moving: &[BookingId],
) -> Result<(Vec<Moving<'a>>, Vec<(Moving<'a>, Why)>, Years), Failure> {
    let (room, _) = catalogue.room(draft.room_id).ok_or(Failure::NotFound)?;
    let same_overrides = draft.template.overrides == before.template.overrides;
    let drafts: Vec<(&Booking, Draft)> = parts
        .chosen
        .iter()
        .map(|(booking, span)| {
            let was = Draft::of(booking);
            let wanted = draft.on(*span);
            let wanted = Draft {
                organisation_id: was.organisation_id,
                behalf: was.behalf,
                hold_until: was.hold_until,
                shared: Some(wanted.shared.unwrap_or(room.shared_places.is_some())),
                overrides: if same_overrides { was.overrides } else { wanted.overrides },
                ..wanted
            };
            (*booking, wanted)
        })
        .collect();
    let Some((first, sample)) = drafts.first() else { return Err(Failure::Stale) };
    let mut grounds = Grounds::of(unit, catalogue, &change.caller, sample, Some(first)).await?;
    // A date may also stay where it was.
    let window = drafts.iter().map(|(booking, draft)| draft.span.hull(booking.span)).reduce(Span::hull);
    let window = window.unwrap_or(sample.span);
    grounds.count(unit, catalogue, unit.now(), window, moving).await?;
    let mut years = Years::default();
    // Amplified events of the series itself are counted where they go, and not where they were.
    let leaving = || parts.chosen.iter().map(|(one, _)| *one).chain(parts.left_out.iter().copied());
    let (mut planned, mut broken) = (Vec::new(), Vec::new());
    for (booking, draft) in drafts {
        let amplified_this_year = years.count(unit, &grounds, &draft, leaving()).await?;
        let circumstances = Circumstances { now: unit.now(), amplified_this_year };
        let plan = grounds.decide(catalogue, &change.services.policy, circumstances, &draft, Some(booking))?;
        if plan.judgement.violations.is_empty() {
            years.take();
            grounds.take(draft.span);
            planned.push(Moving { before: booking, date: Date { draft, plan } });
        } else {
            let why = Why::Violations(plan.judgement.violations.clone());
            // It stays where it was, and counts there.
            grounds.take(booking.span);
            broken.push((Moving { before: booking, date: Date { draft, plan } }, why));
        }
    }
    let mut held = waitlist::prepare(unit, catalogue, &parts.given_up()).await?;
    held.extend(claims::resources_of(unit, moving).await?);
    hold::hold_all(unit, planned.iter().map(|one| &one.date.plan), &held, &mut years).await?;
    Ok((planned, broken, years))
}
