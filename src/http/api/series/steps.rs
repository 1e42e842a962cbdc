//! POST /series/{id}/cancel and /retry-skipped.

use axum::{Json, extract::State, http::HeaderMap};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::view::{self, SeriesAnswer};
use crate::{
    actions::series::{Outcome, Scope, cancel::Cancel, retry::Retry},
    auth::Caller,
    domain::{failure::Failure, ids::SeriesId},
    http::{
        HttpState,
        api::answers::{OfMatch, OfRight, OfThing},
        api::bookings::{show, steps::Nothing},
        extract::{Body, Id, IfMatch},
        problem::{Problem, ProblemBody},
        render,
    },
    store::{UseCase, series},
};

pub(super) type Answer = Result<(HeaderMap, Json<SeriesAnswer>), Problem>;

/// Which dates are meant.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScopeName {
    /// All that are ahead.
    #[default]
    All,
    /// Those from a date on.
    Following,
    /// Those from a date until another.
    Range,
}

/// Which dates of a series are cancelled, and why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct CancelSeriesRequest {
    /// Which dates.
    scope: ScopeName,
    /// The first date, with `following` and `range`.
    #[serde(default)]
    #[schema(example = "2027-01-28")]
    from: Option<NaiveDate>,
    /// The last date, with `range`.
    #[serde(default)]
    #[schema(example = "2027-03-25")]
    until: Option<NaiveDate>,
    /// Why, up to 500 characters.
    #[serde(default)]
    reason: Option<String>,
}

/// The dates that a request means.
pub(super) fn scope(name: ScopeName, from: Option<NaiveDate>, until: Option<NaiveDate>) -> Result<Scope, Failure> {
    match (name, from, until) {
        (ScopeName::All, None, None) => Ok(Scope::All),
        (ScopeName::Following, Some(from), None) => Ok(Scope::Following(from)),
        (ScopeName::Range, Some(from), Some(until)) if from <= until => Ok(Scope::Range(from..=until)),
        (ScopeName::Range, Some(_), Some(_)) => {
            Err(Failure::invalid("/until", "order", "A range ends no earlier than it begins."))
        }
        _ => {
            let message = "All has no dates, following has from, and a range has from and until.";
            Err(Failure::invalid("/scope", "dates", message))
        }
    }
}

/// Runs a step and shows the series as it is since.
pub(super) async fn run<U: UseCase<Output = Outcome>>(state: &HttpState, caller: &Caller, action: &U) -> Answer {
    let store = &state.services.store;
    let done = store.run(action).await?;
    let series = &done.series;
    let (_, _, catalogue) = store.room(series.room_id).await?;
    let skipped = if done.missed.is_empty() {
        view::kept(series, &series::skipped(store, series.id).await?, &catalogue)
    } else {
        view::missed(series, &done.missed, &catalogue)
    };
    let name = show::organisation_name(&state.services, series.organisation_id).await?;
    let answer = view::answer(series, &done.bookings, skipped, &catalogue, name.as_deref(), caller);
    Ok((render::headers(Some(series.version), None), Json(answer)))
}

/// Cancel dates of a series
///
/// All that are ahead, those from a date on, or those between two dates, as the rule of the series has them. Their time
/// is free from then on, and one mail tells it. A single date is cancelled as any booking is.
#[utoipa::path(
    post, path = "/series/{id}/cancel", tag = "series", request_body = CancelSeriesRequest,
    params(("id" = SeriesId, Path, description = "The series"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Done", body = SeriesAnswer,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "None of these dates is ahead", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn cancel(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<SeriesId>,
    if_match: IfMatch,
    body: Body<CancelSeriesRequest>,
) -> Answer {
    let scope = scope(body.value.scope, body.value.from, body.value.until)?;
    let (services, reason) = (state.services.clone(), body.value.reason);
    let action = Cancel { services, caller: caller.clone(), id, condition: if_match.condition(), scope, reason };
    run(&state, &caller, &action).await
}

/// Take up what was skipped
///
/// Every date that was skipped is judged anew. Those that are free and allowed now become bookings, and one mail tells
/// them; the others stay, with what stands in their way.
#[utoipa::path(
    post, path = "/series/{id}/retry-skipped", tag = "series", request_body = Nothing,
    params(("id" = SeriesId, Path, description = "The series"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Done", body = SeriesAnswer,
            headers(("ETag" = String, description = "Its version"))),
        OfRight, OfThing, OfMatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn retry_skipped(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<SeriesId>,
    if_match: IfMatch,
    _body: Option<Body<Nothing>>,
) -> Answer {
    let action = Retry::new(state.services.clone(), caller.clone(), id, if_match.condition());
    run(&state, &caller, &action).await
}
