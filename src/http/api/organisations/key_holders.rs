//! GET and POST /organisations/{id}/key-holders, and DELETE of one.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    actions::organisations::key_holders::{EndKeyHolder, NameKeyHolder, TrainKeyHolder},
    auth::Caller,
    domain::ids::{KeyHolderId, OrganisationId, UserId},
    http::{
        HttpState,
        api::answers::{OfKey, OfRight, OfThing},
        cursor,
        extract::{
            Body, Id, IdempotencyKey, Ids, Params,
            idempotency::{self, created},
            params::{self, Paging},
        },
        problem::{Problem, ProblemBody},
        render::Page,
    },
    store::organisations::{self, KeyHolder},
};

/// Somebody who may open a centre for an organisation when no staff is there.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct KeyHolderView {
    /// What a booking names them by.
    id: KeyHolderId,
    name: String,
    /// Their account, where they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<UserId>,
    /// Telephone; admins and staff see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// When they were trained.
    trained_on: NaiveDate,
    /// The last date on which that holds, where it ends. On later ones they do not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<NaiveDate>,
}

impl KeyHolderView {
    fn of(key_holder: &KeyHolder, whole: bool) -> Self {
        Self {
            id: key_holder.id,
            name: key_holder.name.clone(),
            user_id: key_holder.user_id,
            phone: whole.then(|| key_holder.phone.clone()),
            trained_on: key_holder.training.trained_on,
            valid_until: key_holder.training.valid_until,
        }
    }
}

/// A key-holder to name: a member, or somebody else by name and telephone.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct NameKeyHolderRequest {
    /// A member of the organisation.
    #[serde(default)]
    user_id: Option<UserId>,
    /// Name, 1 to 200 characters; the member's where absent.
    #[serde(default)]
    name: Option<String>,
    /// Telephone, 1 to 40 characters; the member's where absent.
    #[serde(default)]
    phone: Option<String>,
    /// When they were trained; today where absent.
    #[serde(default)]
    trained_on: Option<NaiveDate>,
    /// The last date on which that holds, where it ends.
    #[serde(default)]
    valid_until: Option<NaiveDate>,
}

/// When somebody was trained to open.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct TrainingRequest {
    /// When; today where absent.
    #[serde(default)]
    pub(in crate::http::api) trained_on: Option<NaiveDate>,
    /// The last date on which that holds, where it ends.
    #[serde(default)]
    pub(in crate::http::api) valid_until: Option<NaiveDate>,
}

/// List key-holders
///
/// By name; for members and staff. Admins and staff see telephones as well.
#[utoipa::path(
    get, path = "/organisations/{id}/key-holders", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"), Paging),
    responses((status = 200, description = "A page of key-holders", body = Page<KeyHolderView>), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn list_key_holders(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<OrganisationId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<KeyHolderView>>, Problem> {
    let store = &state.services.store;
    organisations::get(store, id).await?;
    caller.needs(caller.may_see_members(id))?;
    let limit = params::limit(paging.limit)?;
    let mut found = organisations::key_holders(store, id).await?;
    found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    let whole = caller.may_see_contacts(id);
    let page = cursor::page(
        found,
        limit,
        paging.cursor.as_deref(),
        |key_holder| (key_holder.name.clone(), key_holder.id.0),
        |key_holder| KeyHolderView::of(key_holder, whole),
    )?;
    Ok(Json(page))
}

/// Name a key-holder
///
/// By an admin.
#[utoipa::path(
    post, path = "/organisations/{id}/key-holders", tag = "organisations", request_body = NameKeyHolderRequest,
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Named", body = KeyHolderView,
            headers(("Location" = String, description = "Where it is"))),
        OfThing, OfRight, OfKey,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn name_key_holder(
    State(state): State<HttpState>,
    caller: Caller,
    Id(of): Id<OrganisationId>,
    key: IdempotencyKey,
    body: Body<NameKeyHolderRequest>,
) -> Result<impl IntoResponse, Problem> {
    let NameKeyHolderRequest { user_id, name, phone, trained_on, valid_until } = body.value;
    let action = NameKeyHolder { caller: caller.clone(), of, user: user_id, name, phone, trained_on, valid_until };
    let answer = idempotency::create(&state, &caller, key, &body.hash, &action, |named| {
        let place = format!("/api/v1/organisations/{of}/key-holders/{}", named.id);
        created(place, None, &KeyHolderView::of(named, true))
    });
    Ok(answer.await?)
}

/// Show a key-holder
#[utoipa::path(
    get, path = "/organisations/{id}/key-holders/{key_holder_id}", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("key_holder_id" = KeyHolderId, Path, description = "The key-holder")),
    responses((status = 200, description = "The key-holder", body = KeyHolderView), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn show_key_holder(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, id): Ids<OrganisationId, KeyHolderId>,
) -> Result<Json<KeyHolderView>, Problem> {
    let store = &state.services.store;
    organisations::get(store, of).await?;
    caller.needs(caller.may_see_members(of))?;
    let key_holder = organisations::key_holder(store, of, id).await?;
    Ok(Json(KeyHolderView::of(&key_holder, caller.may_see_contacts(of))))
}

/// Note when a key-holder was trained
///
/// By an admin or a desk. A booking outside staffed hours at a time that the training does not cover has no key-holder: the
/// desk looks at it, and as its day comes near asks for another.
#[utoipa::path(
    post, path = "/organisations/{id}/key-holders/{key_holder_id}/training", tag = "organisations",
    request_body = TrainingRequest,
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("key_holder_id" = KeyHolderId, Path, description = "The key-holder")),
    responses((status = 200, description = "The key-holder since", body = KeyHolderView), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn train_key_holder(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, id): Ids<OrganisationId, KeyHolderId>,
    body: Body<TrainingRequest>,
) -> Result<Json<KeyHolderView>, Problem> {
    let TrainingRequest { trained_on, valid_until } = body.value;
    let whole = caller.may_see_contacts(of);
    let trained = state.services.store.run(&TrainKeyHolder { caller, of, id, trained_on, valid_until }).await?;
    Ok(Json(KeyHolderView::of(&trained, whole)))
}

/// End the right of a key-holder
///
/// By an admin; refused while coming bookings name them.
#[utoipa::path(
    delete, path = "/organisations/{id}/key-holders/{key_holder_id}", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("key_holder_id" = KeyHolderId, Path, description = "The key-holder")),
    responses(
        (status = 204, description = "No key-holder any more"),
        (status = 409, description = "Coming bookings name them", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn end_key_holder(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, id): Ids<OrganisationId, KeyHolderId>,
) -> Result<StatusCode, Problem> {
    state.services.store.run(&EndKeyHolder { caller, of, id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
