//! POST /centres.

use axum::{extract::State, response::IntoResponse};

use super::{request::CentreRequest, view::CentreView};
use crate::{
    actions::places::centres::CreateCentre,
    auth::Caller,
    domain::ids::CentreId,
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

/// Make a centre
///
/// For administrators.
#[utoipa::path(
    post, path = "/centres", tag = "centres", request_body = CentreRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Made", body = CentreView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CentreRequest>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let catalogue = store.refresh_catalogue().await?;
    let (centre, faults) = body.value.centre(CentreId::new(store.now()), 1, &catalogue);
    let action = CreateCentre { caller, centre, faults };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |centre| {
        created(format!("/api/v1/centres/{}", centre.id), Some(centre.version), &CentreView::from(centre))
    });
    Ok(answer.await?)
}
