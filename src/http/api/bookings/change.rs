//! PATCH /bookings/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use serde_json::Value;

use super::{request::BookingRequest, show};
use crate::{
    actions::{
        Condition, Services,
        bookings::{Draft, change::Change, quote},
    },
    auth::Caller,
    domain::{booking::Booking, failure::Failure, ids::BookingId},
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch},
        problem::{Problem, ProblemBody},
    },
    store::bookings,
};

/// How often a change that minds no version is tried while others change the booking.
const TRIES: u32 = 5;

/// Change a booking
///
/// A merge patch (RFC 7396) with any member of the request: moving, resizing, renaming. A move by its booker is judged
/// afresh and may have to be looked at again; the quote says so first.
#[utoipa::path(
    patch, path = "/bookings/{id}", tag = "bookings", request_body = BookingRequest,
    params(("id" = BookingId, Path, description = "The booking"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = super::view::BookingView,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "The time is taken, or the booking is past that step", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 422, description = "Something is not right, or rules are broken", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn change(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<BookingId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let services = &state.services;
    let mut tries = 0;
    loop {
        tries += 1;
        let before = allowed(services, &caller, id).await?;
        let condition: Condition = if_match.clone().required()?;
        condition.check(before.version)?;
        match attempt(services, &caller, &before, &body.value).await {
            // Whatever it is, said the caller: so also what somebody else just made of it.
            Err(Failure::PreconditionFailed) if condition == Condition::Any && tries < TRIES => {}
            Err(failure) => return Err(failure.into()),
            Ok(after) => {
                let shown = show::one(services, &after, &caller).await?;
                return Ok((show::headers(&after), Json(shown)));
            }
        }
    }
}

/// Lays the patch on the booking as it was read, and makes that of it.
async fn attempt(services: &Services, caller: &Caller, before: &Booking, patch: &Value) -> Result<Booking, Failure> {
    let mut was = Draft::of(before);
    let (room, ..) = services.store.room(before.room_id).await?;
    if was.shared == Some(room.shared_places.is_some()) && moves_room(patch, before) {
        // It is used as its room is made for; so it will be in the next, unless the change says otherwise.
        was.shared = None;
    }
    let draft = BookingRequest::patched(&was, patch)?;
    services.store.room(draft.room_id).await?;
    let (services, caller) = (services.clone(), caller.clone());
    let action = Change { services, caller, id: before.id, version: before.version, draft };
    match action.services.store.run(&action).await {
        Err(failure) => {
            Err(quote::explained(&action.services, &action.caller, &action.draft, Some(before), failure).await)
        }
        done => done,
    }
}

fn moves_room(patch: &Value, before: &Booking) -> bool {
    patch.get("room_id").and_then(Value::as_str).is_some_and(|room| room != before.room_id.to_string())
}

/// A booking that the caller may change.
///
/// # Errors
/// [`Failure::NotFound`] where its existence is none of theirs, [`Failure::Forbidden`] where they may only read it.
pub(super) async fn allowed(services: &Services, caller: &Caller, id: BookingId) -> Result<Booking, Failure> {
    let booking = bookings::get(&services.store, id).await?;
    match (caller.may_change(&booking), caller.may_see(&booking)) {
        (true, _) => Ok(booking),
        (false, true) => Err(Failure::Forbidden),
        (false, false) => Err(Failure::NotFound),
    }
}
