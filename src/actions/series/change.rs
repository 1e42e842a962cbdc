//! Changes dates of a series: another time, day, room or title, in one unit. Where others stay before them, those go on as
//! a series of their own and the rule of the old one ends, as calendars know no other way.

use serde_json::json;

use super::{Outcome, Scope, SeriesDraft, may_change, moving, moving::Moved, parts::Parts};
use crate::{
    actions::{
        Services,
        bookings::{cancel, change::is_told, record},
        letters::{self, Known},
        waitlist,
    },
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, Contact},
        failure::Failure,
        ids::{BookingId, RoomId, SeriesId},
        series::{Move, OnConflict, Series, Template},
    },
    store::{Unit, UseCase, audit, bookings, catalogue::Catalogue, claims, series},
};

/// What dates of a series are to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Wishes {
    /// The room.
    pub room_id: RoomId,
    /// What each booking is like.
    pub template: Template,
    /// Who is present on the spot.
    pub on_site_contact: Option<Contact>,
    /// When.
    pub change: Move,
}

/// Changes dates of a series.
pub struct Change {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// Which series.
    pub id: SeriesId,
    /// The version that the wishes were made from: another one is stale.
    pub version: i64,
    /// Which of its dates.
    pub scope: Scope,
    /// Whether dates that were changed on their own come back into line.
    pub include_detached: bool,
    /// Whether dates whose new time can't be had stay as they are, or nothing changes.
    pub on_conflict: OnConflict,
    /// What they are to be.
    pub wishes: Wishes,
}

impl UseCase for Change {
    type Output = Outcome;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        may_change(&self.caller, &series::get(unit, self.id).await?)
    }

    async fn run(&self, unit: &Unit) -> Result<Outcome, Failure> {
        let before = series::get(unit, self.id).await?;
        if before.version != self.version {
            return Err(Failure::PreconditionFailed);
        }
        let all = bookings::of_series(unit, self.id).await?;
        let skipped = series::skipped(unit, self.id).await?;
        let catalogue = unit.catalogue().await?;
        let parts = Parts::of(self, &catalogue, &before, &all, &skipped, unit.now())?;
        let (holders, old_entry) = match parts.kept {
            Some(_) => bookings::dates_of_entry(unit, self.id).await.map(|(dates, holders)| (holders, dates))?,
            None => (Vec::new(), Vec::new()),
        };
        let draft = SeriesDraft {
            room_id: self.wishes.room_id,
            template: self.wishes.template.clone(),
            on_site_contact: self.wishes.on_site_contact.clone(),
            pattern: parts.after.clone(),
            ..SeriesDraft::of(&before)
        };
        draft.faults().into_result()?;
        let moved = moving::moved(unit, &catalogue, self, &before, &draft, &parts).await?;
        let (old, after) = self.series(unit, &catalogue, before, draft, &parts)?;
        if let Some(old) = &old {
            series::update(unit, old).await?;
            series::insert(unit, &after).await?;
        } else {
            series::update(unit, &after).await?;
        }
        let done = self.write(unit, &catalogue, &after, &parts, &moved).await?;
        let starts: Vec<_> = parts.skipped.iter().map(|(before, _)| before.starts_at).collect();
        series::drop_skipped(unit, self.id, &starts).await?;
        let kept: Vec<_> = parts.skipped.iter().map(|(_, after)| *after).collect();
        series::keep_skipped(unit, after.id, &kept).await?;
        audit::record(unit, recorded(&self.caller, old.as_ref(), &after, done.moved.len())).await?;
        let policy = &self.services.policy;
        let known = Known { person: Some(&self.caller), ..Known::default() };
        if let Some(old) = &old {
            letters::series::shortened(unit, policy, old, &old_entry, &holders, known).await?;
        }
        let told = moved.free.iter().zip(&done.moved).any(|(one, after)| is_told(one.before, after));
        if told || !done.left_out.is_empty() || old.is_some() {
            letters::series::changed(unit, policy, &after, &done, known).await?;
        }
        waitlist::serve(unit, policy, &parts.given_up()).await?;
        let bookings = bookings::of_series(unit, after.id).await?;
        Ok(Outcome { series: after, bookings, missed: moved.missed, organisation_name: None })
    }
}

impl Change {
    /// The series as they are since: the old one where it goes on as another, and the one that holds what was changed.
    fn series(
        &self,
        unit: &Unit,
        catalogue: &Catalogue,
        before: Series,
        draft: SeriesDraft,
        parts: &Parts,
    ) -> Result<(Option<Series>, Series), Failure> {
        let (_, centre) = catalogue.room(draft.room_id).ok_or(Failure::NotFound)?;
        let next = Series {
            sequence: before.sequence + 1,
            updated_at: unit.now(),
            version: before.version + 1,
            ..before.clone()
        };
        if matches!(self.scope, Scope::Range(_)) {
            return Ok((None, next));
        }
        let changed = Series {
            room_id: draft.room_id,
            centre_id: centre.id,
            template: draft.template,
            on_site_contact: draft.on_site_contact,
            pattern: draft.pattern,
            ..next.clone()
        };
        Ok(match &parts.kept {
            None => (None, changed),
            Some(kept) => {
                let new = Series {
                    id: SeriesId::new(unit.now()),
                    sequence: 0,
                    cancelled_at: None,
                    continues: Some(before.id),
                    created_at: unit.now(),
                    version: 1,
                    ..changed
                };
                (Some(Series { pattern: kept.clone(), ..next }), new)
            }
        })
    }

