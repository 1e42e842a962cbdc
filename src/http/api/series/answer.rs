//! POST /series/{id}/approve and /decline: the desk answers many dates at once.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    steps::{Answer, ScopeName, run, scope},
    view::SeriesAnswer,
};
use crate::{
    actions::{
        bookings::quote,
        series::answer::{self, Verdict, waits},
    },
    auth::Caller,
    domain::{
        failure::{Alternative, Failure},
        ids::SeriesId,
    },
    http::{
        HttpState,
        api::answers::{OfMatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch},
        problem::ProblemBody,
    },
    store::{bookings, series},
};

/// Which dates of a series are approved.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct ApproveSeriesRequest {
    /// Which dates; all where absent.
    scope: ScopeName,
    /// The first date, with `following` and `range`.
    #[schema(example = "2027-01-28")]
    from: Option<NaiveDate>,
    /// The last date, with `range`.
    #[schema(example = "2027-03-25")]
    until: Option<NaiveDate>,
}

/// Which dates of a series are declined, and why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct DeclineSeriesRequest {
    /// Why, 1 to 500 characters: the booker reads it.
    reason: String,
    /// Which dates; all where absent.
    #[serde(default)]
    scope: ScopeName,
    /// The first date, with `following` and `range`.
    #[serde(default)]
    #[schema(example = "2027-01-28")]
    from: Option<NaiveDate>,
    /// The last date, with `range`.
    #[serde(default)]
    #[schema(example = "2027-03-25")]
    until: Option<NaiveDate>,
}

/// Approve the dates that wait
///
/// The desk says yes to all dates of a series that wait for an answer, or to some: they are confirmed, and one mail tells
/// it, with one calendar entry. A single date is approved as any request is.
#[utoipa::path(
    post, path = "/series/{id}/approve", tag = "series", request_body = ApproveSeriesRequest,
    params(("id" = SeriesId, Path, description = "The series"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Done", body = SeriesAnswer,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "None of these dates waits", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn approve(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<SeriesId>,
    if_match: IfMatch,
    body: Option<Body<ApproveSeriesRequest>>,
) -> Answer {
    let ApproveSeriesRequest { scope: name, from, until } = body.map(|body| body.value).unwrap_or_default();
    let action = answer::Answer {
        services: state.services.clone(),
        caller: caller.clone(),
        id,
        condition: if_match.condition(),
        scope: scope(name, from, until)?,
        verdict: Verdict::Approved,
    };
    run(&state, &caller, &action).await
}

/// Decline the dates that wait
///
/// The desk says no to all dates of a series that wait for an answer, or to some, with a reason. One mail tells it, with
/// what is free instead of the first date.
#[utoipa::path(
    post, path = "/series/{id}/decline", tag = "series", request_body = DeclineSeriesRequest,
    params(("id" = SeriesId, Path, description = "The series"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Done", body = SeriesAnswer,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "None of these dates waits", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn decline(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<SeriesId>,
    if_match: IfMatch,
    body: Body<DeclineSeriesRequest>,
) -> Answer {
    let DeclineSeriesRequest { reason, scope: name, from, until } = body.value;
    let verdict = Verdict::Declined { reason, alternatives: instead(&state, &caller, id).await? };
    let action = answer::Answer {
        services: state.services.clone(),
        caller: caller.clone(),
        id,
        condition: if_match.condition(),
        scope: scope(name, from, until)?,
        verdict,
    };
    run(&state, &caller, &action).await
}

/// What is free instead of the first date that waits. Offers cost reads: only for whom may decline. The action judges the
/// right itself.
async fn instead(state: &HttpState, caller: &Caller, id: SeriesId) -> Result<Vec<Alternative>, Failure> {
    let services = &state.services;
    if !caller.is_desk_of(series::get(&services.store, id).await?.centre_id) {
        return Ok(Vec::new());
    }
    let all = bookings::of_series(&services.store, id).await?;
    match all.iter().find(|booking| waits(booking, services.now())) {
        // No offer is no reason to leave the request unanswered.
        Some(first) => Ok(quote::instead_of(services, first).await.unwrap_or_default()),
        None => Ok(Vec::new()),
    }
}
