//! PATCH /rooms/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use serde_json::Value;

use super::{
    request::{RoomPatch, RoomRequest},
    view::RoomView,
};
use crate::{
    actions::places::rooms::UpdateRoom,
    auth::Caller,
    domain::{failure::Failure, ids::RoomId, room::Room},
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch, merge::merged},
        problem::{Problem, ProblemBody},
        render,
    },
};

/// Change a room
///
/// A merge patch (RFC 7396), for managers of its centre. Floors, set-up and clean-up and places are what bookings stand
/// on: what is booked ahead is claimed anew, or the change is refused with the list of what would not fit. A room retires
/// when nothing is booked in it any more.
#[utoipa::path(
    patch, path = "/rooms/{id}", tag = "rooms",
    request_body = RoomPatch,
    params(("id" = RoomId, Path, description = "The room"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = RoomView,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "Bookings are in the way", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn change(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<RoomId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let catalogue = store.refresh_catalogue().await?;
    let centre_id = catalogue.rooms.get(&id).ok_or(Failure::NotFound)?.centre_id;
    let edit = move |room: &Room| {
        let request: RoomRequest = merged(&RoomRequest::of(room), &body.value)?;
        Ok(request.changed(room))
    };
    let action = UpdateRoom { caller, centre_id, id, condition: if_match.required()?, edit: Box::new(edit) };
    let room = store.run(&action).await?;
    Ok((render::headers(Some(room.version), None), Json(RoomView::from(&room))))
}
