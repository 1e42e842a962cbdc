//! POST /waitlist.

use axum::{extract::State, response::IntoResponse};

use super::{
    request::WaitRequest,
    view::{WaitView, view},
};
use crate::{
    actions::waitlist::Join,
    auth::Caller,
    http::{
        HttpState,
        api::answers::{OfKey, OfRight},
        extract::{
            Body, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::Problem,
    },
};

/// Join the waiting list
///
/// For a room, or for any that fits. When such a time becomes free, the change that frees it also holds it for the first
/// whom it fits, in the order of coming within a priority class: a booking is *held* until `hold_until` and a letter is
/// sent. Its button, or `POST /bookings/{id}/confirm`, takes it; cancelled or unanswered it goes to the next. What the
/// desk has to look at first is put to the desk. Who takes a place accepts the house rules of its room. A person has at
/// most 20 places at once for an organisation, or privately, and none twice for the same.
#[utoipa::path(
    post, path = "/waitlist", tag = "waitlist", request_body = WaitRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "On the list; where such a time was free it is held already", body = WaitView,
            headers(("Location" = String, description = "Where it is"))),
        OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn join(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<WaitRequest>,
) -> Result<impl IntoResponse, Problem> {
    let services = state.services.clone();
    let wait = body.value.wait(&caller, services.now())?;
    let catalogue = match wait.room_id {
        // Looks in the database where memory does not know the room, as another process may have made it.
        Some(room) => match services.store.room(room).await {
            Ok((_, _, catalogue)) => catalogue,
            Err(failure) => return Err(crate::http::api::unknown(failure, "/room_id", "room").into()),
        },
        None => services.store.catalogue().await?,
    };
    let action = Join { services, caller, wait };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |wait| {
        let shown: WaitView = view(wait, &catalogue);
        created(format!("/api/v1/waitlist/{}", wait.id), None, &shown)
    });
    Ok(answer.await?)
}
