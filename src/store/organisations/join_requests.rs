//! Who asks to join.

use sea_orm::QueryResult;

use crate::{
    domain::{
        failure::Failure,
        ids::{JoinRequestId, OrganisationId, UserId},
        person::Person,
        time::Instant,
    },
    store::{Access, Unit, people, sql},
};

/// A request to join an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// Identifier.
    pub id: JoinRequestId,
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Who asks.
    pub person: Person,
    /// In their own words.
    pub message: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// What was answered.
    pub accepted: Option<bool>,
}

const SELECT: &str = "SELECT u.id, u.email, u.name, u.locale, u.phone, u.version, j.id AS request_id,
        j.organisation_id, j.message, j.created_at, j.accepted
    FROM join_requests j JOIN users u ON u.id = j.user_id";

/// Writes a request; the organisation is held and the person has no other that is open.
pub async fn ask_to_join(
    unit: &Unit,
    id: JoinRequestId,
    to: OrganisationId,
    user: UserId,
    message: Option<&str>,
) -> Result<JoinRequest, Failure> {
    let text = "INSERT INTO join_requests (id, organisation_id, user_id, message, created_at)
        VALUES ($1, $2, $3, $4, $5)";
    let values = sql::values![id.0, to.0, user.0, message, unit.now().epoch_seconds()];
    sql::execute(unit, text, values).await?;
    join_request(unit, to, id).await
}

/// The open request of a person, where they have one.
pub async fn open_request<A: Access>(
    access: &A,
    to: OrganisationId,
    user: UserId,
) -> Result<Option<JoinRequest>, Failure> {
    let text = format!("{SELECT} WHERE j.organisation_id = $1 AND j.user_id = $2 AND j.answered_at IS NULL");
    let found = sql::first(access, &text, sql::values![to.0, user.0]).await?;
    found.as_ref().map(request).transpose()
}

/// Holds a request until the unit ends.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn hold_join_request(unit: &Unit, to: OrganisationId, id: JoinRequestId) -> Result<JoinRequest, Failure> {
    let text = unit.engine().pick(
        "SELECT id FROM join_requests WHERE id = $1 FOR NO KEY UPDATE",
        "SELECT id FROM join_requests WHERE id = $1",
    );
    sql::first(unit, text, sql::values![id.0]).await?;
    join_request(unit, to, id).await
}

/// Answers a request that is held and open.
pub async fn answer_join_request(unit: &Unit, id: JoinRequestId, accepted: bool, by: UserId) -> Result<(), Failure> {
    let text = "UPDATE join_requests SET answered_at = $1, accepted = $2, answered_by = $3 WHERE id = $4";
    sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), accepted, by.0, id.0]).await?;
    Ok(())
}

/// A page of open requests, oldest first, after the one named by `after`.
pub async fn join_requests<A: Access>(
    access: &A,
    to: OrganisationId,
    after: Option<JoinRequestId>,
    limit: u64,
) -> Result<Vec<JoinRequest>, Failure> {
    let text =
        format!("{SELECT} WHERE j.organisation_id = $1 AND j.answered_at IS NULL AND j.id > $2 ORDER BY j.id LIMIT $3");
    let after = after.map_or(uuid::Uuid::nil(), |id| id.0);
    let values = sql::values![to.0, after, i64::try_from(limit).unwrap_or(i64::MAX)];
    sql::all(access, &text, values).await?.iter().map(request).collect()
}

/// A request.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn join_request<A: Access>(
    access: &A,
    to: OrganisationId,
    id: JoinRequestId,
) -> Result<JoinRequest, Failure> {
    let text = format!("{SELECT} WHERE j.id = $1 AND j.organisation_id = $2");
    request(&sql::first(access, &text, sql::values![id.0, to.0]).await?.ok_or(Failure::NotFound)?)
}

fn request(row: &QueryResult) -> Result<JoinRequest, Failure> {
    Ok(JoinRequest {
        id: JoinRequestId(sql::get(row, "request_id")?),
        organisation_id: OrganisationId(sql::get(row, "organisation_id")?),
        person: people::person(row)?,
        message: sql::get(row, "message")?,
        created_at: Instant::from_epoch_seconds(sql::get(row, "created_at")?),
        accepted: sql::get(row, "accepted")?,
    })
}
