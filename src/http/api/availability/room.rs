//! GET /rooms/{id}/availability.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};

use super::{BusyView, FreeView, busy_view, free_view, window};
use crate::{
    actions::availability,
    domain::{failure::Failure, ids::RoomId},
    http::{
        HttpState,
        extract::{Id, NamedBy, Params},
        problem::{Problem, ProblemBody},
    },
};

/// Days of a window at most.
const MOST_DAYS: i64 = 400;

/// People at most: more than any room holds.
const MOST_PEOPLE: i32 = 100_000;

/// The window that is looked at, and for how many.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// First instant: RFC 3339, whole minutes.
    #[param(required, format = DateTime, example = "2026-12-03T00:00:00+01:00")]
    from: Option<String>,
    /// First instant after it; at most 400 days later.
    #[param(required, format = DateTime, example = "2027-01-02T00:00:00+01:00")]
    until: Option<String>,
    /// Free for so many people: places in a shared room, elsewhere what the room holds.
    #[param(minimum = 1)]
    people: Option<i32>,
}

/// When a room is free and when it is taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RoomTimesView {
    /// The centre's time zone (IANA name).
    #[schema(value_type = String, example = "Europe/Brussels")]
    timezone: chrono_tz::Tz,
    /// Free stretches, by start. In a shared room they are cut where the number of free places changes.
    free: Vec<FreeView>,
    /// Taken stretches, by start.
    busy: Vec<BusyView>,
}

/// See when a room is free
///
/// Free are the stretches in which every start and end that the rules allow could be booked: opening hours, lending
/// windows, notice and horizon (of the caller), less what is taken with its set-up and clean-up.
#[utoipa::path(
    get, path = "/rooms/{id}/availability", tag = "rooms",
    params(("id" = RoomId, Path, description = "The room"), Query),
    responses(
        (status = 200, description = "Free and taken stretches", body = RoomTimesView),
        (status = 401, description = "The token does not hold", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 404, description = "No such room", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The window is not right", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security((), ("bearer" = []))
)]
pub(crate) async fn room_availability(
    State(state): State<HttpState>,
    NamedBy(named): NamedBy,
    Id(id): Id<RoomId>,
    Params(query): Params<Query>,
) -> Result<Json<RoomTimesView>, Problem> {
    let window = window(query.from.as_deref(), query.until.as_deref(), MOST_DAYS)?;
    if query.people.is_some_and(|people| !(1..=MOST_PEOPLE).contains(&people)) {
        return Err(Failure::invalid("people", "range", "There are 1 to 100,000 people.").into());
    }
    let found = availability::of_room(&state.services, named, id, window, query.people).await?;
    let zone = found.timezone;
    Ok(Json(RoomTimesView {
        timezone: zone,
        free: found.availability.free.iter().map(|stretch| free_view(stretch, zone)).collect(),
        busy: found.availability.busy.iter().map(|stretch| busy_view(stretch, zone)).collect(),
    }))
}
