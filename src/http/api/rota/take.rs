//! POST /centres/{id}/shifts.

use axum::{extract::State, response::IntoResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    shifts::{ShiftView, view},
    stretch,
};
use crate::{
    actions::rota::shifts::TakeHours,
    auth::Caller,
    domain::{
        ids::{CentreId, VolunteerId},
        rota::ShiftRole,
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

/// Hours to take.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct ShiftRequest {
    /// What for: with a key, or as a host.
    role: ShiftRole,
    /// First instant: RFC 3339, whole minutes.
    #[schema(format = DateTime, example = "2026-12-10T19:00:00+01:00")]
    starts_at: String,
    /// First instant after it: at most a day later.
    #[schema(format = DateTime, example = "2026-12-10T23:00:00+01:00")]
    ends_at: String,
    /// Each week at the same hours on the centre's clock, until this date, included: at most 60 weeks.
    #[serde(default)]
    weekly_until: Option<NaiveDate>,
    /// Who takes them, where the desk enters them; absent is who asks.
    #[serde(default)]
    volunteer_id: Option<VolunteerId>,
    /// True: the desk asks the rota who takes them.
    #[serde(default)]
    offer: Option<bool>,
}

/// The hours, by start.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ShiftsView {
    /// One for each week.
    shifts: Vec<ShiftView>,
}

/// Take hours on the rota
///
/// In hours with a key anyone may book outside staffed hours without a key-holder of their own. Who is on the rota takes
/// them for themselves; the desk enters them for somebody, or asks the rota who takes them.
#[utoipa::path(
    post, path = "/centres/{id}/shifts", tag = "rota", request_body = ShiftRequest,
    params(("id" = CentreId, Path, description = "The centre"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Taken, or offered", body = ShiftsView,
            headers(("Location" = String, description = "The rota of the centre"))),
        OfThing, OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn take(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<CentreId>,
    key: IdempotencyKey,
    body: Body<ShiftRequest>,
) -> Result<impl IntoResponse, Problem> {
    let (centre, _) = state.services.store.centre(id).await?;
    let request = &body.value;
    let action = TakeHours {
        services: state.services.clone(),
        caller: caller.clone(),
        centre: id,
        volunteer: request.volunteer_id,
        offer: request.offer.unwrap_or(false),
        role: request.role,
        span: stretch(&request.starts_at, &request.ends_at)?,
        weekly_until: request.weekly_until,
    };
    let for_desk = caller.is_desk_of(id);
    let answer = idempotency::create(&state, &caller, key, &body.hash, &action, |shifts| {
        let shifts = shifts.iter().map(|shift| view(shift, centre.timezone, for_desk)).collect();
        created(format!("/api/v1/centres/{id}/shifts"), None, &ShiftsView { shifts })
    });
    Ok(answer.await?)
}
