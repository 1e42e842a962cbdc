//! POST /bookings.

use axum::{extract::State, response::IntoResponse};

use super::{request::BookingRequest, show};
use crate::{
    actions::{
        bookings::{create::Create, quote},
        demand,
    },
    auth::Caller,
    http::{
        HttpState,
        api::answers::OfRight,
        extract::{
            Body, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::{Problem, ProblemBody},
    },
};

/// Book a room
///
/// Confirmed at once, requested where the desk looks at it first, or held where staff keep it as an option. Of any
/// number of clients who want the same time, exactly one gets it; the others get up to five alternatives.
#[utoipa::path(
    post, path = "/bookings", tag = "bookings", request_body = BookingRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Made", body = super::view::BookingView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        (status = 404, description = "No such room", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The time is taken, or the idempotency key is in use", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 422, description = "Something is not right, or rules are broken", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<BookingRequest>,
) -> Result<impl IntoResponse, Problem> {
    let services = &state.services;
    let draft = body.value.draft()?;
    // Looks in the database where memory does not know the room, as another process may have made it.
    let (_, _, catalogue) = services.store.room(draft.room_id).await?;
    let action = Create::new(services.clone(), caller.clone(), draft);
    let made = idempotency::create(&state, &caller, key, &body.hash, &action, |made| {
        let booking = &made.booking;
        let view = show::view(booking, &catalogue, made.organisation_name.clone(), &caller);
        created(format!("/api/v1/bookings/{}", booking.id), Some(booking.version), &view)
    })
    .await;
    match made {
        Ok(answer) => Ok(answer),
        Err(failure) => {
            let failure = quote::explained(services, &caller, &action.draft, None, failure).await;
            services.note(demand::of_refusal(&catalogue, &caller, &action.draft, &failure));
            Err(failure.into())
        }
    }
}
