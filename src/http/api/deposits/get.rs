//! GET /bookings/{id}/deposit.

use axum::{Json, extract::State, response::IntoResponse};

use super::view::DepositView;
use crate::{
    actions::deposits,
    auth::Caller,
    domain::ids::BookingId,
    http::{HttpState, api::answers::OfThing, extract::Id, problem::Problem, render},
};

/// Read the deposit of a booking
///
/// For who may see the booking. 404 where none is asked.
#[utoipa::path(
    get, path = "/bookings/{id}/deposit", tag = "deposits",
    params(("id" = BookingId, Path, description = "The booking")),
    responses(
        (status = 200, description = "The deposit", body = DepositView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn get(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<BookingId>,
) -> Result<impl IntoResponse, Problem> {
    let deposit = deposits::of_booking(&state.services.store, &caller, id).await?;
    Ok((render::headers(Some(deposit.version), None), Json(DepositView::from(&deposit))))
}
