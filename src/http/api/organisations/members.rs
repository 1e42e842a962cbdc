//! GET, POST and DELETE /organisations/{id}/members, and GET, PATCH and DELETE of one.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::invitations::InvitationView;
use crate::{
    actions::organisations::{
        appoint::Appoint,
        invite::Invite,
        members::{ChangeRole, EndMembership},
    },
    auth::Caller,
    domain::{
        email::EmailAddress,
        failure::{Failure, Fault},
        ids::{OrganisationId, UserId},
        person::MemberRole,
    },
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing},
        cursor,
        extract::{
            Body, Id, IdempotencyKey, Ids, IfMatch, Params,
            idempotency::{self, created},
            params::{self, Paging},
        },
        problem::{Problem, ProblemBody},
        render::{Page, headers},
    },
    store::{
        idempotency::Answer,
        organisations::{self, Member},
    },
};

/// A member of an organisation.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MemberView {
    user_id: UserId,
    name: String,
    /// Mail address; admins and staff see it, and everybody their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// What they may do for the organisation.
    role: MemberRole,
}

impl MemberView {
    fn of(member: Member, organisation: OrganisationId, caller: &Caller) -> Self {
        let Member { person, role, .. } = member;
        let seen = caller.may_see_contacts(organisation) || caller.id == person.id;
        Self { user_id: person.id, name: person.name, email: seen.then_some(person.email), role }
    }
}

/// Whom to add: an address is invited; a person is appointed by staff.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct AddMemberRequest {
    /// Mail address of whom to invite.
    #[serde(default)]
    #[schema(example = "an.peeters@example.org")]
    email: Option<String>,
    /// The person to appoint, by staff.
    #[serde(default)]
    user_id: Option<UserId>,
    /// What they will be.
    role: MemberRole,
}

/// Who leaves.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LeaveQuery {
    /// The member; the caller where absent.
    user_id: Option<UserId>,
}

/// A role to give.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct RoleRequest {
    /// What they will be.
    role: MemberRole,
}

