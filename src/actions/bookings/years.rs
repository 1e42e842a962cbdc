//! The count of amplified events a year, while many dates in one room are decided on that are not written yet.

use super::{
    Draft,
    plan::{self, Grounds, Plan},
};
use crate::{
    domain::{
        booking::{Booking, Music},
        failure::Failure,
        ids::CentreId,
        local_time,
        time::{Instant, Span},
    },
    store::{Unit, bookings},
};

/// A local year of a centre.
#[derive(Clone)]
struct Year {
    /// Its first instant; none outside the years of the calendar.
    start: Option<Instant>,
    /// A request in it.
    draft: Draft,
    /// Events that the database counts.
    counted: u32,
    /// Those among them that leave the time that they have.
    leaving: u32,
    /// Those that are decided on.
    taken: u32,
}

impl Year {
    fn now(&self) -> u32 {
        (self.counted + self.taken).saturating_sub(self.leaving)
    }
}

/// Amplified events by year: those that there are, less those that leave, and those that are decided on.
#[derive(Default)]
pub(in crate::actions) struct Years(Vec<Year>);

impl Years {
    /// The count that a date is judged with. Dates come in order, so that its year is the last one or a new one. `leaving`
    /// are bookings that leave the time that they have.
    pub(in crate::actions) async fn count<'a>(
        &mut self,
        unit: &Unit,
        grounds: &Grounds,
        draft: &Draft,
        leaving: impl Iterator<Item = &'a Booking>,
    ) -> Result<u32, Failure> {
        let centre = grounds.centre();
        let year = local_time::year_of(draft.span.start(), centre.timezone);
        let start = year.map(Span::start);
        if let Some(known) = self.0.last().filter(|known| known.start == start) {
            return Ok(known.now());
        }
        let counted = plan::amplified(unit, grounds.room(), centre, draft, None).await?;
        let leaving = year.map_or(0, |year| loud_in(year, centre.id, leaving));
        let year = Year { start, draft: draft.clone(), counted, leaving, taken: 0 };
        let now = year.now();
        self.0.push(year);
        Ok(now)
    }

    /// One more in the year that was counted last.
    pub(in crate::actions) fn take(&mut self) {
        if let Some(year) = self.0.last_mut() {
            year.taken += 1;
        }
    }

    /// Holds the count for the rest of the unit and judges by it again: two can't both be the last.
    ///
    /// # Errors
    /// [`Failure::Stale`] where fewer events leave room for dates that were refused, or more leave none for these.
    pub(super) async fn hold(&mut self, unit: &Unit, plan: &Plan) -> Result<(), Failure> {
        let Some(limit) = plan.yearly_limit else { return Ok(()) };
        bookings::lock_amplified(unit, plan.centre.id).await?;
        for year in &mut self.0 {
            let known = year.counted;
            year.counted = plan::amplified(unit, &plan.room, &plan.centre, &year.draft, None).await?;
            if year.counted < known || (year.counted > known && year.taken > 0 && year.now() > limit) {
                return Err(Failure::Stale);
            }
        }
        Ok(())
    }

    /// The last of `going` that would be one too many in its year, with the limit, beside those that stay after all
    /// although they were to leave.
    pub(in crate::actions) fn one_too_many<'a>(
        &self,
        going: &[(&Plan, Span)],
        staying: impl Iterator<Item = &'a Booking> + Clone,
    ) -> Option<(usize, u32)> {
        let (plan, limit) = going.iter().find_map(|(plan, _)| Some((plan, plan.yearly_limit?)))?;
        let centre = &plan.centre;
        self.0.iter().find_map(|known| {
            let year = local_time::year_of(known.draft.span.start(), centre.timezone)?;
            let here = |(_, span): &(&Plan, Span)| year.start() <= span.start() && span.start() < year.end();
            let go = u32::try_from(going.iter().filter(|one| here(one)).count()).unwrap_or(u32::MAX);
            let stay = loud_in(year, centre.id, staying.clone());
            let since = (known.counted + stay + go).saturating_sub(known.leaving);
            let judged = |one: &(&Plan, Span)| here(one) && one.0.yearly_limit.is_some();
            let last = going.iter().rposition(judged).filter(|_| since > limit && since > known.counted);
            last.map(|last| (last, limit))
        })
    }
}

/// How many of these are amplified events of a centre in a year.
fn loud_in<'a>(year: Span, centre: CentreId, among: impl Iterator<Item = &'a Booking>) -> u32 {
    let loud = |booking: &&Booking| {
        let start = booking.span.start();
        booking.music == Music::Amplified && booking.centre_id == centre && year.start() <= start && start < year.end()
    };
    u32::try_from(among.filter(loud).count()).unwrap_or(u32::MAX)
}
