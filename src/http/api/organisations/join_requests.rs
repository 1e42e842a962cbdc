//! GET and POST /organisations/{id}/join-requests, and the answers to one.

use axum::{Json, extract::State, response::IntoResponse};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    actions::organisations::{answer_join::AnswerJoin, ask_to_join::AskToJoin},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{JoinRequestId, OrganisationId, UserId},
        person::MemberRole,
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        cursor,
        extract::{
            Body, Id, IdempotencyKey, Ids, Params,
            idempotency::{self, created},
            params::{self, Paging},
        },
        problem::{Problem, ProblemBody},
        render::{Page, moment},
    },
    store::organisations::{self, JoinRequest},
};

/// A request to join an organisation.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct JoinRequestView {
    id: JoinRequestId,
    /// Who asks.
    user_id: UserId,
    /// Their name.
    name: String,
    /// Their mail address.
    email: String,
    /// In their own words.
    message: Option<String>,
    /// What was answered; null while it is open.
    accepted: Option<bool>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
}

impl JoinRequestView {
    fn of(request: JoinRequest) -> Self {
        Self {
            id: request.id,
            user_id: request.person.id,
            name: request.person.name,
            email: request.person.email,
            message: request.message,
            accepted: request.accepted,
            created_at: moment(request.created_at, Tz::UTC),
        }
    }
}

/// What is said with a request.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct AskToJoinRequest {
    /// In one's own words, up to 2000 characters.
    message: Option<String>,
}

/// As what somebody is accepted.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct AcceptRequest {
    /// What they will be; booker where absent.
    role: MemberRole,
}

impl Default for AcceptRequest {
    fn default() -> Self {
        Self { role: MemberRole::Booker }
    }
}

/// List requests to join
///
/// Those that are open, oldest first; for admins.
#[utoipa::path(
    get, path = "/organisations/{id}/join-requests", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"), Paging),
    responses((status = 200, description = "A page of requests", body = Page<JoinRequestView>), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn list_join_requests(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<OrganisationId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<JoinRequestView>>, Problem> {
    let store = &state.services.store;
    organisations::get(store, id).await?;
    caller.needs(caller.may_manage(id))?;
    let limit = params::limit(paging.limit)?;
    let after = paging.cursor.as_deref().map(cursor::decode::<Uuid>).transpose()?.map(JoinRequestId);
    let found = organisations::join_requests(store, id, after, limit + 1).await?;
    Ok(Json(cursor::first_of(found, limit, |request| request.id.0, JoinRequestView::of)?))
}

/// Ask to join
///
/// Its admins are mailed. Asking again while a request is open gives that one.
#[utoipa::path(
    post, path = "/organisations/{id}/join-requests", tag = "organisations", request_body = Option<AskToJoinRequest>,
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Asked", body = JoinRequestView,
            headers(("Location" = String, description = "Where it is"))),
        (status = 409, description = "A member already, or the idempotency key is in use", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn ask_to_join(
    State(state): State<HttpState>,
    caller: Caller,
    Id(to): Id<OrganisationId>,
    key: IdempotencyKey,
    body: Option<Body<AskToJoinRequest>>,
) -> Result<impl IntoResponse, Problem> {
    let (request, hash) = body.map(|body| (body.value, body.hash)).unwrap_or_default();
    let policy = &state.services.policy;
    let action = AskToJoin { policy, caller: caller.clone(), to, message: request.message };
    let answer = idempotency::create(&state, &caller, key, &hash, &action, |request| {
        let place = format!("/api/v1/organisations/{to}/join-requests/{}", request.id);
        created(place, None, &JoinRequestView::of(request.clone()))
    });
    Ok(answer.await?)
}

/// Show a request to join
///
/// To who asked and to admins.
#[utoipa::path(
    get, path = "/organisations/{id}/join-requests/{request_id}", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("request_id" = JoinRequestId, Path, description = "The request")),
    responses((status = 200, description = "The request", body = JoinRequestView), OfThing),
    security(("bearer" = []))
)]
pub(crate) async fn show_join_request(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, id): Ids<OrganisationId, JoinRequestId>,
) -> Result<Json<JoinRequestView>, Problem> {
    let request = organisations::join_request(&state.services.store, of, id).await?;
    if !caller.may_see_join_request(of, request.person.id) {
        return Err(Failure::NotFound.into());
    }
    Ok(Json(JoinRequestView::of(request)))
}

/// Accept who asks to join
///
/// By an admin; who asked is mailed.
#[utoipa::path(
    post, path = "/organisations/{id}/join-requests/{request_id}/accept", tag = "organisations",
    request_body = Option<AcceptRequest>,
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("request_id" = JoinRequestId, Path, description = "The request")),
    responses(
        (status = 200, description = "Accepted", body = JoinRequestView),
        (status = 409, description = "Declined before", body = ProblemBody, content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn accept_join_request(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, id): Ids<OrganisationId, JoinRequestId>,
    body: Option<Body<AcceptRequest>>,
) -> Result<Json<JoinRequestView>, Problem> {
    let role = body.map(|body| body.value).unwrap_or_default().role;
    answer(&state, AnswerJoin { policy: &state.services.policy, caller, of, id, accept_as: Some(role) }).await
}

/// Decline who asks to join
///
/// By an admin.
#[utoipa::path(
    post, path = "/organisations/{id}/join-requests/{request_id}/decline", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("request_id" = JoinRequestId, Path, description = "The request")),
    responses(
        (status = 200, description = "Declined", body = JoinRequestView),
        (status = 409, description = "Accepted before", body = ProblemBody, content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn decline_join_request(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, id): Ids<OrganisationId, JoinRequestId>,
) -> Result<Json<JoinRequestView>, Problem> {
    answer(&state, AnswerJoin { policy: &state.services.policy, caller, of, id, accept_as: None }).await
}

async fn answer(state: &HttpState, action: AnswerJoin<'_>) -> Result<Json<JoinRequestView>, Problem> {
    Ok(Json(JoinRequestView::of(state.services.store.run(&action).await?)))
}
