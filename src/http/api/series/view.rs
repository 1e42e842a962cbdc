//! How a series looks in answers.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    auth::Caller,
    domain::{
        booking::{Booking, Visibility},
        failure::Alternative,
        holidays::HolidaySet,
        ids::{CentreId, OrganisationId, RoomId, SeriesId},
        rules::{RuleCode, Violation},
        series::{Missed, OnConflict, Series, SkipReason, Skipped, Why},
    },
    http::{
        api::bookings::{show, view::BookingView},
        problem::{AlternativeView, alternative_view},
        render::moment,
    },
    store::catalogue::Catalogue,
};

/// A series, as those see it whose business it is.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SeriesView {
    /// Identifier.
    id: SeriesId,
    /// The room.
    room_id: RoomId,
    /// Its name.
    room_name: String,
    /// The room's centre.
    centre_id: CentreId,
    /// Its name.
    centre_name: String,
    /// For whom; null is privately.
    organisation_id: Option<OrganisationId>,
    /// Its name.
    organisation_name: Option<String>,
    /// Title.
    title: String,
    /// People expected.
    attendees: i32,
    /// Who may read its title.
    visibility: Visibility,
    /// When the first begins, on the clocks of the centre.
    #[schema(example = "2027-01-28T19:00")]
    starts_at_local: String,
    /// How long each lasts: elapsed minutes.
    duration_minutes: i64,
    /// The rule, an RRULE of RFC 5545.
    #[schema(example = "FREQ=MONTHLY;COUNT=12;BYDAY=-1TH")]
    rrule: String,
    /// Dates of the rule that are left out.
    exdates: Vec<NaiveDate>,
    /// Dates besides those of the rule.
    rdates: Vec<NaiveDate>,
    /// Holidays on which the rule has no date.
    skip_holidays: Vec<HolidaySet>,
    /// What becomes of dates that are taken or break a rule.
    on_conflict: OnConflict,
    /// The series that it goes on from.
    continues: Option<SeriesId>,
    /// When the whole of it was cancelled.
    #[schema(format = DateTime)]
    cancelled_at: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// A series with its bookings.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SeriesAnswer {
    /// The series.
    series: SeriesView,
    /// Its bookings by start.
    bookings: Vec<BookingView>,
    /// The dates that could not be had; POST /series/{id}/retry-skipped takes up those that can.
    skipped: Vec<SkippedView>,
}

/// A date of a series without a booking.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SkippedView {
    /// When it would have begun.
    #[schema(format = DateTime)]
    starts_at: String,
    /// Why it did not.
    reason: SkipReason,
    /// The rule that it breaks.
    rule: Option<RuleCode>,
    /// Every rule that it breaks; told when it was looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    violations: Vec<Violation>,
    /// Up to five times that were free instead, best first, for the first 60 dates; told when it was looked at.
    alternatives: Vec<AlternativeView>,
}

/// A series.
pub(crate) fn series_view(series: &Series, catalogue: &Catalogue, organisation_name: Option<String>) -> SeriesView {
    let zone = timezone(series, catalogue);
    let pattern = &series.pattern;
    SeriesView {
        id: series.id,
        room_id: series.room_id,
        room_name: catalogue.rooms.get(&series.room_id).map_or_else(String::new, |room| room.name.clone()),
        centre_id: series.centre_id,
        centre_name: catalogue.centres.get(&series.centre_id).map_or_else(String::new, |centre| centre.name.clone()),
        organisation_id: series.organisation_id,
        organisation_name,
        title: series.template.title.clone(),
        attendees: series.template.attendees,
        visibility: series.template.visibility,
        starts_at_local: pattern.starts_at_local().format("%Y-%m-%dT%H:%M").to_string(),
        duration_minutes: pattern.duration_minutes,
        rrule: pattern.rule.to_string(),
        exdates: pattern.exdates.iter().copied().collect(),
        rdates: pattern.rdates.iter().copied().collect(),
        skip_holidays: pattern.skip_holidays.clone(),
        on_conflict: series.on_conflict,
        continues: series.continues,
        cancelled_at: series.cancelled_at.map(|at| moment(at, zone)),
        created_at: moment(series.created_at, zone),
        updated_at: moment(series.updated_at, zone),
    }
}

/// A series with its bookings and the dates that could not be had.
pub(crate) fn answer(
    series: &Series,
    bookings: &[Booking],
    skipped: Vec<SkippedView>,
    catalogue: &Catalogue,
    organisation_name: Option<&str>,
    caller: &Caller,
) -> SeriesAnswer {
    let name = || organisation_name.map(str::to_owned);
    SeriesAnswer {
        series: series_view(series, catalogue, name()),
        bookings: bookings.iter().map(|booking| show::view(booking, catalogue, name(), caller)).collect(),
        skipped,
    }
}

/// Dates that were just looked at.
pub(crate) fn missed(series: &Series, missed: &[Missed], catalogue: &Catalogue) -> Vec<SkippedView> {
    let zone = timezone(series, catalogue);
    let one = |missed: &Missed| {
        let violations = match &missed.why {
            Why::Violations(violations) => violations.clone(),
            Why::Clashes(_) => Vec::new(),
        };
        let Skipped { starts_at, reason, rule } = missed.skipped();
        let offer = |offer: &Alternative| alternative_view(offer, zone);
        let alternatives = missed.alternatives.iter().map(offer).collect();
        SkippedView { starts_at: moment(starts_at, zone), reason, rule, violations, alternatives }
    };
    missed.iter().map(one).collect()
}

/// Dates that were kept.
pub(crate) fn kept(series: &Series, skipped: &[Skipped], catalogue: &Catalogue) -> Vec<SkippedView> {
    let zone = timezone(series, catalogue);
    let one = |skipped: &Skipped| SkippedView {
        starts_at: moment(skipped.starts_at, zone),
        reason: skipped.reason,
        rule: skipped.rule,
        violations: Vec::new(),
        alternatives: Vec::new(),
    };
    skipped.iter().map(one).collect()
}

/// The time zone of its centre.
pub(super) fn timezone(series: &Series, catalogue: &Catalogue) -> chrono_tz::Tz {
    catalogue.centres.get(&series.centre_id).map_or(chrono_tz::UTC, |centre| centre.timezone)
}
