//! GET /organisations/{id}/invitations, and DELETE of one.

use axum::{Json, extract::State, http::StatusCode};
use chrono_tz::Tz;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    actions::organisations::invite::Withdraw,
    auth::Caller,
    domain::{
        ids::{InvitationId, OrganisationId},
        person::MemberRole,
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        cursor,
        extract::{
            Id, Ids, Params,
            params::{self, Paging},
        },
        problem::Problem,
        render::{Page, moment},
    },
    store::organisations::{self, Invitation},
};

/// An invitation to an organisation.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct InvitationView {
    id: InvitationId,
    /// Who is invited.
    email: String,
    /// What they will be.
    role: MemberRole,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it lapses.
    #[schema(format = DateTime)]
    expires_at: String,
}

impl InvitationView {
    pub(super) fn of(invitation: Invitation) -> Self {
        Self {
            id: invitation.id,
            email: invitation.email,
            role: invitation.role,
            created_at: moment(invitation.created_at, Tz::UTC),
            expires_at: moment(invitation.expires_at, Tz::UTC),
        }
    }
}

/// List invitations
///
/// Those that are open, oldest first; for admins.
#[utoipa::path(
    get, path = "/organisations/{id}/invitations", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"), Paging),
    responses((status = 200, description = "A page of invitations", body = Page<InvitationView>), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn list_invitations(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<OrganisationId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<InvitationView>>, Problem> {
    let services = &state.services;
    organisations::get(&services.store, id).await?;
    caller.needs(caller.may_manage(id))?;
    let limit = params::limit(paging.limit)?;
    let after = paging.cursor.as_deref().map(cursor::decode::<Uuid>).transpose()?.map(InvitationId);
    let found = organisations::invitations(&services.store, id, services.now(), after, limit + 1).await?;
    Ok(Json(cursor::first_of(found, limit, |invitation| invitation.id.0, InvitationView::of)?))
}

/// Withdraw an invitation
#[utoipa::path(
    delete, path = "/organisations/{id}/invitations/{invitation_id}", tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation"),
        ("invitation_id" = InvitationId, Path, description = "The invitation")),
    responses((status = 204, description = "Withdrawn"), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn withdraw_invitation(
    State(state): State<HttpState>,
    caller: Caller,
    Ids(of, id): Ids<OrganisationId, InvitationId>,
) -> Result<StatusCode, Problem> {
    state.services.store.run(&Withdraw { caller, of, id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
