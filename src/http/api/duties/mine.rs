//! GET /me/duties, and how duties look to whose they are.

use axum::{Json, extract::State};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    actions::rota::{Duty, Neighbour, Task, duties},
    auth::Caller,
    domain::{
        booking::Booking,
        centre::Address,
        duty::{CONTACT_SHOWN, shows_contact},
        ids::{CentreId, DutyId},
        rota::{RotaSettings, ShiftRole},
        time::Instant,
    },
    http::{
        HttpState,
        api::rota::shifts::window,
        cursor,
        extract::{Params, params},
        problem::Problem,
        render::{Page, moment},
    },
    store::catalogue::Catalogue,
};

/// A duty, as one sees one's own.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DutyView {
    /// Identifier, to say that one cannot come.
    id: DutyId,
    /// What for: with a key, or as a host.
    role: ShiftRole,
    /// The centre.
    centre_id: CentreId,
    /// Its name.
    centre_name: String,
    /// Where it is.
    address: Address,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
    /// What one does with the key, by time.
    tasks: Vec<TaskView>,
    /// The rooms that are used in that time, by start.
    rooms: Vec<DutyRoomView>,
    /// What one has to know to open; from 24 hours before to 24 hours after.
    #[serde(skip_serializing_if = "Option::is_none")]
    opening_note: Option<String>,
}

/// What one does with the key in a part of one's time.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TaskView {
    /// From then on one has the key.
    #[schema(format = DateTime)]
    starts_at: String,
    /// Until then.
    #[schema(format = DateTime)]
    ends_at: String,
    /// Whether one opens the door.
    opens: bool,
    /// From whom one takes over; absent is nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    takes_over_from: Option<NeighbourView>,
    /// To whom one hands over; absent is nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    hands_over_to: Option<NeighbourView>,
    /// Whether one closes the door.
    closes: bool,
}

/// Who has the key before or after.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct NeighbourView {
    /// `desk` is staff of the centre, `person` somebody else on duty.
    #[schema(value_type = String, example = "person")]
    kind: &'static str,
    /// Their name; from 24 hours before to 24 hours after.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// A room that is used, and what is to be ready there.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DutyRoomView {
    /// The room.
    room_name: String,
    /// First instant.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
    /// The layout, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    layout: Option<String>,
    /// Counted equipment.
    equipment: Vec<DutyEquipmentView>,
    /// Whom to ask for on the spot; from 24 hours before to 24 hours after, where somebody was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<DutyContactView>,
}

/// Equipment, and how many of it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DutyEquipmentView {
    /// Name.
    name: String,
    /// How many.
    quantity: i32,
}

/// Somebody to ask for on the spot.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DutyContactView {
    /// Name.
    name: String,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

/// What one has to do with the key, in an answer; `named` tells others by name.
pub(super) fn task(task: &Task, zone: Tz, named: bool) -> TaskView {
    let neighbour = |of: &Option<Neighbour>| match of {
        None => None,
        Some(Neighbour::Desk) => Some(NeighbourView { kind: "desk", name: None }),
        Some(Neighbour::Person(name)) => Some(NeighbourView { kind: "person", name: named.then(|| name.clone()) }),
    };
    TaskView {
        starts_at: moment(task.span.start(), zone),
        ends_at: moment(task.span.end(), zone),
        opens: task.opens,
        takes_over_from: neighbour(&task.takes_over_from),
        hands_over_to: neighbour(&task.hands_over_to),
        closes: task.closes,
    }
}

/// A duty to whose it is: what one needs to open and no more of what is booked.
fn view(duty: &Duty, catalogue: &Catalogue, settings: &RotaSettings, now: Instant) -> DutyView {
    let zone = duty.centre.timezone;
    let is_near = shows_contact(duty.span, now);
    let room = |booking: &Booking| DutyRoomView {
        room_name: catalogue.rooms.get(&booking.room_id).map(|room| room.name.clone()).unwrap_or_default(),
        starts_at: moment(booking.span.start(), zone),
        ends_at: moment(booking.span.end(), zone),
        layout: booking.layout.clone(),
        equipment: duties::equipment(catalogue, booking)
            .into_iter()
            .map(|(name, quantity)| DutyEquipmentView { name, quantity })
            .collect(),
        contact: booking
            .on_site_contact
            .as_ref()
            .filter(|_| shows_contact(booking.span, now))
            .map(|contact| DutyContactView { name: contact.name.clone(), phone: contact.phone.clone() }),
    };
    DutyView {
        id: duty.id,
        role: duty.role,
        centre_id: duty.centre.id,
        centre_name: duty.centre.name.clone(),
        address: duty.centre.address.clone(),
        starts_at: moment(duty.span.start(), zone),
        ends_at: moment(duty.span.end(), zone),
        tasks: duty.tasks.iter().map(|one| task(one, zone, is_near)).collect(),
        rooms: duty.bookings.iter().map(room).collect(),
        opening_note: settings.opening_note.clone().filter(|_| is_near && duty.role == ShiftRole::Key),
    }
}

/// Which of one's duties.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DutyQuery {
    /// Those that start before this instant: at most 400 days ahead, 62 where absent.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<String>,
    /// Duties on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List one's duties
///
/// By start, until a day after each: where and when, what one does with the key, and what is to be ready. Whom to ask for on
/// the spot is told from 24 hours before to 24 hours after, and nothing else of who booked or why.
#[utoipa::path(
    get, path = "/me/duties", tag = "duties", params(DutyQuery),
    responses((status = 200, description = "A page of duties", body = Page<DutyView>)),
    security(("bearer" = []))
)]
pub(crate) async fn mine(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<DutyQuery>,
) -> Result<Json<Page<DutyView>>, Problem> {
    let services = &state.services;
    let now = services.now();
    let limit = params::limit(query.limit)?;
    let window = window(now, None, query.until.as_deref())?.widened(CONTACT_SHOWN, 0);
    let found = duties::of_person(services, caller.id, window).await?;
    let settings = duties::settings_of(services, &found).await?;
    let catalogue = services.store.catalogue().await?;
    let key = |duty: &Duty| (duty.span.start().epoch_seconds(), duty.span.end().epoch_seconds(), duty.id.0);
    let usual = RotaSettings::default();
    let show = |duty: &Duty| view(duty, &catalogue, settings.get(&duty.centre.id).unwrap_or(&usual), now);
    Ok(Json(cursor::page(found, limit, query.cursor.as_deref(), key, show)?))
}
