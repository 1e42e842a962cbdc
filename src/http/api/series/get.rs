//! GET /series/{id}.

use axum::{Json, extract::State, response::IntoResponse};

use super::view;
use crate::{
    auth::Caller,
    domain::{failure::Failure, ids::SeriesId},
    http::{HttpState, api::answers::OfThing, api::bookings::show, extract::Id, problem::Problem, render},
    store::{bookings, series},
};

/// See a series
///
/// With its bookings, also those that were changed on their own or cancelled, and the dates that could not be had. Who
/// may see a booking of it may see the series.
#[utoipa::path(
    get, path = "/series/{id}", tag = "series",
    params(("id" = SeriesId, Path, description = "The series")),
    responses(
        (status = 200, description = "The series", body = view::SeriesAnswer,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn get(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<SeriesId>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let found = series::get(store, id).await?;
    if !caller.may_see_series(&found) {
        return Err(Failure::NotFound.into());
    }
    let bookings = bookings::of_series(store, id).await?;
    let skipped = series::skipped(store, id).await?;
    let (_, _, catalogue) = store.room(found.room_id).await?;
    let name = show::organisation_name(&state.services, found.organisation_id).await?;
    let skipped = view::kept(&found, &skipped, &catalogue);
    let answer = view::answer(&found, &bookings, skipped, &catalogue, name.as_deref(), &caller);
    Ok((render::headers(Some(found.version), None), Json(answer)))
}
