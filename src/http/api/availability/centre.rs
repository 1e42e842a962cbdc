//! GET /centres/{id}/availability.

use axum::{Json, extract::State};
use serde::Serialize;

use super::{BusyView, FreeView, Window, busy_view, free_view, window};
use crate::{
    actions::availability,
    domain::{
        availability::FreeStretch,
        ids::{CentreId, RoomId},
    },
    http::{
        HttpState,
        extract::{Id, NamedBy, Params},
        problem::{Problem, ProblemBody},
    },
};

/// Days of a window at most.
const MOST_DAYS: i64 = 31;

/// When the rooms of a centre are free and when they are taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CentreTimesView {
    /// The centre's time zone (IANA name).
    #[schema(value_type = String, example = "Europe/Brussels")]
    timezone: chrono_tz::Tz,
    /// Its rooms in use, by name.
    rooms: Vec<RoomOfCentreView>,
}

/// When one of them is free and when it is taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RoomOfCentreView {
    /// The room.
    room_id: RoomId,
    /// Its name.
    room_name: String,
    /// Free stretches, by start.
    free: Vec<FreeView>,
    /// Taken stretches, by start.
    busy: Vec<BusyView>,
}

/// See when the rooms of a centre are free
///
/// As for one room, for each of them, with intervals only: stretches in which a shared room has places left are joined.
#[utoipa::path(
    get, path = "/centres/{id}/availability", tag = "centres",
    params(("id" = CentreId, Path, description = "The centre"), Window),
    responses(
        (status = 200, description = "Free and taken stretches of each room", body = CentreTimesView),
        (status = 401, description = "The token does not hold", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 404, description = "No such centre", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The window is not right", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security((), ("bearer" = []))
)]
pub(crate) async fn centre_availability(
    State(state): State<HttpState>,
    NamedBy(named): NamedBy,
    Id(id): Id<CentreId>,
    Params(query): Params<Window>,
) -> Result<Json<CentreTimesView>, Problem> {
    let window = window(query.from.as_deref(), query.until.as_deref(), MOST_DAYS)?;
    let found = availability::of_centre(&state.services, named, id, window).await?;
    let zone = found.timezone;
    let rooms = found.rooms.iter().map(|(room, times)| RoomOfCentreView {
        room_id: room.id,
        room_name: room.name.clone(),
        free: joined(&times.free).iter().map(|stretch| free_view(stretch, zone)).collect(),
        busy: times.busy.iter().map(|stretch| busy_view(stretch, zone)).collect(),
    });
    Ok(Json(CentreTimesView { timezone: zone, rooms: rooms.collect() }))
}

/// The stretches without their places, those that touch joined.
fn joined(free: &[FreeStretch]) -> Vec<FreeStretch> {
    let mut joined: Vec<FreeStretch> = Vec::with_capacity(free.len());
    for stretch in free {
        match joined.last_mut().filter(|last| last.span.end() == stretch.span.start()) {
            Some(last) => last.span = last.span.hull(stretch.span),
            None => joined.push(FreeStretch { places_free: None, ..*stretch }),
        }
    }
    joined
}
