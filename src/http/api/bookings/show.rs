//! How handlers show a booking: as its caller may see it.

use axum::http::HeaderMap;

use super::view::{self, BookingView};
use crate::{
    actions::Services,
    auth::Caller,
    domain::{booking::Booking, failure::Failure, ids::OrganisationId},
    http::render,
    store::{bookings, catalogue::Catalogue},
};

/// The name of the organisation that a booking is for. One that is not there has none: the action tells its fault.
pub(in crate::http::api) async fn organisation_name(
    services: &Services,
    id: Option<OrganisationId>,
) -> Result<Option<String>, Failure> {
    match id {
        Some(id) => bookings::organisation_name(&services.store, id).await,
        None => Ok(None),
    }
}

/// A booking with what is at hand.
pub(in crate::http::api) fn view(
    booking: &Booking,
    catalogue: &Catalogue,
    organisation_name: Option<String>,
    caller: &Caller,
) -> BookingView {
    view::view(booking, catalogue, organisation_name, caller)
}

/// A booking with what has to be looked up for it.
pub(super) async fn one(services: &Services, booking: &Booking, caller: &Caller) -> Result<BookingView, Failure> {
    let (_, _, catalogue) = services.store.room(booking.room_id).await?;
    let name = organisation_name(services, booking.organisation_id).await?;
    Ok(view(booking, &catalogue, name, caller))
}

/// The headers of an answer that carries a booking.
pub(super) fn headers(booking: &Booking) -> HeaderMap {
    render::headers(Some(booking.version), None)
}
