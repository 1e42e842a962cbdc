//! GET /rooms/{id}.

use axum::{Json, extract::State, response::IntoResponse};

use super::view::RoomView;
use crate::{
    domain::{failure::Failure, ids::RoomId},
    http::{HttpState, api::answers::OfThing, extract::Id, problem::Problem, render},
};

/// Read a room
#[utoipa::path(
    get, path = "/rooms/{id}", tag = "rooms",
    params(("id" = RoomId, Path, description = "The room")),
    responses(
        (status = 200, description = "The room", body = RoomView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security(())
)]
pub(crate) async fn get(State(state): State<HttpState>, Id(id): Id<RoomId>) -> Result<impl IntoResponse, Problem> {
    let catalogue = state.services.store.refresh_catalogue().await?;
    let room = catalogue.rooms.get(&id).ok_or(Failure::NotFound)?;
    Ok((render::headers(Some(room.version), None), Json(RoomView::from(&**room))))
}
