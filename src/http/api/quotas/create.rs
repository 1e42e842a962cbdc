//! POST /quotas.

use axum::{extract::State, response::IntoResponse};
use serde::Deserialize;

use super::view::{QuotaView, view};
use crate::{
    actions::quotas::SetQuota,
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, OrganisationId, QuotaId, RoomId},
        quota::{Area, Measure, Period, Quota},
        time::Instant,
        validation::{Faults, Lines, text},
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

/// How much may be booked.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct QuotaRequest {
    /// Over the rooms of this centre; without centre and room, over the city.
    #[serde(default)]
    centre_id: Option<CentreId>,
    /// Over this room.
    #[serde(default)]
    room_id: Option<RoomId>,
    /// Only for this priority class; absent is every class. Bookings without an organisation, and of one that is not
    /// verified, are of the class default.
    #[serde(default)]
    priority_class: Option<String>,
    /// Only for this organisation: it then takes the place of what holds for all over the same rooms, in the same measure
    /// and period.
    #[serde(default)]
    organisation_id: Option<OrganisationId>,
    /// What it counts: minutes of the time that is shown, or bookings.
    measure: Measure,
    /// Over which time: an ISO week, a calendar month or year, or all that is not over yet.
    period: Period,
    /// So much at most, 0 or more.
    #[schema(minimum = 0, example = 1200)]
    limit: i64,
}

impl QuotaRequest {
    fn quota(self, now: Instant) -> Result<Quota, Failure> {
        let mut faults = Faults::new();
        let area = match (self.room_id, self.centre_id) {
            (Some(room), None) => Area::Room(room),
            (None, Some(centre)) => Area::Centre(centre),
            (None, None) => Area::City,
            (Some(room), Some(_)) => {
                faults.add("/centre_id", "conflict", "A quota is over a room or over a centre.");
                Area::Room(room)
            }
        };
        let class = self.priority_class.map(|class| text(&mut faults, "/priority_class", &class, 100, Lines::One));
        if class.is_some() && self.organisation_id.is_some() {
            faults.add("/priority_class", "conflict", "A quota of one organisation holds whatever its class.");
        }
        faults.into_result()?;
        Ok(Quota {
            id: QuotaId::new(now),
            area,
            class,
            organisation_id: self.organisation_id,
            measure: self.measure,
            period: self.period,
            most: self.limit,
            version: 1,
        })
    }
}

/// Set a quota
///
/// For managers over their centre and its rooms, for administrators over the city. Every organisation has its own count,
/// and who books privately counts for themselves. What is requested, held or confirmed counts in the period in which it
/// starts. What is booked already stays, and counts. Staff may set it aside for a booking as any rule.
#[utoipa::path(
    post, path = "/quotas", tag = "quotas", request_body = QuotaRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Set", body = QuotaView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<QuotaRequest>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    // Another process may have made the room.
    store.refresh_catalogue().await?;
    let quota = body.value.quota(store.now())?;
    let action = SetQuota { caller, quota };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |quota| {
        created(format!("/api/v1/quotas/{}", quota.id), Some(quota.version), &view(quota))
    });
    Ok(answer.await?)
}
