//! POST and DELETE /rooms/{id}/door.

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;

use crate::{
    actions::doors::{MakeDoor, RemoveDoor},
    auth::Caller,
    domain::ids::RoomId,
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::Id,
        problem::Problem,
    },
};

/// The link at the door of a room.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DoorView {
    /// Where it is, for a poster at the door. It is shown this once.
    #[schema(example = "https://lokaal.example.org/door/Zx0")]
    url: String,
}

/// Make the link at the door of a room
///
/// For the desk of the centre. Who opens it sees the bookings that are on or begin soon, without names, and notes with a
/// button that they are there, and how many; it needs no account. The link before it does no more.
#[utoipa::path(
    post, path = "/rooms/{id}/door", tag = "rooms",
    params(("id" = RoomId, Path, description = "The room")),
    responses(
        (status = 200, description = "The link", body = DoorView),
        OfRight, OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn make(
    State(state): State<HttpState>,
    caller: Caller,
    Id(room_id): Id<RoomId>,
) -> Result<Json<DoorView>, Problem> {
    let store = &state.services.store;
    store.room(room_id).await?;
    let make = MakeDoor { policy: &state.services.policy, caller: &caller, room_id };
    Ok(Json(DoorView { url: store.run(&make).await? }))
}

/// Take the link at the door of a room away
///
/// For the desk of the centre. The link does no more.
#[utoipa::path(
    delete, path = "/rooms/{id}/door", tag = "rooms",
    params(("id" = RoomId, Path, description = "The room")),
    responses(
        (status = 204, description = "Taken away"),
        OfRight, OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn remove(
    State(state): State<HttpState>,
    caller: Caller,
    Id(room_id): Id<RoomId>,
) -> Result<StatusCode, Problem> {
    let store = &state.services.store;
    store.room(room_id).await?;
    store.run(&RemoveDoor { caller: &caller, room_id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
