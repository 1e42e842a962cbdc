//! PATCH /closures/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use serde_json::Value;

use super::{
    request::{ClosureChange, ClosurePatch},
    view::{ClosureView, view},
};
use crate::{
    actions::closures::UpdateClosure,
    auth::Caller,
    domain::{closure::Closure, ids::ClosureId},
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch, merge::merged},
        problem::{Problem, ProblemBody},
        render,
    },
    store::closures,
};

/// Change a closure
///
/// A merge patch (RFC 7396), for the desk of the centre: moves, extends, shortens it, gives it other rooms or another note.
/// What other closures hold stays closed. Of the bookings that it meets in addition, it is decided what becomes of them.
#[utoipa::path(
    patch, path = "/closures/{id}", tag = "closures",
    request_body = ClosurePatch,
    params(("id" = ClosureId, Path, description = "The closure"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = ClosureView,
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
    Id(id): Id<ClosureId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let known = closures::get(store, id).await?;
    let centre_id = known.centre_id;
    let (centre, _) = store.centre(centre_id).await?;
    let change: ClosureChange = merged(&ClosureChange::of(&known), &body.value)?;
    let decisions = change.decisions()?;
    let edit = move |closure: &Closure| {
        let change: ClosureChange = merged(&ClosureChange::of(closure), &body.value)?;
        change.changed(closure)
    };
    let action = UpdateClosure {
        services: state.services.clone(),
        caller,
        centre_id,
        id,
        condition: if_match.required()?,
        edit: Box::new(edit),
        decisions,
    };
    let closure = store.run(&action).await?;
    let shown: ClosureView = view(&closure, centre.timezone, Some(&action.caller));
    Ok((render::headers(Some(closure.version), None), Json(shown)))
}
