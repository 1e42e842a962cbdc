//! POST /resources.

use axum::{extract::State, response::IntoResponse};

use super::{request::ResourceRequest, view::ResourceView};
use crate::{
    actions::places::resources::CreateResource,
    auth::Caller,
    domain::{ids::ResourceId, validation::Faults},
    http::{
        HttpState,
        api::{answers::OfRight, unknown},
        extract::{
            Body, IdempotencyKey,
            idempotency::{self, created},
        },
        problem::{Problem, ProblemBody},
    },
};

/// Make a resource
///
/// For managers of its centre. Where it counts the people of a building, what is booked ahead claims them from then on.
#[utoipa::path(
    post, path = "/resources", tag = "resources", request_body = ResourceRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Made", body = ResourceView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        (status = 409, description = "Bookings are in the way, or the idempotency key is in use", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<ResourceRequest>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    store.centre(body.value.centre_id).await.map_err(|failure| unknown(failure, "/centre_id", "centre"))?;
    let resource = body.value.resource(ResourceId::new(store.now()));
    let action = CreateResource { caller, resource, faults: Faults::new() };
    let answer = idempotency::create(&state, &action.caller, key, &body.hash, &action, |resource| {
        created(format!("/api/v1/resources/{}", resource.id), Some(resource.version), &ResourceView::from(resource))
    });
    Ok(answer.await?)
}