/// List members
///
/// By name; for members and staff.
#[utoipa::path(
    get, path = "/organisations/{id}/members", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"), Paging),
    responses((status = 200, description = "A page of members", body = Page<MemberView>), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn list_members(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<OrganisationId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<MemberView>>, Problem> {
    let store = &state.services.store;
    organisations::get(store, id).await?;
    caller.needs(caller.may_see_members(id))?;
    let limit = params::limit(paging.limit)?;
    let after = paging.cursor.as_deref().map(cursor::decode::<(String, Uuid)>).transpose()?;
    let after = after.map(|(name, user)| (name, UserId(user)));
    let found = organisations::members(store, id, after.as_ref(), limit + 1).await?;
    let page = cursor::first_of(
        found,
        limit,
        |member| (member.person.name.clone(), member.person.id.0),
        |member| MemberView::of(member, id, &caller),
    )?;
    Ok(Json(page))
}

/// Invite or appoint somebody
///
/// Admins invite an address, which is answered alike whether or not it is known: whoever reads the mail decides. Where
/// there is no admin, or one only, the desk invites or appoints an admin as successor; administrators appoint anybody.
#[utoipa::path(
    post, path = "/organisations/{id}/members", tag = "organisations", request_body = AddMemberRequest,
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes sending again harmless")),
    responses(
        (status = 201, description = "Appointed", body = MemberView,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        (status = 202, description = "Invited", body = InvitationView),
        (status = 409, description = "The first request with this idempotency key is under way", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn add_member(
    State(state): State<HttpState>,
    caller: Caller,
    Id(to): Id<OrganisationId>,
    key: IdempotencyKey,
    body: Body<AddMemberRequest>,
) -> Result<Response, Problem> {
    let AddMemberRequest { email, user_id, role } = body.value;
    let answer = match (email, user_id) {
        (Some(email), None) => {
            let email = EmailAddress::parse(&email).ok_or_else(|| {
                Failure::invalid("/email", "email", "A mail address is written like an.peeters@example.org.")
            })?;
            let action = Invite { policy: &state.services.policy, caller: caller.clone(), to, email, role };
            idempotency::create(&state, &caller, key, &body.hash, &action, |invitation| {
                let body = serde_json::to_string(&InvitationView::of(invitation.clone()));
                Ok(Answer {
                    status: StatusCode::ACCEPTED.as_u16(),
                    location: None,
                    etag: None,
                    body: body.map_err(|fault| Failure::Internal(fault.to_string()))?,
                })
            })
            .await?
        }
        (None, Some(user)) => {
            let action = Appoint { caller: caller.clone(), to, user, role };
            idempotency::create(&state, &caller, key, &body.hash, &action, |member| {
                let place = format!("/api/v1/organisations/{to}/members/{user}");
                created(place, Some(member.version), &MemberView::of(member.clone(), to, &caller))
            })
            .await?
        }
        _ => {
            let fault = |pointer| Fault::new(pointer, "one_of", "Give either a mail address or a person.");
            return Err(Failure::Invalid(vec![fault("/email"), fault("/user_id")]).into());
        }
    };
    Ok(answer.into_response())
}

/// Leave an organisation
///
/// The caller leaves, or an admin ends the membership of another. The last admin can't.
#[utoipa::path(
    delete, path = "/organisations/{id}/members", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"), LeaveQuery),
    responses(
        (status = 204, description = "No member any more"),
        (status = 409, description = "The last admin", body = ProblemBody, content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn leave(
    State(state): State<HttpState>,
    caller: Caller,
    Id(of): Id<OrganisationId>,
    Params(query): Params<LeaveQuery>,
) -> Result<StatusCode, Problem> {
    let user = query.user_id.unwrap_or(caller.id);
    state.services.store.run(&EndMembership { caller, of, user }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Show a member
#[utoipa::path(
    get, path = "/organisations/{id}/members/{user_id}", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("user_id" = UserId, Path, description = "The member")),
    responses(
        (status = 200, description = "The member", body = MemberView,
            headers(("ETag" = String, description = "Its version"))),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn show_member(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, user): Ids<OrganisationId, UserId>,
) -> Result<impl IntoResponse, Problem> {
    let store = &state.services.store;
    organisations::get(store, of).await?;
    caller.needs(caller.may_see_members(of))?;
    let member = organisations::member(store, of, user).await?;
    Ok((headers(Some(member.version), None), Json(MemberView::of(member, of, &caller))))
}

/// Give a member another role
///
/// By an admin. The last admin stays one.
#[utoipa::path(
    patch, path = "/organisations/{id}/members/{user_id}", tag = "organisations", request_body = RoleRequest,
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("user_id" = UserId, Path, description = "The member"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = MemberView,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "The last admin", body = ProblemBody, content_type = "application/problem+json"),
        OfThing, OfRight, OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn change_member(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, user): Ids<OrganisationId, UserId>,
    if_match: IfMatch,
    body: Body<RoleRequest>,
) -> Result<impl IntoResponse, Problem> {
    let condition = if_match.required()?;
    let action = ChangeRole { caller: caller.clone(), of, user, condition, role: body.value.role };
    let member = state.services.store.run(&action).await?;
    Ok((headers(Some(member.version), None), Json(MemberView::of(member, of, &caller))))
}

/// End a membership
///
/// One's own, or as an admin that of another. The last admin can't leave.
#[utoipa::path(
    delete, path = "/organisations/{id}/members/{user_id}", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("user_id" = UserId, Path, description = "The member")),
    responses(
        (status = 204, description = "No member any more"),
        (status = 409, description = "The last admin", body = ProblemBody, content_type = "application/problem+json"),
        OfThing, OfRight,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn remove_member(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, user): Ids<OrganisationId, UserId>,
) -> Result<StatusCode, Problem> {
    state.services.store.run(&EndMembership { caller, of, user }).await?;
    Ok(StatusCode::NO_CONTENT)
}
