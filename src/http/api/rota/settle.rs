//! POST /shifts/{id}/settle.

use axum::{Json, extract::State};
use serde::Deserialize;

use super::{
    shifts::{ShiftView, view},
    zone_of,
};
use crate::{
    actions::rota::settle::{Decision, Settle},
    auth::Caller,
    domain::ids::{ShiftId, VolunteerId},
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::{Body, Id},
        problem::{Problem, ProblemBody},
    },
};

/// What the desk decides about hours on the rota.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct SettleRequest {
    /// `volunteer`: somebody on the rota is there; `staff`: the centre itself; `offer`: the rota is asked; `drop`: nobody
    /// is needed.
    decision: Decision,
    /// Who is there, where somebody on the rota is.
    #[serde(default)]
    volunteer_id: Option<VolunteerId>,
}

/// Decide about hours on the rota
///
/// By the desk of the centre: about hours that nobody takes, or that somebody takes and another is to. Nothing that is booked
/// is cancelled by it.
#[utoipa::path(
    post, path = "/shifts/{id}/settle", tag = "rota", request_body = SettleRequest,
    params(("id" = ShiftId, Path, description = "The hours")),
    responses(
        (status = 200, description = "The hours since", body = ShiftView),
        (status = 409, description = "They are over, or nobody is needed any more", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn settle(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<ShiftId>,
    body: Body<SettleRequest>,
) -> Result<Json<ShiftView>, Problem> {
    let store = &state.services.store;
    let SettleRequest { decision, volunteer_id } = body.value;
    let policy = &state.services.policy;
    let settled = store.run(&Settle { policy, caller, id, decision, volunteer: volunteer_id }).await?;
    let catalogue = store.catalogue().await?;
    Ok(Json(view(&settled, zone_of(&catalogue, settled.centre_id), true)))
}
