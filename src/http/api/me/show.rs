//! GET /me.

use axum::{Json, extract::State, response::IntoResponse};

use super::MeView;
use crate::{
    actions::quotas::of_caller,
    auth::Caller,
    http::{HttpState, problem::Problem, render::headers},
    store::{letters, people},
};

/// Who am I
#[utoipa::path(
    get, path = "/me", tag = "me",
    responses(
        (status = 200, description = "The caller", body = MeView,
            headers(("ETag" = String, description = "Its version"))),
    ),
    security(("bearer" = []))
)]
pub(crate) async fn show_me(State(state): State<HttpState>, caller: Caller) -> Result<impl IntoResponse, Problem> {
    let profile = people::profile(&state.services.store, caller.id).await?;
    let standings = of_caller(&state.services, &caller).await?;
    let choices = letters::choices_of(&state.services.store, &profile.person.email).await?;
    Ok((headers(Some(profile.person.version), None), Json(MeView::of(profile, &standings, &choices))))
}
