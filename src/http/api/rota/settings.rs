//! GET and PUT /centres/{id}/rota.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};

use crate::{
    actions::rota::settings::KeepSettings,
    auth::Caller,
    domain::{
        ids::CentreId,
        rota::{RotaSettings, USUAL_KEY_HOURS, USUAL_OFFER_HOURS},
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::{Body, Id},
        problem::Problem,
    },
    store::rota,
};

/// What a centre decides about its rota.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = RotaSettings)]
pub(crate) struct RotaView {
    /// Hours before a booking until which its key-holder can be named; then the desk decides.
    #[serde(default = "usual_key_hours")]
    #[schema(minimum = 1, maximum = 720, default = 48)]
    key_hours: u32,
    /// Hours for which a duty is offered to the rota; then the desk decides.
    #[serde(default = "usual_offer_hours")]
    #[schema(minimum = 1, maximum = 720, default = 24)]
    offer_hours: u32,
    /// What one has to know to open, up to 2,000 characters. Who is on duty is told it from a day before to a day after.
    #[serde(default)]
    opening_note: Option<String>,
}

const fn usual_key_hours() -> u32 {
    USUAL_KEY_HOURS
}

const fn usual_offer_hours() -> u32 {
    USUAL_OFFER_HOURS
}

impl From<RotaSettings> for RotaView {
    fn from(settings: RotaSettings) -> Self {
        let RotaSettings { key_hours, offer_hours, opening_note } = settings;
        Self { key_hours, offer_hours, opening_note }
    }
}

/// Show what a centre decided about its rota
///
/// For the desk of the centre.
#[utoipa::path(
    get, path = "/centres/{id}/rota", tag = "rota",
    params(("id" = CentreId, Path, description = "The centre")),
    responses((status = 200, description = "What it decided", body = RotaView), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn show(
    State(state): State<HttpState>,
    caller: Caller,
    Id(centre): Id<CentreId>,
) -> Result<Json<RotaView>, Problem> {
    let store = &state.services.store;
    store.centre(centre).await?;
    // Not for who reads the city: the note may tell the code of an alarm.
    caller.needs(caller.is_desk_of(centre))?;
    Ok(Json(rota::settings(store, centre).await?.into()))
}

/// Decide about the rota of a centre
///
/// By the desk of the centre; what is absent is the usual.
#[utoipa::path(
    put, path = "/centres/{id}/rota", tag = "rota", request_body = RotaView,
    params(("id" = CentreId, Path, description = "The centre")),
    responses((status = 200, description = "What it decides", body = RotaView), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn keep(
    State(state): State<HttpState>,
    caller: Caller,
    Id(centre): Id<CentreId>,
    body: Body<RotaView>,
) -> Result<Json<RotaView>, Problem> {
    let store = &state.services.store;
    store.centre(centre).await?;
    let RotaView { key_hours, offer_hours, opening_note } = body.value;
    let settings = RotaSettings { key_hours, offer_hours, opening_note };
    Ok(Json(store.run(&KeepSettings { caller, centre, settings }).await?.into()))
}
