//! PATCH /organisations/{id}.

use axum::{Json, extract::State, response::IntoResponse};
use serde_json::Value;

use super::view::OrganisationView;
use crate::{
    actions::{
        Condition,
        organisations::change::{Change, Editable, Wish},
    },
    auth::Caller,
    domain::ids::OrganisationId,
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing, PatchOf},
        extract::{Body, Id, IfMatch, merge::merged},
        problem::Problem,
        render::headers,
    },
    store::organisations,
};

type OrganisationPatch = PatchOf<Editable>;

/// Change an organisation
///
/// A merge patch (RFC 7396). Its admins change name, kind, neighbourhood and contact; managers, stewards and
/// administrators change kind, category, class and verified. A changed kind ends verification, unless staff say
/// `verified` with it.
#[utoipa::path(
    patch, path = "/organisations/{id}", tag = "organisations", request_body = OrganisationPatch,
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = OrganisationView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing, OfRight, OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn change_organisation(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<OrganisationId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let before = organisations::get(store, id).await?;
    // What is wrong with a patch is told to those only who may make one.
    caller.needs(caller.may_manage(id) || caller.may_classify())?;
    if_match.required()?.check(before.version)?;
    let wish = Wish::Fields {
        editable: merged(&Editable::of(&before), &body.value)?,
        says_verified: body.value.get("verified").is_some(),
    };
    // The patch was laid on this version and on no other.
    let condition = Condition::Versions(vec![before.version]);
    let organisation = store.run(&Change { caller: caller.clone(), id, condition, wish }).await?;
    let headers = headers(Some(organisation.version), None);
    Ok((headers, Json(OrganisationView::of(organisation, &caller))))
}
