//! Which dates of a series a change is about, and where they go.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Scope, change::Change};
use crate::{
    actions::waitlist::Freed,
    domain::{
        booking::Booking,
        failure::Failure,
        holidays, local_time,
        series::{Pattern, Series, Skipped},
        time::{Instant, MINUTE, Span},
    },
    store::catalogue::Catalogue,
};

/// The parts of a series that a change sees.
pub(super) struct Parts<'a> {
    /// What the old series keeps, where the rest goes on as another.
    pub(super) kept: Option<Pattern>,
    /// When what is changed takes place since.
    pub(super) after: Pattern,
    /// Dates to change, each with its new time.
    pub(super) chosen: Vec<(&'a Booking, Span)>,
    /// Dates whose new day is a holiday that the series leaves out.
    pub(super) left_out: Vec<&'a Booking>,
    /// Dates that were changed on their own and stay so, each with the new start that the rule gives it.
    pub(super) apart: Vec<(&'a Booking, Instant)>,
    /// Dates without a booking, with what becomes of them.
    pub(super) skipped: Vec<(Skipped, Skipped)>,
}

impl<'a> Parts<'a> {
    /// Of a series with these bookings.
    ///
    /// # Errors
    /// [`Failure::TooLate`] where no date is ahead; [`Failure::Invalid`] for a move that can't be.
    pub(super) fn of(
        change: &Change,
        catalogue: &Catalogue,
        before: &Series,
        all: &'a [Booking],
        skipped: &[Skipped],
        now: Instant,
    ) -> Result<Self, Failure> {
        let (_, old_centre) = catalogue.room(before.room_id).ok_or(Failure::Stale)?;
        let (_, centre) = catalogue.room(change.wishes.room_id).ok_or(Failure::NotFound)?;
        let zone = old_centre.timezone;
        let date = |booking: &Booking| booking.series_starts_at.and_then(|start| local_time::date_of(start, zone));
        // What took place can't be undone, and what has begun is no longer moved.
        let is_ahead = |booking: &Booking| booking.status.holds_claims() && booking.span.start() > now;
        let meant: Vec<&Booking> =
            all.iter().filter(|one| is_ahead(one) && change.scope.holds_booking(one, zone)).collect();
        let Some(first) = meant.iter().filter_map(|one| date(one)).min() else {
            return Err(Failure::TooLate("None of these dates is ahead."));
        };
        let of_range = matches!(change.scope, Scope::Range(_));
        let has_begun = |booking: &Booking| booking.status.holds_claims() && booking.span.start() <= now;
        let cuts = match change.scope {
            Scope::Range(_) => false,
            Scope::All => all.iter().any(has_begun),
            Scope::Following(_) => {
                let stays = |booking: &Booking| booking.status.holds_claims() && date(booking) < Some(first);
                let start = |one: &Skipped| local_time::date_of(one.starts_at, zone);
                all.iter().any(stays) || skipped.iter().any(|one| start(one) < Some(first) && one.starts_at > now)
            }
        };
        let pattern = &before.pattern;
        let (kept, base) = match cuts.then(|| (pattern.before(first), pattern.from(first))) {
            Some((Ok(Some(kept)), Ok(Some(rest)))) => (Some(kept), rest),
            Some((Err(failure), _) | (_, Err(failure))) => return Err(failure),
            _ => (None, pattern.clone()),
        };
        let (after, places) = base.moved(change.wishes.change)?;
        let to = Places { moved: &places, after: &after, zone: centre.timezone };
        let mut parts = Self {
            kept,
            chosen: Vec::new(),
            left_out: Vec::new(),
            apart: Vec::new(),
            skipped: Vec::new(),
            after: after.clone(),
        };
        for booking in meant {
            let Some(was) = date(booking) else { continue };
            let (day, span) = to.of(was)?;
            let holiday = day != was && !after.rdates.contains(&day);
            let holiday = holiday && holidays::holiday_on(&after.skip_holidays, day).is_some();
            if !before.is_for_whom(booking) || (booking.detached && !change.include_detached) {
                parts.apart.push((booking, span.start()));
            } else if holiday {
                parts.left_out.push(booking);
            } else {
                parts.chosen.push((booking, span));
            }
        }
        if parts.chosen.is_empty() {
            return Err(Failure::TooLate("Every date that is ahead was changed on its own, or becomes a holiday."));
        }
        if of_range {
            parts.apart.clear();
            return Ok(parts);
        }
        for one in skipped.iter().filter(|one| change.scope.holds_start(one.starts_at, zone) && one.starts_at > now) {
            let Some(was) = local_time::date_of(one.starts_at, zone) else { continue };
            let starts_at = to.of(was)?.1.start();
            parts.skipped.push((*one, Skipped { starts_at, ..*one }));
        }
        Ok(parts)
    }
}

impl Parts<'_> {
    /// The times that dates leave, as far as they can be had where they go.
    pub(super) fn given_up(&self) -> Vec<Freed> {
        let leaving = self.chosen.iter().map(|(booking, _)| *booking).chain(self.left_out.iter().copied());
        leaving.map(|booking| (booking.room_id, booking.claimed_span())).collect()
    }
}

/// Where the dates of a series go.
struct Places<'a> {
    moved: &'a BTreeMap<NaiveDate, NaiveDate>,
    after: &'a Pattern,
    zone: Tz,
}

impl Places<'_> {
    fn of(&self, date: NaiveDate) -> Result<(NaiveDate, Span), Failure> {
        let date = self.moved.get(&date).copied().unwrap_or(date);
        let span = local_time::resolve(date, self.after.time, self.zone)
            .and_then(|start| Span::new(start, start.plus(self.after.duration_minutes.saturating_mul(MINUTE))))
            .filter(|span| span.end() <= Instant::LATEST)
            .ok_or_else(|| {
                Failure::invalid("/duration_minutes", "range", "Each date ends after it begins, by 9999.")
            })?;
        Ok((date, span))
    }
}
