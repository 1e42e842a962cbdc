//! GET and POST /rooms/{id}/access.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};

use crate::{
    actions::places::access::{self, Write},
    auth::Caller,
    domain::ids::RoomId,
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::{Body, Id},
        problem::Problem,
    },
};

/// What is written for those who come.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct AccessRequest {
    /// The door, the code, the light: up to 1000 characters. None takes the note away.
    note: String,
}

/// What is written for those who come.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct AccessView {
    /// The note; null where there is none.
    note: Option<String>,
}

/// How to get into a room
///
/// For the desk of the centre: what stands in the reminder to those who booked it.
#[utoipa::path(
    get, path = "/rooms/{id}/access", tag = "rooms", operation_id = "get_room_access",
    params(("id" = RoomId, Path, description = "The room")),
    responses(
        (status = 200, description = "The note", body = AccessView),
        OfRight, OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn read(
    State(state): State<HttpState>,
    caller: Caller,
    Id(room): Id<RoomId>,
) -> Result<Json<AccessView>, Problem> {
    Ok(Json(AccessView { note: access::read(&state.services, &caller, room).await? }))
}

/// Write how to get into a room
///
/// For the desk of the centre. Who booked the room reads it in the reminder a day before; nobody else does.
#[utoipa::path(
    post, path = "/rooms/{id}/access", tag = "rooms", operation_id = "write_room_access", request_body = AccessRequest,
    params(("id" = RoomId, Path, description = "The room")),
    responses(
        (status = 200, description = "The note", body = AccessView),
        OfRight, OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn write(
    State(state): State<HttpState>,
    caller: Caller,
    Id(room_id): Id<RoomId>,
    body: Body<AccessRequest>,
) -> Result<Json<AccessView>, Problem> {
    let store = &state.services.store;
    store.room(room_id).await?;
    let write = Write { caller: &caller, room_id, note: &body.value.note };
    Ok(Json(AccessView { note: store.run(&write).await? }))
}
