//! GET /bookings/{id}.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::view::{self, BookingView, PublicBookingView};
use crate::{
    domain::{failure::Failure, ids::BookingId},
    http::{
        HttpState,
        api::answers::OfThing,
        extract::{Id, MaybeCaller},
        problem::{Problem, ProblemBody},
        render,
    },
    store::bookings,
};

/// What is told of a booking: all to those whose business it is, a little of a public one to everyone.
#[derive(serde::Serialize, utoipa::ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes the answer; each form is written by itself")]
pub(crate) enum AnyBooking {
    /// For those whose business it is.
    Whole(Box<BookingView>),
    /// For everyone else.
    Public(PublicBookingView),
}

/// See a booking
///
/// Whoever booked it, the admins of its organisation, the centre's desk and the city see it whole; everyone sees the
/// title and times of a public one. For anyone else it is not there.
#[utoipa::path(
    get, path = "/bookings/{id}", tag = "bookings",
    params(("id" = BookingId, Path, description = "The booking")),
    responses(
        (status = 200, description = "The booking", body = AnyBooking,
            headers(("ETag" = String, description = "Its version, for those who see it whole"))),
        (status = 401, description = "The token does not hold", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing,
    ),
    security((), ("bearer" = []))
)]
pub(crate) async fn get_booking(
    State(state): State<HttpState>,
    MaybeCaller(caller): MaybeCaller,
    Id(id): Id<BookingId>,
) -> Result<Response, Problem> {
    let store = &state.services.store;
    let booking = bookings::get(store, id).await?;
    let (_, _, catalogue) = store.room(booking.room_id).await?;
    match caller {
        Some(caller) if caller.may_see(&booking) => {
            let organisation = match booking.organisation_id {
                Some(organisation) => bookings::organisation_name(store, organisation).await?,
                None => None,
            };
            let shown = view::view(&booking, &catalogue, organisation, &caller);
            Ok((render::headers(Some(booking.version), None), Json(shown)).into_response())
        }
        _ if booking.is_public() => Ok(Json(view::public_view(&booking, &catalogue)).into_response()),
        _ => Err(Failure::NotFound.into()),
    }
}
