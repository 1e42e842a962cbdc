//! How a place on the waiting list looks in answers.

use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    domain::{
        clock_time::weekday,
        ids::{BookingId, OrganisationId, RoomId, WaitId},
        waiting::{Wait, WaitState},
    },
    http::render::moment,
    store::catalogue::Catalogue,
};

/// A place on the waiting list.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WaitView {
    /// Identifier.
    id: WaitId,
    /// `waiting`; `held`: a booking is kept for them, to be confirmed in time, or was put to the desk; `served`;
    /// `missed`: they did not answer in time, or did not want it; `left`; `lapsed`: the time is past.
    state: WaitState,
    /// The booking that was held for them.
    booking_id: Option<BookingId>,
    /// The room; null is any that fits.
    room_id: Option<RoomId>,
    /// For whom; null is privately.
    organisation_id: Option<OrganisationId>,
    /// Title of the booking.
    title: String,
    /// People expected.
    people: i32,
    /// Words for what the room holds.
    equipment: Vec<String>,
    /// Whether a wheelchair has to get in.
    accessible: bool,
    /// In this neighbourhood.
    neighbourhood: Option<String>,
    /// It starts then or later.
    #[schema(format = DateTime)]
    from: String,
    /// It ends then or earlier.
    #[schema(format = DateTime)]
    until: String,
    /// Minutes it lasts.
    duration_minutes: i64,
    /// It starts on one of these days; null is any.
    weekdays: Option<Vec<&'static str>>,
    /// It starts at this local time or later.
    time_from: Option<String>,
    /// It ends at this local time or earlier.
    time_until: Option<String>,
    /// Since when.
    #[schema(format = DateTime)]
    created_at: String,
}

/// A place on the list: its times in the zone of the room's centre; where any room will do, in that of the city.
pub(super) fn view(wait: &Wait, catalogue: &Catalogue) -> WaitView {
    let zone = zone(wait, catalogue);
    WaitView {
        id: wait.id,
        state: wait.state,
        booking_id: wait.booking_id,
        room_id: wait.room_id,
        organisation_id: wait.organisation_id,
        title: wait.title.clone(),
        people: wait.people,
        equipment: wait.equipment.clone(),
        accessible: wait.accessible,
        neighbourhood: wait.neighbourhood.clone(),
        from: moment(wait.window.start(), zone),
        until: moment(wait.window.end(), zone),
        duration_minutes: wait.duration_minutes,
        weekdays: wait.weekdays.as_ref().map(|days| days.iter().map(|day| weekday::text(*day)).collect()),
        time_from: wait.time_from.map(|time| time.to_string()),
        time_until: wait.time_until.map(|time| time.to_string()),
        created_at: moment(wait.created_at, zone),
    }
}

fn zone(wait: &Wait, catalogue: &Catalogue) -> Tz {
    let of_room = wait.room_id.and_then(|room| Some(catalogue.room(room)?.1.timezone));
    // A city lies in one zone: that of its first centre.
    let first = || catalogue.centres.values().min_by_key(|centre| centre.id).map(|centre| centre.timezone);
    of_room.or_else(first).unwrap_or(chrono_tz::UTC)
}
