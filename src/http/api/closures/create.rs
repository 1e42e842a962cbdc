//! POST /closures.

use std::sync::Arc;

use axum::{extract::State, response::IntoResponse};

use super::{
    request::ClosureRequest,
    view::{ClosureView, view},
};
use crate::{
    actions::closures::CreateClosure,
    auth::Caller,
    domain::{
        centre::Centre,
        closure::Closure,
        failure::Failure,
        ids::{CentreId, ClosureId, RoomId},
        validation::Faults,
    },
    http::{
        HttpState,
        api::{answers::OfRight, unknown},
        extract::{
            Body, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::{Problem, ProblemBody},
    },
    store::Store,
};

/// Close rooms or a centre
///
/// For the desk of the centre; its host takes back time that it lends in the same way, until so many days before as the
/// rules of the room say (`recall_days`). Of each booking that the closure meets, set-up and clean-up included, it is decided what
/// becomes of it, all in one transaction: moved, another place offered until a date, or cancelled. Where a decision is
/// missing or no longer fits, nothing is done, and the answer has the list: `why` is `undecided`, `changed`,
/// `not_affected` or `taken`. Each booker is told in one mail. Closures may overlap one another. One that is `provisional`
/// meets nothing: the time can be booked, with a warning.
#[utoipa::path(
    post, path = "/closures", tag = "closures", request_body = ClosureRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Made", body = ClosureView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        (status = 409, description = "Bookings are in the way without a decision, or the idempotency key is in use", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<ClosureRequest>,
) -> Result<impl IntoResponse, Problem> {
    let (closure, centre) = closure_of(&state.services.store, &caller, &body.value).await?;
    let decisions = body.value.decisions()?;
    let services = state.services.clone();
    let action = CreateClosure { services, caller, closure, decisions, faults: Faults::new() };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |closure| {
        let shown: ClosureView = view(closure, centre.timezone, Some(&action.caller));
        created(format!("/api/v1/closures/{}", closure.id), Some(closure.version), &shown)
    });
    Ok(answer.await?)
}

/// The closure that a request of its desk asks for, version 1, with its centre.
pub(super) async fn closure_of(
    store: &Store,
    caller: &Caller,
    request: &ClosureRequest,
) -> Result<(Closure, Arc<Centre>), Failure> {
    let centre_id = centre_of(store, request.centre_id, request.room_ids.as_deref()).await?;
    let (centre, _) = store.centre(centre_id).await?;
    caller.needs(caller.is_desk_of(centre_id) || caller.is_host_of(&centre))?;
    let closure = Closure {
        id: ClosureId::new(store.now()),
        centre_id,
        span: request.span()?,
        reason: request.reason,
        note: request.note.clone(),
        room_ids: request.room_ids.clone(),
        provisional: request.provisional,
        recalled: false,
        created_by: caller.id,
        lifted_at: None,
        version: 1,
    };
    Ok((closure, centre))
}

/// The centre that a request is about: the one it names, or that of its first room.
pub(super) async fn centre_of(
    store: &Store,
    centre: Option<CentreId>,
    rooms: Option<&[RoomId]>,
) -> Result<CentreId, Failure> {
    if let Some(id) = centre {
        let (centre, _) = store.centre(id).await.map_err(|failure| unknown(failure, "/centre_id", "centre"))?;
        return Ok(centre.id);
    }
    let Some(room) = rooms.and_then(|rooms| rooms.first()) else {
        return Err(Failure::invalid("/centre_id", "required", "A closure is of a centre, or of rooms."));
    };
    let (room, _, _) = store.room(*room).await.map_err(|failure| unknown(failure, "/room_ids/0", "room"))?;
    Ok(room.centre_id)
}
