//! POST /centres/{id}/staff.

use axum::{extract::State, response::IntoResponse};
use serde::Deserialize;

use super::StaffView;
use crate::{
    actions::people::staff::{AppointStaff, Whom},
    auth::Caller,
    domain::{
        email::EmailAddress,
        failure::{Failure, Fault},
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

/// A role to give, to somebody by address or by identifier.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct AppointStaffRequest {
    /// Mail address of somebody with an account.
    #[serde(default)]
    email: Option<String>,
    /// Somebody with an account.
    #[serde(default)]
    user_id: Option<UserId>,
    /// Desk or manager.
    role: StaffRole,
}

impl AppointStaffRequest {
    fn whom(&self) -> Result<Whom, Failure> {
        let mut faults = Vec::new();
        if matches!(self.role, StaffRole::Steward | StaffRole::Administrator) {
            let message = "This is a role for the city, which is given on the command line.";
            faults.push(Fault::new("/role", "out_of_place", message));
        }
        let whom = match (&self.email, self.user_id) {
            (Some(email), None) => EmailAddress::parse(email)
                .map(Whom::Email)
                .ok_or_else(|| Fault::new("/email", "email", "A mail address is written like an.peeters@example.org.")),
            (None, Some(id)) => Ok(Whom::Id(id)),
            _ => Err(Fault::new("/email", "one_of", "Give either a mail address or a person.")),
        };
        match whom {
            Ok(whom) if faults.is_empty() => Ok(whom),
            Ok(_) => Err(Failure::Invalid(faults)),
            Err(fault) => {
                faults.push(fault);
                Err(Failure::Invalid(faults))
            }
        }
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
    let (whom, role) = (body.value.whom()?, body.value.role);
    let action = AppointStaff { caller: caller.clone(), centre, whom, role };
    let answer = idempotency::create(&state, &caller, key, &body.hash, &action, |person| {
        created(format!("/api/v1/centres/{centre}/staff"), None, &StaffView::of(person.clone(), role))
    });
    Ok(answer.await?)
}
