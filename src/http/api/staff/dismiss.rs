//! DELETE /centres/{id}/staff.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;

use crate::{
    actions::people::staff::DismissStaff,
    auth::Caller,
    domain::{
        ids::{CentreId, UserId},
        person::StaffRole,
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::{Id, Params},
        problem::Problem,
    },
};

/// Which role of whom.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DismissQuery {
    /// From whom.
    user_id: UserId,
    /// Desk or manager.
    role: StaffRole,
}

/// Take a role at a centre
///
/// From somebody whom the caller could give it, or from oneself.
#[utoipa::path(
    delete, path = "/centres/{id}/staff", tag = "centres",
    params(("id" = CentreId, Path, description = "The centre"), DismissQuery),
    responses((status = 204, description = "Taken"), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn dismiss_staff(
    State(state): State<HttpState>,
    caller: Caller,
    Id(centre): Id<CentreId>,
    Params(query): Params<DismissQuery>,
) -> Result<StatusCode, Problem> {
    let store = &state.services.store;
    store.centre(centre).await?;
    store.run(&DismissStaff { caller, centre, user: query.user_id, role: query.role }).await?;
    Ok(StatusCode::NO_CONTENT)
}
