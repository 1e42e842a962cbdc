//! PATCH /centres/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use serde_json::Value;

use super::{
    request::{CentrePatch, CentreRequest},
    view::CentreView,
};
use crate::{
    actions::places::centres::UpdateCentre,
    auth::Caller,
    domain::{centre::Centre, failure::Failure, ids::CentreId},
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing},
        extract::{Body, Id, IfMatch, merge::merged},
        problem::{Problem, ProblemBody},
        render,
    },
};

/// Change a centre
///
/// A merge patch (RFC 7396). The desk changes opening hours and exceptions, the manager also how the desk is reached, an
/// administrator all. A centre does not close over what is booked: that is refused with the list.
#[utoipa::path(
    patch, path = "/centres/{id}", tag = "centres",
    request_body = CentrePatch,
    params(("id" = CentreId, Path, description = "The centre"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = CentreView,
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
    Id(id): Id<CentreId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let catalogue = store.refresh_catalogue().await?;
    if !catalogue.centres.contains_key(&id) {
        return Err(Failure::NotFound.into());
    }
    let edit = move |centre: &Centre| {
        let request: CentreRequest = merged(&CentreRequest::of(centre), &body.value)?;
        Ok(request.centre(centre.id, centre.version, &catalogue))
    };
    let action = UpdateCentre { caller, id, condition: if_match.required()?, edit: Box::new(edit) };
    let centre = store.run(&action).await?;
    Ok((render::headers(Some(centre.version), None), Json(CentreView::from(&centre))))
}
