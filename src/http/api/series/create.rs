//! POST /series.

use axum::{extract::State, response::IntoResponse};

use super::{request::SeriesRequest, view};
use crate::{
    actions::{demand, series::create::Create},
    auth::Caller,
    domain::{failure::Failure, series::Missed},
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

/// Book a series
///
/// Every date is judged by the rules of the room as a booking of its own, and is confirmed or requested as one. With
/// `on_conflict: reject` nothing is made where a date is taken or breaks a rule, and every such date is listed; with
/// `skip` the rest is made, and those dates are listed and kept.
#[utoipa::path(
    post, path = "/series", tag = "series", request_body = SeriesRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Made", body = view::SeriesAnswer,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        (status = 404, description = "No such room", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Dates are taken, or the idempotency key is in use", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 422, description = "Something is not right, or dates break rules", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<SeriesRequest>,
) -> Result<impl IntoResponse, Problem> {
    let services = &state.services;
    let draft = body.value.draft()?;
    // Looks in the database where memory does not know the room, as another process may have made it.
    let (_, _, catalogue) = services.store.room(draft.room_id).await?;
    let action = Create::new(services.clone(), caller.clone(), draft);
    let note = |missed: &[Missed]| {
        services.note(demand::of_missed(&catalogue, &caller, &action.draft, missed));
    };
    let made = idempotency::create(&state, &caller, key, &body.hash, &action, |made| {
        note(&made.missed);
        let skipped = view::missed(&made.series, &made.missed, &catalogue);
        let name = made.organisation_name.as_deref();
        let answer = view::answer(&made.series, &made.bookings, skipped, &catalogue, name, &caller);
        created(format!("/api/v1/series/{}", made.series.id), Some(made.series.version), &answer)
    });
    let made = made.await;
    if let Err(Failure::Dates(refused)) = &made {
        note(&refused.missed);
    }
    Ok(made?)
}
