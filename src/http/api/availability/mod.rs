//! When rooms are free and when they are taken.

use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    domain::{
        availability::{BusyStretch, FreeStretch, OccupiedKind},
        failure::{Failure, Fault},
        time::{DAY, HOUR, Span},
    },
    http::{HttpState, extract::params, render::Moment},
};

pub(crate) mod centre;
pub(crate) mod room;

/// The routes of availability.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(room::room_availability)).routes(routes!(centre::centre_availability))
}

/// The window that is looked at.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Window {
    /// First instant: RFC 3339, whole minutes.
    #[param(required, format = DateTime, example = "2026-12-03T00:00:00+01:00")]
    from: Option<String>,
    /// First instant after it.
    #[param(required, format = DateTime, example = "2027-01-02T00:00:00+01:00")]
    until: Option<String>,
}

/// The span of a window that is at most so many days long.
fn window(from: Option<&str>, until: Option<&str>, days: i64) -> Result<Span, Failure> {
    let mut faults = Vec::new();
    let mut read = |name: &str, text: Option<&str>| {
        let missing = || Fault::new(name, "required", "The window has a beginning and an end.");
        text.ok_or_else(missing).and_then(|text| params::instant(name, text)).map_err(|fault| faults.push(fault)).ok()
    };
    let (from, until) = (read("from", from), read("until", until));
    let (Some(from), Some(until)) = (from, until) else { return Err(Failure::Invalid(faults)) };
    let span =
        Span::new(from, until).ok_or_else(|| Failure::invalid("until", "order", "The window ends after it begins."))?;
    // A day of 25 hours is a day.
    if span.seconds() > days * DAY + HOUR {
        return Err(Failure::invalid("until", "range", format!("The window is at most {days} days long.")));
    }
    Ok(span)
}

/// A stretch in which every start and end that the rules allow could be booked.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FreeView {
    /// First instant, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Moment,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Moment,
    /// In a shared room: places that are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    places_free: Option<i32>,
}

/// A stretch that is taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct BusyView {
    /// First instant, set-up included, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Moment,
    /// First instant after it, clean-up included.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Moment,
    /// What takes it.
    kind: OccupiedKind,
}

fn free_view(stretch: &FreeStretch, zone: chrono_tz::Tz) -> FreeView {
    FreeView {
        starts_at: Moment(stretch.span.start(), zone),
        ends_at: Moment(stretch.span.end(), zone),
        places_free: stretch.places_free,
    }
}

fn busy_view(stretch: &BusyStretch, zone: chrono_tz::Tz) -> BusyView {
    BusyView {
        starts_at: Moment(stretch.span.start(), zone),
        ends_at: Moment(stretch.span.end(), zone),
        kind: stretch.kind,
    }
}
