//! The rota of a centre: what it decided, who is on it, and the hours that they take.

use chrono_tz::Tz;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    domain::{
        failure::Failure,
        time::{Instant, Span},
        validation::Faults,
    },
    http::{HttpState, extract::params},
    store::catalogue::Catalogue,
};

pub(crate) mod settings;
pub(crate) mod settle;
pub(crate) mod shifts;
pub(crate) mod take;
pub(crate) mod volunteers;

/// The routes of the rota.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(settings::show, settings::keep))
        .routes(routes!(volunteers::list, volunteers::add))
        .routes(routes!(volunteers::end))
        .routes(routes!(volunteers::train))
        .routes(routes!(shifts::list, take::take))
        .routes(routes!(settle::settle))
}

/// A stretch of time in a body.
///
/// # Errors
/// [`Failure::Invalid`] with every fault of it.
fn stretch(starts_at: &str, ends_at: &str) -> Result<Span, Failure> {
    let mut faults = Faults::new();
    let mut read = |pointer: &str, text: &str| -> Option<Instant> {
        params::instant(pointer, text).map_err(|fault| faults.add(fault.pointer, fault.code, fault.message)).ok()
    };
    let (start, end) = (read("/starts_at", starts_at), read("/ends_at", ends_at));
    let span = start.zip(end).and_then(|(start, end)| Span::new(start, end));
    if start.is_some() && end.is_some() && span.is_none() {
        faults.add("/ends_at", "order", "It ends after it starts.");
    }
    faults.into_result()?;
    span.ok_or_else(|| Failure::invalid("/ends_at", "order", "It ends after it starts."))
}

/// The time zone of a centre.
fn zone_of(catalogue: &Catalogue, centre: crate::domain::ids::CentreId) -> Tz {
    catalogue.centres.get(&centre).map_or(chrono_tz::UTC, |centre| centre.timezone)
}
