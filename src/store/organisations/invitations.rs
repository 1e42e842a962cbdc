//! Who is invited.

use sea_orm::QueryResult;

use crate::{
    domain::{
        failure::Failure,
        ids::{InvitationId, OrganisationId, UserId},
        person::MemberRole,
        time::Instant,
    },
    store::{Access, Unit, sql},
};

/// An invitation to join an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Identifier.
    pub id: InvitationId,
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Who is invited.
    pub email: String,
    /// What they will be.
    pub role: MemberRole,
    /// When it was made.
    pub created_at: Instant,
    /// When it lapses.
    pub expires_at: Instant,
}

/// Invites an address; the organisation is held. One that is invited already is invited anew: with this role, until then.
pub async fn invite(unit: &Unit, new: &Invitation, by: UserId) -> Result<Invitation, Failure> {
    let text = "INSERT INTO invitations (id, organisation_id, email, role, invited_by, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (organisation_id, email) DO UPDATE SET role = excluded.role, invited_by = excluded.invited_by,
            created_at = excluded.created_at, expires_at = excluded.expires_at, accepted_at = NULL
        RETURNING *";
    let values = sql::values![
        new.id.0,
        new.organisation_id.0,
        new.email.as_str(),
        new.role.as_str(),
        by.0,
        new.created_at.epoch_seconds(),
        new.expires_at.epoch_seconds(),
    ];
    read(&sql::one(unit, text, values).await?)
}

/// The organisation that an invitation is to.
pub async fn inviting<A: Access>(access: &A, id: InvitationId) -> Result<Option<OrganisationId>, Failure> {
    let found = sql::first(access, "SELECT organisation_id FROM invitations WHERE id = $1", sql::values![id.0]).await?;
    found.map(|row| Ok(OrganisationId(sql::get(&row, "organisation_id")?))).transpose()
}

/// An invitation that is open at the unit's time; the organisation is held.
pub async fn invitation(unit: &Unit, id: InvitationId) -> Result<Option<Invitation>, Failure> {
    let text = "SELECT * FROM invitations WHERE id = $1 AND accepted_at IS NULL AND expires_at > $2";
    let found = sql::first(unit, text, sql::values![id.0, unit.now().epoch_seconds()]).await?;
    found.as_ref().map(read).transpose()
}

/// Notes that an invitation was accepted.
pub async fn accept_invitation(unit: &Unit, id: InvitationId) -> Result<(), Failure> {
    let text = "UPDATE invitations SET accepted_at = $1 WHERE id = $2";
    sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), id.0]).await?;
    Ok(())
}

/// A page of the invitations that are open at `now`, oldest first, after the one named by `after`.
pub async fn invitations<A: Access>(
    access: &A,
    of: OrganisationId,
    now: Instant,
    after: Option<InvitationId>,
    limit: u64,
) -> Result<Vec<Invitation>, Failure> {
    let text = "SELECT * FROM invitations
        WHERE organisation_id = $1 AND accepted_at IS NULL AND expires_at > $2 AND id > $3 ORDER BY id LIMIT $4";
    let after = after.map_or(uuid::Uuid::nil(), |id| id.0);
    let values = sql::values![of.0, now.epoch_seconds(), after, i64::try_from(limit).unwrap_or(i64::MAX)];
    sql::all(access, text, values).await?.iter().map(read).collect()
}

/// Withdraws an invitation that was not accepted; false where there is none.
pub async fn withdraw_invitation(unit: &Unit, of: OrganisationId, id: InvitationId) -> Result<bool, Failure> {
    let text = "DELETE FROM invitations WHERE id = $1 AND organisation_id = $2 AND accepted_at IS NULL";
    Ok(sql::execute(unit, text, sql::values![id.0, of.0]).await? == 1)
}

fn read(row: &QueryResult) -> Result<Invitation, Failure> {
    Ok(Invitation {
        id: InvitationId(sql::get(row, "id")?),
        organisation_id: OrganisationId(sql::get(row, "organisation_id")?),
        email: sql::get(row, "email")?,
        role: sql::word(row, "role", MemberRole::parse)?,
        created_at: Instant::from_epoch_seconds(sql::get(row, "created_at")?),
        expires_at: Instant::from_epoch_seconds(sql::get(row, "expires_at")?),
    })
}
