//! POST /duties/{id}/decline and /accept.

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;

use crate::{
    actions::rota::{accept::AcceptDuty, decline::DeclineDuty},
    auth::Caller,
    domain::ids::{CentreId, DutyId, ShiftId},
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::Id,
        problem::{Problem, ProblemBody},
        render::moment,
    },
};

/// A duty that one takes.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TakenView {
    /// The duty.
    id: DutyId,
    /// The centre.
    centre_id: CentreId,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
}

/// Say that one cannot come
///
/// By whose duty it is. It is offered to the others on the rota by letter, the first who says yes has it, and after a deadline
/// the desk decides. Nothing that is booked is cancelled by it.
#[utoipa::path(
    post, path = "/duties/{id}/decline", tag = "duties",
    params(("id" = DutyId, Path, description = "The duty")),
    responses(
        (status = 204, description = "Noted, and offered to others"),
        (status = 409, description = "It is over, or not theirs any more", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn decline(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<DutyId>,
) -> Result<StatusCode, Problem> {
    state.services.store.run(&DeclineDuty { services: state.services.clone(), caller, id }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a duty that is offered
///
/// By somebody on the rota who is trained for it. Of all who want it the first has it.
#[utoipa::path(
    post, path = "/duties/{id}/accept", tag = "duties",
    params(("id" = DutyId, Path, description = "The duty")),
    responses(
        (status = 200, description = "It is theirs", body = TakenView),
        (status = 409, description = "Somebody else takes it, or nobody is needed any more", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 422, description = "They are not trained for it, or elsewhere then", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn accept(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<DutyId>,
) -> Result<Json<TakenView>, Problem> {
    let store = &state.services.store;
    let taken = store.run(&AcceptDuty { policy: &state.services.policy, caller, id: ShiftId(id.0) }).await?;
    let (centre, _) = store.centre(taken.centre_id).await?;
    Ok(Json(TakenView {
        id,
        centre_id: taken.centre_id,
        starts_at: moment(taken.span.start(), centre.timezone),
        ends_at: moment(taken.span.end(), centre.timezone),
    }))
}
