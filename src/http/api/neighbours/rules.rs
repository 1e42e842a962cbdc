//! GET /centres/{id}/neighbours.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde::Serialize;

use crate::{
    domain::{
        clock_time::ClockTime,
        ids::{CentreId, RoomId},
        local_time,
        report::ReportKind,
        resource::UseState,
    },
    http::{HttpState, api::answers::OfThing, extract::Id, problem::Problem},
    store::bookings,
};

/// What neighbours of a centre may expect.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct NeighboursView {
    /// The centre.
    centre_id: CentreId,
    /// Its name.
    name: String,
    /// Telephone of the desk.
    phone: Option<String>,
    /// Telephone when no staff is there.
    out_of_hours_phone: Option<String>,
    /// The limits to amplified music, of each room that has some.
    noise: Vec<RoomNoiseView>,
    /// Amplified events of the centre in this year, by its calendar: those that were, and those that are planned.
    amplified_this_year: u32,
    /// Where to report something, without an account.
    report: ReportPlaceView,
}

/// The limits to amplified music in a room.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RoomNoiseView {
    /// The room.
    room_id: RoomId,
    /// Its name.
    room_name: String,
    /// Latest end by day of the week; days that are absent have no limit. Before 06:00 it is in the night after that day.
    #[schema(example = json!({"fr": "22:00", "sa": "01:00"}))]
    amplified_until: BTreeMap<String, ClockTime>,
    /// Amplified events a year in the whole centre; null is no limit.
    amplified_per_year: Option<u32>,
}

/// Where to report something.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReportPlaceView {
    /// To be asked with POST.
    #[schema(example = "/api/v1/centres/0198c0de-7000-7000-8000-000000000000/reports")]
    href: String,
    /// What may be reported.
    kinds: Vec<ReportKind>,
}

/// See what neighbours of a centre may expect
///
/// The limits to amplified music, how many events there are this year, whom to call, and where to report something. For
/// everybody.
#[utoipa::path(
    get, path = "/centres/{id}/neighbours", tag = "neighbours",
    params(("id" = CentreId, Path, description = "The centre")),
    responses((status = 200, description = "What neighbours may expect", body = NeighboursView), OfThing),
    security(())
)]
pub(crate) async fn neighbours(
    State(state): State<HttpState>,
    Id(id): Id<CentreId>,
) -> Result<Json<NeighboursView>, Problem> {
    let store = &state.services.store;
    let (centre, catalogue) = store.centre(id).await?;
    let year = local_time::year_of(state.services.now(), centre.timezone);
    let amplified_this_year = match year {
        Some(year) => bookings::amplified_in(store, id, year, None).await?,
        None => 0,
    };
    let rooms = catalogue.rooms_of(id).filter(|room| room.state == UseState::Active);
    let noise = rooms.filter_map(|room| {
        let noise = room.rules.noise.as_ref()?;
        Some(RoomNoiseView {
            room_id: room.id,
            room_name: room.name.clone(),
            amplified_until: noise.amplified_until.clone(),
            amplified_per_year: noise.amplified_per_year,
        })
    });
    Ok(Json(NeighboursView {
        centre_id: id,
        name: centre.name.clone(),
        phone: centre.phone.clone(),
        out_of_hours_phone: centre.out_of_hours_phone.clone(),
        noise: noise.collect(),
        amplified_this_year,
        report: ReportPlaceView { href: format!("/api/v1/centres/{id}/reports"), kinds: ReportKind::ALL.to_vec() },
    }))
}
