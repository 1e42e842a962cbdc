//! Cancels dates of a series: all that are ahead, those from a date on, or those between two dates.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde_json::json;

use super::{Outcome, may_change};
use crate::{
    actions::{
        Condition, Services,
        bookings::{cancel, draft, record},
        letters::{self, Known},
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::{BookingId, SeriesId},
        local_time,
        series::Series,
        time::Instant,
    },
    store::{Unit, UseCase, audit, bookings, claims, series},
};

/// Which dates are meant, as the rule of the series has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All that are ahead.
    All,
    /// Those from this date on.
    Following(NaiveDate),
    /// Those on these dates, the last included.
    Range(RangeInclusive<NaiveDate>),
}

impl Scope {
    fn holds(&self, date: NaiveDate) -> bool {
        match self {
            Self::All => true,
            Self::Following(from) => date >= *from,
            Self::Range(dates) => dates.contains(&date),
        }
    }
}

/// Cancels dates of a series.
pub struct Cancel {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// Which series.
    pub id: SeriesId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// Which of its dates.
    pub scope: Scope,
    /// Why, up to 500 characters.
    pub reason: Option<String>,
}

impl UseCase for Cancel {
    type Output = Outcome;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        may_change(&self.caller, &series::get(unit, self.id).await?)
    }

    async fn run(&self, unit: &Unit) -> Result<Outcome, Failure> {
        let reason = draft::reason(self.reason.as_deref(), false)?;
        let before = series::get(unit, self.id).await?;
        self.condition.check(before.version)?;
        let catalogue = unit.catalogue().await?;
        let (_, centre) = catalogue.room(before.room_id).ok_or(Failure::Stale)?;
        let meant =
            |start: Instant| local_time::date_of(start, centre.timezone).is_some_and(|date| self.scope.holds(date));
        let all = bookings::of_series(unit, self.id).await?;
        // What took place can't be undone.
        let ahead = |booking: &&Booking| booking.status.holds_claims() && booking.span.end() > unit.now();
        let chosen: Vec<&Booking> =
            all.iter().filter(ahead).filter(|booking| booking.series_starts_at.is_some_and(meant)).collect();
        if chosen.is_empty() {
            return Err(Failure::TooLate("None of these dates is ahead."));
        }
        let ids: Vec<BookingId> = chosen.iter().map(|booking| booking.id).collect();
        claims::lock(unit, &claims::resources_of(unit, &ids).await?).await?;
        bookings::lock_many(unit, &chosen).await?;
        let mut done = Vec::with_capacity(chosen.len());
        for booking in &chosen {
            let by = cancel::side(&self.caller, booking);
            let status = booking.status.moved_to(BookingStatus::Cancelled)?;
            let after = cancel::cancelled(&catalogue, booking, by, reason.clone(), unit.now());
            let after = Booking { status, updated_at: unit.now(), version: booking.version + 1, ..after };
            bookings::update(unit, &after).await?;
            done.push(after);
        }
        claims::release_many(unit, &ids).await?;
        let changes = chosen.iter().zip(&done);
        let events: Vec<_> = changes
            .map(|(before, after)| record::event(Some(self.caller.id), "booking.cancelled", Some(before), after))
            .collect();
        audit::record_all(unit, &events).await?;
        let skipped = series::skipped(unit, self.id).await?;
        let dropped: Vec<Instant> = skipped.iter().map(|one| one.starts_at).filter(|start| meant(*start)).collect();
        series::drop_skipped(unit, self.id, &dropped).await?;
        let after = Series {
            cancelled_at: if self.scope == Scope::All { Some(unit.now()) } else { before.cancelled_at },
            sequence: before.sequence + 1,
            updated_at: unit.now(),
            version: before.version + 1,
            ..before
        };
        series::update(unit, &after).await?;
        audit::record(unit, recorded(&self.caller, &after, done.len())).await?;
        let known = Known { person: Some(&self.caller), ..Known::default() };
        letters::series::cancelled(unit, &self.services.policy, &after, &done, known).await?;
        let bookings = bookings::of_series(unit, self.id).await?;
        Ok(Outcome { series: after, bookings, missed: Vec::new(), organisation_name: None })
    }
}

fn recorded(caller: &Caller, series: &Series, bookings: usize) -> audit::Event<'static> {
    audit::Event {
        actor: Some(caller.id),
        action: "series.cancelled",
        subject: "series",
        subject_id: series.id.0,
        centre_id: Some(series.centre_id),
        before: None,
        after: Some(json!({ "bookings": bookings, "whole": series.cancelled_at.is_some() })),
    }
}
