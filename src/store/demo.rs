//! What the demo writes that nobody else writes this way.

use super::{Access, Unit, sql};
use crate::domain::{
    failure::Failure,
    ids::{KeyHolderId, OrganisationId, UserId},
    organisation::Organisation,
    person::MemberRole,
};

/// Whether there is no centre yet.
pub async fn is_empty<A: Access>(access: &A) -> Result<bool, Failure> {
    Ok(sql::first(access, "SELECT id FROM centres LIMIT 1", []).await?.is_none())
}

/// Whether there are people of the demo, whose password everybody knows.
pub async fn has_people<A: Access>(access: &A) -> Result<bool, Failure> {
    let text = "SELECT id FROM users WHERE email LIKE '%@demo.lokaal' LIMIT 1";
    Ok(sql::first(access, text, []).await?.is_some())
}

/// Writes an organisation as it is, verified where it says so.
pub async fn insert_organisation(unit: &Unit, organisation: &Organisation) -> Result<(), Failure> {
    sql::execute(
        unit,
        "INSERT INTO organisations (id, name, kind, tariff_category, priority_class, neighbourhood_code, contact_email,
            verified, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        sql::values![
            organisation.id.0,
            organisation.name.as_str(),
            organisation.kind.as_str(),
            organisation.tariff_category.as_deref(),
            organisation.priority_class.as_str(),
            organisation.neighbourhood_code.as_deref(),
            organisation.contact_email.as_str(),
            organisation.verified,
            unit.now().epoch_seconds(),
        ],
    )
    .await?;
    Ok(())
}

/// Writes a membership.
pub async fn insert_member(unit: &Unit, of: OrganisationId, user: UserId, role: MemberRole) -> Result<(), Failure> {
    let text = "INSERT INTO memberships (organisation_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)";
    let values = sql::values![of.0, user.0, role.as_str(), unit.now().epoch_seconds()];
    sql::execute(unit, text, values).await?;
    Ok(())
}

/// Writes a key-holder.
pub async fn insert_key_holder(
    unit: &Unit,
    of: OrganisationId,
    user: UserId,
    name: &str,
    phone: &str,
) -> Result<(), Failure> {
    let id = KeyHolderId::new(unit.now());
    let text = "INSERT INTO key_holders (id, organisation_id, user_id, name, phone, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = sql::values![id.0, of.0, user.0, name, phone, unit.now().epoch_seconds()];
    sql::execute(unit, text, values).await?;
    Ok(())
}
