//! Members.

use sea_orm::QueryResult;

use crate::{
    domain::{
        failure::Failure,
        ids::{OrganisationId, UserId},
        person::{MemberRole, Person},
    },
    store::{Access, Unit, people, sql},
};

/// A member of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person; their version is that of the person, not of the membership.
    pub person: Person,
    /// What they may do for it.
    pub role: MemberRole,
    /// Rises with each change of the role.
    pub version: i64,
}

const SELECT: &str = "SELECT u.id, u.email, u.name, u.locale, u.phone, u.version, m.role, m.version AS member_version
    FROM memberships m JOIN users u ON u.id = m.user_id";

/// A page of members by name, after the one named by `after`.
pub async fn members<A: Access>(
    access: &A,
    of: OrganisationId,
    after: Option<&(String, UserId)>,
    limit: u64,
) -> Result<Vec<Member>, Failure> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = match after {
        None => {
            let text = format!("{SELECT} WHERE m.organisation_id = $1 ORDER BY u.name, u.id LIMIT $2");
            sql::all(access, &text, sql::values![of.0, limit]).await?
        }
        Some((name, id)) => {
            let text = format!(
                "{SELECT} WHERE m.organisation_id = $1 AND (u.name > $3 OR (u.name = $3 AND u.id > $4))
                 ORDER BY u.name, u.id LIMIT $2"
            );
            sql::all(access, &text, sql::values![of.0, limit, name.as_str(), id.0]).await?
        }
    };
    rows.iter().map(read).collect()
}

/// A member.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn member<A: Access>(access: &A, of: OrganisationId, user: UserId) -> Result<Member, Failure> {
    let text = format!("{SELECT} WHERE m.organisation_id = $1 AND m.user_id = $2");
    read(&sql::first(access, &text, sql::values![of.0, user.0]).await?.ok_or(Failure::NotFound)?)
}

/// The admins: at most 100, whom letters go to.
pub async fn admins<A: Access>(access: &A, of: OrganisationId) -> Result<Vec<Member>, Failure> {
    let text = format!("{SELECT} WHERE m.organisation_id = $1 AND m.role = $2 ORDER BY u.name, u.id LIMIT 100");
    let rows = sql::all(access, &text, sql::values![of.0, MemberRole::Admin.as_str()]).await?;
    rows.iter().map(read).collect()
}

/// How many admins there are.
pub async fn count_admins<A: Access>(access: &A, of: OrganisationId) -> Result<i64, Failure> {
    let text = "SELECT count(*) AS n FROM memberships WHERE organisation_id = $1 AND role = $2";
    sql::get(&sql::one(access, text, sql::values![of.0, MemberRole::Admin.as_str()]).await?, "n")
}

/// Makes somebody a member; false where they were one.
pub async fn add_member(unit: &Unit, to: OrganisationId, user: UserId, role: MemberRole) -> Result<bool, Failure> {
    let text = "INSERT INTO memberships (organisation_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    let values = sql::values![to.0, user.0, role.as_str(), unit.now().epoch_seconds()];
    Ok(sql::execute(unit, text, values).await? == 1)
}

/// Gives a member another role; the organisation is held.
pub async fn set_role(unit: &Unit, of: OrganisationId, user: UserId, role: MemberRole) -> Result<(), Failure> {
    let text = "UPDATE memberships SET role = $1, version = version + 1 WHERE organisation_id = $2 AND user_id = $3";
    sql::execute(unit, text, sql::values![role.as_str(), of.0, user.0]).await?;
    Ok(())
}

/// Ends a membership; the organisation is held.
pub async fn remove_member(unit: &Unit, of: OrganisationId, user: UserId) -> Result<(), Failure> {
    let text = "DELETE FROM memberships WHERE organisation_id = $1 AND user_id = $2";
    sql::execute(unit, text, sql::values![of.0, user.0]).await?;
    Ok(())
}

fn read(row: &QueryResult) -> Result<Member, Failure> {
    Ok(Member {
        person: people::person(row)?,
        role: sql::word(row, "role", MemberRole::parse)?,
        version: sql::get(row, "member_version")?,
    })
}
