//! GET /centres/{id}/duties.

use axum::{Json, extract::State};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::mine::{TaskView, task};
use crate::{
    actions::rota::{Duty, duties},
    auth::Caller,
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, CentreId, DutyId},
        rota::ShiftRole,
        time::DAY,
    },
    http::{
        HttpState,
        api::{
            answers::{OfRight, OfThing},
            rota::shifts::window,
        },
        extract::{Id, Params},
        problem::Problem,
        render::moment,
    },
};

/// Days at most.
const MOST_DAYS: i64 = 62;

/// Who opens, hands over and closes, and what nobody opens for.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DutiesView {
    /// By start.
    duties: Vec<CentreDutyView>,
    /// Bookings outside staffed hours in part of whose time nobody has a key, by start.
    unopened: Vec<UnopenedView>,
}

/// A duty, as the desk sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CentreDutyView {
    /// Identifier.
    id: DutyId,
    /// What for: with a key, or as a host.
    role: ShiftRole,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
    /// Whose.
    name: String,
    /// Their telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// What they do with the key, by time.
    tasks: Vec<TaskView>,
    /// The bookings in that time.
    booking_ids: Vec<BookingId>,
}

/// A booking that nobody opens for.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct UnopenedView {
    /// The booking.
    booking_id: BookingId,
    /// Short and speakable, for the telephone.
    reference: String,
    /// First instant.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
}

/// Which duties.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CentreDutyQuery {
    /// Those that end after this instant; now where absent.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<String>,
    /// Those that start before this instant: at most 62 days after `from`.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<String>,
}

/// List the duties of a centre
///
/// For the desk of the centre and for who reads the city: who opens first, who hands over to whom, who closes, and which
/// bookings nobody opens for.
#[utoipa::path(
    get, path = "/centres/{id}/duties", tag = "duties",
    params(("id" = CentreId, Path, description = "The centre"), CentreDutyQuery),
    responses((status = 200, description = "The duties", body = DutiesView), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn of_centre(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<CentreId>,
    Params(query): Params<CentreDutyQuery>,
) -> Result<Json<DutiesView>, Problem> {
    let services = &state.services;
    let (centre, _) = services.store.centre(id).await?;
    caller.needs(caller.may_see_notes_of(id))?;
    let window = window(services.now(), query.from.as_deref(), query.until.as_deref())?;
    if window.seconds() > MOST_DAYS * DAY {
        return Err(Failure::invalid("until", "range", "At most 62 days are shown at once.").into());
    }
    let (found, unopened) = duties::of_centre(services, id, window).await?;
    let zone = centre.timezone;
    Ok(Json(DutiesView {
        duties: found.iter().map(|duty| view(duty, zone)).collect(),
        unopened: unopened.iter().map(|booking| unopened_view(booking, zone)).collect(),
    }))
}

fn view(duty: &Duty, zone: Tz) -> CentreDutyView {
    CentreDutyView {
        id: duty.id,
        role: duty.role,
        starts_at: moment(duty.span.start(), zone),
        ends_at: moment(duty.span.end(), zone),
        name: duty.person.name.clone(),
        phone: duty.person.phone.clone(),
        tasks: duty.tasks.iter().map(|one| task(one, zone, true)).collect(),
        booking_ids: duty.bookings.iter().map(|booking| booking.id).collect(),
    }
}

fn unopened_view(booking: &Booking, zone: Tz) -> UnopenedView {
    UnopenedView {
        booking_id: booking.id,
        reference: booking.reference.clone(),
        starts_at: moment(booking.span.start(), zone),
        ends_at: moment(booking.span.end(), zone),
    }
}
