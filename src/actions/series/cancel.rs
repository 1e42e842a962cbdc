//! Cancels dates of a series: all that are ahead, those from a date on, or those between two dates.

use chrono_tz::Tz;
use serde_json::json;

use super::{Outcome, Scope, may_change};
use crate::{
    actions::{
        Condition, Services,
        bookings::{cancel, draft, step},
        letters::{self, Known, Occasion},
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::SeriesId,
        local_time,
        series::{Pattern, Series},
        time::Instant,
    },
    store::{Unit, UseCase, audit, bookings, series},
};

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
        let zone = centre.timezone;
        let all = bookings::of_series(unit, self.id).await?;
        // What took place can't be undone, and a date that was given to somebody else, or to a centre where the caller has
        // no say, is cancelled there.
        let ahead = |booking: &&Booking| {
            booking.status.holds_claims()
                && booking.span.end() > unit.now()
                && before.is_for_whom(booking)
                && self.caller.may_change(booking)
        };
        let chosen: Vec<&Booking> =
            all.iter().filter(ahead).filter(|booking| self.scope.holds_booking(booking, zone)).collect();
        if chosen.is_empty() {
            return Err(Failure::TooLate("None of these dates is ahead."));
        }
        step::lock_many(unit, &chosen).await?;
        let cancelled = |booking: &Booking| {
            let by = cancel::side(&self.caller, booking);
            cancel::cancelled(&catalogue, booking, by, reason.clone(), unit.now())
        };
        let changes = chosen.into_iter().map(|booking| (booking, cancelled(booking))).collect();
        let actor = Some(self.caller.id);
        let done =
            step::take_many(unit, &self.services.policy, actor, "booking.cancelled", BookingStatus::Cancelled, changes)
                .await?;
        let skipped = series::skipped(unit, self.id).await?;
        let dropped: Vec<Instant> =
            skipped.iter().map(|one| one.starts_at).filter(|start| self.scope.holds_start(*start, zone)).collect();
        series::drop_skipped(unit, self.id, &dropped).await?;
        let (pattern, whole) = self.left(&before, &all, &done, zone)?;
        let after = Series {
            pattern,
            cancelled_at: if whole { Some(unit.now()) } else { before.cancelled_at },
            sequence: before.sequence + 1,
            updated_at: unit.now(),
            version: before.version + 1,
            ..before
        };
        series::update(unit, &after).await?;
        audit::record(unit, recorded(&self.caller, &after, done.len())).await?;
        let known = Known { person: Some(&self.caller), ..Known::default() };
        letters::series::ended(unit, &self.services.policy, &after, &done, Occasion::Cancelled, known).await?;
        let bookings = bookings::of_series(unit, self.id).await?;
        Ok(Outcome { series: after, bookings, missed: Vec::new(), organisation_name: None })
    }
}

impl Cancel {
    /// When the series takes place since, and whether nothing is left of it: where all that follows goes, its rule ends.
    fn left(&self, before: &Series, all: &[Booking], done: &[Booking], zone: Tz) -> Result<(Pattern, bool), Failure> {
        let Scope::Following(from) = self.scope else {
            return Ok((before.pattern.clone(), self.scope == Scope::All));
        };
        let date = |booking: &Booking| booking.series_starts_at.and_then(|start| local_time::date_of(start, zone));
        let stays = |one: &&Booking| one.status.holds_claims() && done.iter().all(|gone| gone.id != one.id);
        // What took place from then on belongs to the rule.
        let last = all.iter().filter(stays).filter_map(date).max();
        let end = match last.and_then(|last| last.succ_opt()) {
            Some(day) if day > from => day,
            _ => from,
        };
        match before.pattern.before(end)? {
            Some(rest) if last.is_some() => Ok((rest, false)),
            _ => Ok((before.pattern.clone(), last.is_none())),
        }
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
