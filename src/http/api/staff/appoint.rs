//! POST /centres/{id}/staff.

use axum::{extract::State, response::IntoResponse};
use serde::Deserialize;

use super::StaffView;
use crate::{
    actions::people::staff::AppointStaff,
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, UserId},
        person::StaffRole,
    },
    http::{
        HttpState,
        api::answers::{OfKey, OfRight, OfThing},
        extract::{
            Body, Id, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::Problem,
    },
};

/// A role to give to somebody with an account.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct AppointStaffRequest {
    /// The identifier that they see in `GET /me`.
    user_id: UserId,
    /// Desk or manager.
    role: StaffRole,
}

impl AppointStaffRequest {
    fn check(&self) -> Result<(), Failure> {
        if matches!(self.role, StaffRole::Steward | StaffRole::Administrator) {
            let message = "This is a role for the city, which is given on the command line.";
            return Err(Failure::invalid("/role", "out_of_place", message));
        }
        Ok(())
    }
}

/// Give a role at a centre
///
/// Managers appoint their desk, administrators managers as well.
#[utoipa::path(
    post, path = "/centres/{id}/staff", tag = "centres", request_body = AppointStaffRequest,
    params(("id" = CentreId, Path, description = "The centre"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Given", body = StaffView,
            headers(("Location" = String, description = "The staff of the centre"))),
        OfThing, OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn appoint_staff(
    State(state): State<HttpState>,
    caller: Caller,
    Id(centre): Id<CentreId>,
    key: IdempotencyKey,
    body: Body<AppointStaffRequest>,
) -> Result<impl IntoResponse, Problem> {
    state.services.store.centre(centre).await?;
    body.value.check()?;
    let (user, role) = (body.value.user_id, body.value.role);
    let action = AppointStaff { caller: caller.clone(), centre, user, role };
    let answer = idempotency::create(&state, &caller, key, &body.hash, &action, |person| {
        created(format!("/api/v1/centres/{centre}/staff"), None, &StaffView::of(person.clone(), role))
    });
    Ok(answer.await?)
}
