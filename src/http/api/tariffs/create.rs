//! POST /tariffs.

use axum::{extract::State, response::IntoResponse};

use super::{request::TariffRequest, view::TariffView};
use crate::{
    actions::places::tariffs::CreateTariff,
    auth::Caller,
    domain::{failure::Failure, ids::TariffId, local_time},
    http::{
        HttpState,
        api::{
            answers::{OfKey, OfRight},
            unknown,
        },
        extract::{
            Body, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::Problem,
    },
};

/// Make a tariff
///
/// For managers of the centre. Of several tariffs that could hold, one that names the room comes before one for every
/// room, then the one of the organisation's category before one without, then the one that holds since the latest date.
/// Every half hour that is begun is billed; half of an odd price is rounded up. Bookings keep the price they were quoted.
#[utoipa::path(
    post, path = "/tariffs", tag = "tariffs", request_body = TariffRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Made", body = TariffView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<TariffRequest>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let found = store.centre(body.value.centre_id).await;
    let (centre, _) = found.map_err(|failure| unknown(failure, "/centre_id", "centre"))?;
    let now = store.now();
    let today = local_time::date_of(now, centre.timezone)
        .ok_or_else(|| Failure::Internal("the clock shows a year without a calendar".into()))?;
    let tariff = body.value.tariff(TariffId::new(now), today);
    let action = CreateTariff { caller, tariff };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |tariff| {
        created(format!("/api/v1/tariffs/{}", tariff.id), Some(tariff.version), &TariffView::from(tariff))
    });
    Ok(answer.await?)
}
