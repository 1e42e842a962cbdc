//! Takes up the dates of a series that could not be had, as far as they can now.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::{Outcome, SeriesDraft, consider, may_change, write};
use crate::{
    actions::{
        Condition, Services,
        letters::{self, Known},
    },
    auth::Caller,
    domain::{
        failure::Failure,
        ids::SeriesId,
        series::{Missed, Series, Skipped},
        time::{Instant, MINUTE, Span},
    },
    store::{Unit, UseCase, audit, bookings, series},
};

/// Takes up dates that were skipped.
pub struct Retry {
    services: Services,
    caller: Caller,
    id: SeriesId,
    condition: Condition,
    tries: AtomicUsize,
}

impl Retry {
    /// The use case; `condition` is on the versions that the caller will accept.
    #[must_use]
    pub fn new(services: Services, caller: Caller, id: SeriesId, condition: Condition) -> Self {
        Self { services, caller, id, condition, tries: AtomicUsize::new(0) }
    }
}

impl UseCase for Retry {
    type Output = Outcome;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        may_change(&self.caller, &series::get(unit, self.id).await?)
    }

    async fn run(&self, unit: &Unit) -> Result<Outcome, Failure> {
        let before = series::get(unit, self.id).await?;
        self.condition.check(before.version)?;
        let catalogue = unit.catalogue().await?;
        let draft = SeriesDraft::again(&before, &self.caller);
        let length = before.pattern.duration_minutes * MINUTE;
        let skipped = series::skipped(unit, self.id).await?;
        let spans: Vec<Span> =
            skipped.iter().filter_map(|one| Span::new(one.starts_at, one.starts_at.plus(length))).collect();
        let considered =
            consider::consider(unit, &catalogue, &self.services.policy, &self.caller, &draft, &spans).await?;
        let (dates, missed) = considered.explained(unit, &catalogue).await?;
        // What stands in the way may be another thing now.
        let starts: Vec<Instant> = skipped.iter().map(|one| one.starts_at).collect();
        series::drop_skipped(unit, self.id, &starts).await?;
        let still: Vec<Skipped> = missed.iter().map(Missed::skipped).collect();
        series::keep_skipped(unit, self.id, &still).await?;
        let after =
            Series { sequence: before.sequence + 1, updated_at: unit.now(), version: before.version + 1, ..before };
        series::update(unit, &after).await?;
        let event = recorded(&self.caller, &after, dates.len(), still.len());
        if dates.is_empty() {
            audit::record(unit, event).await?;
        } else {
            let longer = self.tries.fetch_add(1, Ordering::Relaxed);
            let made = write::bookings(unit, &self.caller, &after, &dates, longer, event).await?;
            let known = Known { person: Some(&self.caller), ..Known::default() };
            letters::series::made(unit, &self.services.policy, &after, &made, &missed, known).await?;
        }
        let bookings = bookings::of_series(unit, self.id).await?;
        Ok(Outcome { series: after, bookings, missed, organisation_name: None })
    }
}

fn recorded(caller: &Caller, series: &Series, bookings: usize, skipped: usize) -> audit::Event<'static> {
    audit::Event {
        actor: Some(caller.id),
        action: "series.retried",
        subject: "series",
        subject_id: series.id.0,
        centre_id: Some(series.centre_id),
        before: None,
        after: Some(json!({ "bookings": bookings, "skipped": skipped })),
    }
}
