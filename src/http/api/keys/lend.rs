//! POST /keys/{id}/out and /back.

use axum::{Json, extract::State};
use serde::Deserialize;

use super::list::{KeyView, view};
use crate::{
    actions::keys::{LendKey, ReturnKey, To},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{KeyId, UserId},
        key::Key,
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        extract::{Body, Id, params},
        problem::{Problem, ProblemBody},
    },
};

/// With whom a key goes, and until when.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct OutRequest {
    /// When it is to be back: RFC 3339, whole minutes.
    #[schema(format = DateTime, example = "2026-12-11T10:00:00+01:00")]
    due_at: String,
    /// Somebody with an account; without it and without a name, who notes it.
    #[serde(default)]
    user_id: Option<UserId>,
    /// Somebody without an account, by name: 1 to 200 characters.
    #[serde(default)]
    name: Option<String>,
    /// Their telephone, up to 40 characters.
    #[serde(default)]
    phone: Option<String>,
}

impl OutRequest {
    fn to(&self) -> Result<To, Failure> {
        match (self.user_id, &self.name, &self.phone) {
            (Some(_), Some(_), _) => {
                Err(Failure::invalid("/name", "unexpected", "A key is with one person: by account or by name."))
            }
            (_, None, Some(_)) => Err(Failure::invalid("/phone", "unexpected", "A telephone goes with a name.")),
            (Some(id), None, None) => Ok(To::Person(id)),
            (None, Some(name), phone) => Ok(To::Somebody(name.clone(), phone.clone())),
            (None, None, None) => Ok(To::Caller),
        }
    }
}

/// Note that a key goes out
///
/// By the desk of the centre, with whomever; by who opens there, with themselves. A key is with one person at a time. Who
/// has it is reminded when it is late, and the desk is told.
#[utoipa::path(
    post, path = "/keys/{id}/out", tag = "keys", request_body = OutRequest,
    params(("id" = KeyId, Path, description = "The key")),
    responses(
        (status = 200, description = "The key since", body = KeyView),
        (status = 409, description = "It is with somebody", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn out(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<KeyId>,
    body: Body<OutRequest>,
) -> Result<Json<KeyView>, Problem> {
    let due_at = params::instant("/due_at", &body.value.due_at).map_err(|fault| Failure::Invalid(vec![fault]))?;
    let to = body.value.to()?;
    let key = state.services.store.run(&LendKey { caller: caller.clone(), id, to, due_at }).await?;
    shown(&state, &caller, &key).await
}

/// Note that a key is back
///
/// By the desk of the centre, or by who has it.
#[utoipa::path(
    post, path = "/keys/{id}/back", tag = "keys",
    params(("id" = KeyId, Path, description = "The key")),
    responses(
        (status = 200, description = "The key since", body = KeyView),
        (status = 409, description = "It is in the centre", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn back(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<KeyId>,
) -> Result<Json<KeyView>, Problem> {
    let key = state.services.store.run(&ReturnKey { caller: caller.clone(), id }).await?;
    shown(&state, &caller, &key).await
}

async fn shown(state: &HttpState, caller: &Caller, key: &Key) -> Result<Json<KeyView>, Problem> {
    let (centre, _) = state.services.store.centre(key.centre_id).await?;
    Ok(Json(view(key, caller, centre.timezone, state.services.now())))
}
