//! PATCH /me.

use axum::{Json, extract::State, response::IntoResponse};
use serde_json::Value;

use super::MeView;
use crate::{
    actions::{
        Condition,
        people::change_me::{ChangeMe, Editable},
        quotas::of_caller,
    },
    auth::Caller,
    http::{
        HttpState,
        api::answers::{OfPatch, PatchOf},
        extract::{Body, IfMatch, merge::merged},
        problem::Problem,
        render::headers,
    },
    store::{letters, people},
};

type MePatch = PatchOf<Editable>;

/// Change what is known of me
///
/// A merge patch (RFC 7396) with name, locale, phone or preferences.
#[utoipa::path(
    patch, path = "/me", tag = "me", request_body = MePatch,
    params(("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = MeView,
            headers(("ETag" = String, description = "Its version"))),
        OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn change_me(
    State(state): State<HttpState>,
    caller: Caller,
    if_match: IfMatch,
    body: Body<Value>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    let profile = people::profile(store, caller.id).await?;
    let version = profile.person.version;
    if_match.required()?.check(version)?;
    let editable = merged(&Editable::of(&profile), &body.value)?;
    // The patch was laid on this version and on no other.
    let condition = Condition::Versions(vec![version]);
    let profile = store.run(&ChangeMe { id: caller.id, condition, editable }).await?;
    let standings = of_caller(&state.services, &caller).await?;
    let choices = letters::choices_of(&state.services.store, &profile.person.email).await?;
    Ok((headers(Some(profile.person.version), None), Json(MeView::of(profile, &standings, &choices))))
}
