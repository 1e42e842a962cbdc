//! GET /closures/{id}/calls, and how those to telephone look in answers.

use axum::{Json, extract::State};
use serde::Serialize;

use crate::{
    actions::closures::{self, Call, Number},
    auth::Caller,
    domain::ids::{BookingId, ClosureId, OrganisationId, RoomId},
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::Id,
        problem::Problem,
        render::moment,
    },
    store::catalogue::Catalogue,
};

/// Those to telephone.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CallsView {
    /// One for each booking that was cancelled: first those whom no letter reaches, then by start.
    calls: Vec<CallView>,
}

/// A booking that was cancelled, and whom to telephone about it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CallView {
    /// The booking.
    booking_id: BookingId,
    /// Short and speakable, for the telephone.
    reference: String,
    /// Title.
    title: String,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
    /// The room.
    room_id: RoomId,
    /// Its name.
    room_name: String,
    /// People expected.
    attendees: i32,
    /// For whom; null is privately.
    organisation_id: Option<OrganisationId>,
    /// Its name.
    organisation_name: Option<String>,
    /// Who booked, by name.
    name: Option<String>,
    /// Whether a letter goes to somebody.
    is_mailed: bool,
    /// Whom to telephone, in this order: on the spot, who booked, the key-holder, admins of the organisation.
    numbers: Vec<NumberView>,
}

/// A telephone and whose it is.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct NumberView {
    /// Name.
    name: String,
    /// Telephone.
    phone: String,
}

/// List those to telephone about a closure
///
/// For the desk of the centre: of every booking that the closure cancelled, whom to telephone.
#[utoipa::path(
    get, path = "/closures/{id}/calls", tag = "closures",
    params(("id" = ClosureId, Path, description = "The closure")),
    responses(
        (status = 200, description = "Those to telephone", body = CallsView),
        OfRight, OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn calls(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<ClosureId>,
) -> Result<Json<CallsView>, Problem> {
    let calls = closures::to_telephone(&state.services, &caller, id).await?;
    let catalogue = state.services.store.refresh_catalogue().await?;
    Ok(Json(CallsView { calls: calls.iter().map(|call| view(call, &catalogue)).collect() }))
}

/// Somebody to telephone, for the desk.
pub(super) fn view(call: &Call, catalogue: &Catalogue) -> CallView {
    let booking = &call.booking;
    let zone = catalogue.centres.get(&booking.centre_id).map_or(chrono_tz::UTC, |centre| centre.timezone);
    let number = |number: &Number| NumberView { name: number.name.clone(), phone: number.phone.clone() };
    CallView {
        booking_id: booking.id,
        reference: booking.reference.clone(),
        title: booking.title.clone(),
        starts_at: moment(booking.span.start(), zone),
        ends_at: moment(booking.span.end(), zone),
        room_id: booking.room_id,
        room_name: catalogue.rooms.get(&booking.room_id).map(|room| room.name.clone()).unwrap_or_default(),
        attendees: booking.attendees,
        organisation_id: booking.organisation_id,
        organisation_name: call.organisation_name.clone(),
        name: call.name.clone(),
        is_mailed: call.is_mailed,
        numbers: call.numbers.iter().map(number).collect(),
    }
}