    /// Writes the bookings and their claims.
    async fn write(
        &self,
        unit: &Unit,
        catalogue: &Catalogue,
        series: &Series,
        parts: &Parts<'_>,
        moved: &Moved<'_>,
    ) -> Result<Done, Failure> {
        let next = |before: &Booking, after: Booking| Booking {
            series_id: Some(series.id),
            updated_at: unit.now(),
            version: before.version + 1,
            ..after
        };
        let of_range = matches!(self.scope, Scope::Range(_));
        let mut done = Done::default();
        // Dates of a range are no longer where the rule has them, which stays as it is.
        let by_rule = |before: &Booking, start| if of_range { before.series_starts_at } else { Some(start) };
        for one in &moved.free {
            let series_starts_at = by_rule(one.before, one.series_starts_at);
            let after = Booking { series_starts_at, detached: of_range, ..one.after.clone() };
            let sequence = one.before.sequence + i32::from(is_told(one.before, &after));
            done.moved.push(next(one.before, Booking { sequence, ..after }));
        }
        for one in &moved.stay {
            let series_starts_at = by_rule(one.before, one.series_starts_at);
            let detached = one.before.detached || !of_range;
            done.stayed.push(next(one.before, Booking { series_starts_at, detached, ..one.before.clone() }));
        }
        for before in &parts.left_out {
            let side = cancel::side(&self.caller, before);
            let after = cancel::cancelled(catalogue, before, side, None, unit.now());
            let status = before.status.moved_to(BookingStatus::Cancelled)?;
            done.left_out.push(next(before, Booking { status, ..after }));
        }
        let apart: Vec<Booking> = parts
            .apart
            .iter()
            .map(|(before, start)| next(before, Booking { series_starts_at: Some(*start), ..(*before).clone() }))
            .collect();
        let written: Vec<Booking> =
            [&done.moved, &done.stayed, &done.left_out, &apart].into_iter().flatten().cloned().collect();
        bookings::update_many(unit, &written).await?;
        claims::insert_many(unit, &moved.claims).await?;
        let changes = moved.free.iter().map(|one| one.before).zip(&done.moved);
        let left_out = parts.left_out.iter().copied().zip(&done.left_out);
        let (mut asked, mut answered) = (Vec::new(), Vec::new());
        let mut events = Vec::new();
        let actor = Some(self.caller.id);
        for (before, after) in changes {
            events.push(record::event(actor, "booking.changed", Some(before), after));
            let moves = before.span != after.span || before.room_id != after.room_id;
            match after.status {
                BookingStatus::Requested if moves || before.status != after.status => asked.push(after.id),
                BookingStatus::Confirmed if before.status == BookingStatus::Requested => answered.push(after.id),
                _ => {}
            }
        }
        for (before, after) in left_out {
            events.push(record::event(actor, "booking.cancelled", Some(before), after));
            answered.push(after.id);
        }
        audit::record_all(unit, &events).await?;
        if !answered.is_empty() {
            bookings::drop_reminders(unit, &answered).await?;
        }
        bookings::set_series_reminders(unit, series.id, &asked).await?;
        done.before = moved.free.iter().map(|one| one.before.clone()).collect();
        done.asked = asked;
        Ok(done)
    }
}

/// What became of the dates of a series.
#[derive(Debug, Default)]
pub struct Done {
    /// The dates that changed, as they were.
    pub before: Vec<Booking>,
    /// The same as they are since.
    pub moved: Vec<Booking>,
    /// Those of them that the desk has to look at.
    pub asked: Vec<BookingId>,
    /// Those that stay as they were, because what was wanted can't be had.
    pub stayed: Vec<Booking>,
    /// Those that are cancelled, because their new day is a holiday that the series leaves out.
    pub left_out: Vec<Booking>,
}

fn recorded(caller: &Caller, old: Option<&Series>, series: &Series, bookings: usize) -> audit::Event<'static> {
    audit::Event {
        actor: Some(caller.id),
        action: "series.changed",
        subject: "series",
        subject_id: old.unwrap_or(series).id.0,
        centre_id: Some(series.centre_id),
        before: None,
        after: Some(json!({
            "series_id": series.id,
            "room_id": series.room_id,
            "rrule": series.pattern.rule.to_string(),
            "time": series.pattern.time.to_string(),
            "duration_minutes": series.pattern.duration_minutes,
            "bookings": bookings,
        })),
    }
}
