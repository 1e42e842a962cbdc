//! GET /outbox.

use axum::{Json, extract::State};
use serde::Deserialize;

use super::view::LetterView;
use crate::{
    actions::letters::outbox::{self, Wanted},
    auth::Caller,
    domain::ids::CentreId,
    http::{
        HttpState,
        api::answers::OfRight,
        cursor,
        extract::{Params, params},
        problem::Problem,
        render::Page,
    },
    store::outbox::LetterState,
};

/// Which letters are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// In this state.
    state: Option<LetterState>,
    /// About bookings of this centre.
    centre_id: Option<CentreId>,
    /// Letters on a page: 1 to 200, 50 where absent.
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List letters
///
/// What was sent, what waits and what failed, oldest first; never what it says. A desk sees the letters of its centre,
/// a steward those of every centre; sign-in mails only administrators.
#[utoipa::path(
    get, path = "/outbox", tag = "outbox",
    params(Query),
    responses(
        (status = 200, description = "The letters", body = Page<LetterView>),
        OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<Query>,
) -> Result<Json<Page<LetterView>>, Problem> {
    let limit = params::limit(query.limit)?;
    let after = query.cursor.as_deref().map(cursor::decode::<i64>).transpose()?.unwrap_or(0);
    let wanted = Wanted { state: query.state, centre_id: query.centre_id };
    // One more than is shown tells whether there is a next page.
    let mut letters = outbox::list(&state.services, &caller, wanted, after, limit + 1).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = letters.len() > shown;
    letters.truncate(shown);
    let last = letters.last().filter(|_| more).map(|letter| letter.id);
    let next_cursor = last.map(|id| cursor::encode(&id)).transpose()?;
    let catalogue = state.services.store.catalogue().await?;
    let items = letters.into_iter().map(|letter| LetterView::new(letter, &catalogue)).collect();
    Ok(Json(Page { items, next_cursor }))
}
