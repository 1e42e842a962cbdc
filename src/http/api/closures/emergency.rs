//! POST /closures/emergency.

use axum::{extract::State, response::IntoResponse};
use serde::{Deserialize, Serialize};

use super::{
    calls::{self, CallView},
    create::centre_of,
    view::{ClosureView, view},
};
use crate::{
    actions::closures::CloseAtOnce,
    auth::Caller,
    domain::{
        closure::ClosureReason,
        ids::{CentreId, RoomId},
    },
    http::{
        HttpState,
        api::answers::{OfKey, OfRight},
        extract::{
            Body, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::Problem,
    },
};

/// What closes at once: a centre, or rooms of one centre.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct EmergencyRequest {
    /// The centre, where all of it closes.
    #[serde(default)]
    centre_id: Option<CentreId>,
    /// The rooms, where only they close.
    #[serde(default)]
    room_ids: Option<Vec<RoomId>>,
    /// From now on for so many hours.
    #[schema(minimum = 1, maximum = 72)]
    hours: i64,
    /// Why.
    reason: ClosureReason,
    /// What else is to be known, up to 2,000 characters.
    #[serde(default)]
    note: Option<String>,
}

/// What was closed, and those to telephone.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct EmergencyView {
    /// The closure.
    closure: ClosureView,
    /// One for each booking that was cancelled: first those whom no letter reaches, then by start.
    calls: Vec<CallView>,
}

/// Close at once
///
/// For the desk of the centre, when something broke: every booking within the next hours is cancelled by the centre, at no
/// cost to anybody, and told by letter. The answer is the list of those to telephone; `GET /closures/{id}/calls` gives it
/// again.
#[utoipa::path(
    post, path = "/closures/emergency", tag = "closures", request_body = EmergencyRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Closed", body = EmergencyView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        OfKey, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn emergency(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<EmergencyRequest>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let EmergencyRequest { centre_id, room_ids, hours, reason, note } = body.value;
    let centre_id = centre_of(store, centre_id, room_ids.as_deref()).await?;
    let (centre, catalogue) = store.centre(centre_id).await?;
    let services = state.services.clone();
    let action = CloseAtOnce { services, caller, centre_id, room_ids, hours, reason, note };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |closed| {
        let closure = &closed.closure;
        let shown = EmergencyView {
            closure: view(closure, centre.timezone, Some(&action.caller)),
            calls: closed.calls.iter().map(|call| calls::view(call, &catalogue)).collect(),
        };
        created(format!("/api/v1/closures/{}", closure.id), Some(closure.version), &shown)
    });
    Ok(answer.await?)
}
