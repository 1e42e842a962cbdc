//! Makes a series: every date of it or, where it says so, those that can be had.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::{Outcome, SeriesDraft, consider, may_change, write};
use crate::{
    actions::{
        Services,
        bookings::plan,
        letters::{self, Known},
    },
    auth::Caller,
    domain::{
        failure::Failure,
        ids::SeriesId,
        series::{Missed, OnConflict, Refused, Series, Skipped},
        time::Span,
    },
    store::{Unit, UseCase, audit, series},
};

/// Makes a series.
pub struct Create {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// What is asked for.
    pub draft: SeriesDraft,
    /// The series that it goes on from.
    continues: Option<SeriesId>,
    tries: AtomicUsize,
}

impl Create {
    /// The use case.
    #[must_use]
    pub fn new(services: Services, caller: Caller, draft: SeriesDraft) -> Self {
        Self { services, caller, draft, continues: None, tries: AtomicUsize::new(0) }
    }

    /// The use case that renews a series.
    #[must_use]
    pub fn renewing(services: Services, caller: Caller, draft: SeriesDraft, id: SeriesId) -> Self {
        Self { continues: Some(id), ..Self::new(services, caller, draft) }
    }
}

impl UseCase for Create {
    type Output = Outcome;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        if let Some(id) = self.continues {
            may_change(&self.caller, &series::get(unit, id).await?)?;
        }
        let catalogue = unit.catalogue().await?;
        let (_, centre) = catalogue.room(self.draft.room_id).ok_or(Failure::NotFound)?;
        plan::may_ask(&self.caller, &self.draft.on_any_date(), None, self.caller.is_desk_of(centre.id))
    }

    async fn run(&self, unit: &Unit) -> Result<Outcome, Failure> {
        let draft = &self.draft;
        draft.faults().into_result()?;
        let catalogue = unit.catalogue().await?;
        let (_, centre) = catalogue.room(draft.room_id).ok_or(Failure::NotFound)?;
        let spans: Vec<Span> = draft.pattern.occurrences(centre.timezone)?.dates.iter().map(|one| one.span).collect();
        let considered =
            consider::consider(unit, &catalogue, &self.services.policy, &self.caller, draft, &spans).await?;
        let refused = !considered.is_whole() && draft.on_conflict == OnConflict::Reject || considered.free.is_empty();
        let organisation_name = considered.free.first().and_then(|date| date.plan.organisation_name.clone());
        let made_of = considered.free.first().map(|date| (date.plan.booker_id, date.plan.caller.clone()));
        let (dates, missed) = considered.explained(unit, &catalogue).await?;
        let Some((booker_id, caller)) = made_of.filter(|_| !refused) else {
            return Err(Failure::Dates(Box::new(Refused { timezone: centre.timezone, missed })));
        };
        let now = unit.now();
        let series = Series {
            id: SeriesId::new(now),
            room_id: draft.room_id,
            centre_id: centre.id,
            organisation_id: draft.organisation_id,
            booker_id,
            caller,
            created_by: self.caller.id,
            template: draft.template.clone(),
            on_site_contact: draft.on_site_contact.clone(),
            pattern: draft.pattern.clone(),
            on_conflict: draft.on_conflict,
            sequence: 0,
            cancelled_at: None,
            continues: self.continues,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        series::insert(unit, &series).await?;
        let longer = self.tries.fetch_add(1, Ordering::Relaxed);
        let skipped: Vec<Skipped> = missed.iter().map(Missed::skipped).collect();
        series::keep_skipped(unit, series.id, &skipped).await?;
        let event = created(&self.caller, &series, dates.len(), skipped.len());
        let bookings = write::bookings(unit, &self.caller, &series, &dates, longer, event).await?;
        let known =
            Known { person: Some(&self.caller), organisation_name: organisation_name.as_deref(), ..Known::default() };
        letters::series::made(unit, &self.services.policy, &series, &bookings, &missed, known).await?;
        Ok(Outcome { series, bookings, missed, organisation_name })
    }
}

fn created(caller: &Caller, series: &Series, bookings: usize, skipped: usize) -> audit::Event<'static> {
    audit::Event {
        actor: Some(caller.id),
        action: "series.created",
        subject: "series",
        subject_id: series.id.0,
        centre_id: Some(series.centre_id),
        before: None,
        after: Some(json!({
            "room_id": series.room_id,
            "organisation_id": series.organisation_id,
            "rrule": series.pattern.rule.to_string(),
            "on_conflict": series.on_conflict,
            "bookings": bookings,
            "skipped": skipped,
        })),
    }
}
