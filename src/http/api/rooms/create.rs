//! POST /rooms.

use axum::{extract::State, response::IntoResponse};

use super::{request::RoomRequest, view::RoomView};
use crate::{
    actions::places::rooms::CreateRoom,
    auth::Caller,
    domain::{ids::RoomId, validation::Faults},
    http::{
        HttpState,
        api::{answers::OfRight, unknown},
        extract::{
            Body, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::{Problem, ProblemBody},
    },
};

/// Make a room
///
/// For managers of its centre. Without `resource_ids` it gets a floor of its own: capacity 1, or its shared places.
#[utoipa::path(
    post, path = "/rooms", tag = "rooms", request_body = RoomRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Made", body = RoomView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        (status = 409, description = "Bookings are in the way, or the idempotency key is in use", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<RoomRequest>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    store.centre(body.value.centre_id).await.map_err(|failure| unknown(failure, "/centre_id", "centre"))?;
    let room = body.value.room(RoomId::new(store.now()));
    let action = CreateRoom { caller, room, faults: Faults::new() };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |room| {
        created(format!("/api/v1/rooms/{}", room.id), Some(room.version), &RoomView::from(room))
    });
    Ok(answer.await?)
}
