//! PATCH /resources/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use serde_json::Value;

use super::{
    request::{ResourcePatch, ResourceRequest},
    view::ResourceView,
};
use crate::{
    actions::places::resources::UpdateResource,
    auth::Caller,
    domain::{failure::Failure, ids::ResourceId, resource::Resource},
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch, merge::merged},
        problem::{Problem, ProblemBody},
        render,
    },
};

/// Change a resource
///
/// A merge patch (RFC 7396) of name, capacity and state, for managers of its centre. What is booked ahead is claimed anew;
/// where that does not fit, or where bookings need a resource that is to retire, it is refused with the list. A shared
/// room takes the capacity of its floor.
#[utoipa::path(
    patch, path = "/resources/{id}", tag = "resources",
    request_body = ResourcePatch,
    params(("id" = ResourceId, Path, description = "The resource"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = ResourceView,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "Bookings are in the way", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn change(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<ResourceId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let catalogue = store.refresh_catalogue().await?;
    let centre_id = catalogue.resources.get(&id).ok_or(Failure::NotFound)?.centre_id;
    let edit = move |resource: &Resource| {
        let request: ResourceRequest = merged(&ResourceRequest::of(resource), &body.value)?;
        Ok(request.changed(resource))
    };
    let action = UpdateResource { caller, centre_id, id, condition: if_match.required()?, edit: Box::new(edit) };
    let resource = store.run(&action).await?;
    Ok((render::headers(Some(resource.version), None), Json(ResourceView::from(&resource))))
}
