//! Organisations in the database: themselves, their members, who is invited and who asks to join, their key-holders.

mod invitations;
mod join_requests;
mod key_holders;
mod members;
mod merge;

use sea_orm::QueryResult;

pub use invitations::{Invitation, accept_invitation, invitation, invitations, invite, inviting, withdraw_invitation};
pub use join_requests::{
    JoinRequest, answer_join_request, ask_to_join, hold_join_request, join_request, join_requests, open_request,
};
pub(super) use key_holders::training;
pub use key_holders::{
    KeyHolder, add_key_holder, coming_bookings, end_key_holder, hold_key_holder, key_holder, key_holders,
    train_key_holder, who_open,
};
pub use members::{Member, add_member, admins, count_admins, member, members, remove_member, set_role};
pub use merge::{hold_for_merge, hosts, move_all, note_merged};

use super::{Access, Unit, sql};
use crate::domain::{
    failure::Failure,
    ids::OrganisationId,
    organisation::{Organisation, OrganisationKind},
};

/// An organisation, also one that was merged into another.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: OrganisationId) -> Result<Organisation, Failure> {
    let found = sql::first(access, "SELECT * FROM organisations WHERE id = $1", sql::values![id.0]).await?;
    organisation(&found.ok_or(Failure::NotFound)?)
}

/// Holds an organisation until the unit ends: what concerns its members happens one at a time.
///
/// # Errors
/// [`Failure::NotFound`], also where it was merged into another.
pub async fn hold(unit: &Unit, id: OrganisationId) -> Result<Organisation, Failure> {
    let text = unit.engine().pick(
        "SELECT * FROM organisations WHERE id = $1 FOR NO KEY UPDATE",
        "SELECT * FROM organisations WHERE id = $1",
    );
    let found = sql::first(unit, text, sql::values![id.0]).await?;
    let held = organisation(&found.ok_or(Failure::NotFound)?)?;
    if held.merged_into.is_none() { Ok(held) } else { Err(Failure::NotFound) }
}

/// Writes a new organisation.
pub async fn insert(unit: &Unit, new: &Organisation) -> Result<(), Failure> {
    sql::execute(
        unit,
        "INSERT INTO organisations (id, name, kind, tariff_category, priority_class, neighbourhood_code, contact_email,
            verified, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        sql::values![
            new.id.0,
            new.name.as_str(),
            new.kind.as_str(),
            new.tariff_category.as_deref(),
            new.priority_class.as_str(),
            new.neighbourhood_code.as_deref(),
            new.contact_email.as_str(),
            new.verified,
            unit.now().epoch_seconds(),
            new.version,
        ],
    )
    .await?;
    Ok(())
}

/// Writes an organisation over itself, with the version that it has now; the row is held.
pub async fn update(unit: &Unit, changed: &Organisation) -> Result<(), Failure> {
    sql::execute(
        unit,
        "UPDATE organisations SET name = $1, kind = $2, tariff_category = $3, priority_class = $4,
            neighbourhood_code = $5, contact_email = $6, verified = $7, version = $8 WHERE id = $9",
        sql::values![
            changed.name.as_str(),
            changed.kind.as_str(),
            changed.tariff_category.as_deref(),
            changed.priority_class.as_str(),
            changed.neighbourhood_code.as_deref(),
            changed.contact_email.as_str(),
            changed.verified,
            changed.version,
            changed.id.0,
        ],
    )
    .await?;
    Ok(())
}

/// A page of organisations by name, those left out that were merged into another, after the one named by `after`; with
/// `text` those that have it in their name.
pub async fn list<A: Access>(
    access: &A,
    text: Option<&str>,
    after: Option<&(String, OrganisationId)>,
    limit: u64,
) -> Result<Vec<Organisation>, Failure> {
    let mut values = sql::values![i64::try_from(limit).unwrap_or(i64::MAX)].to_vec();
    let mut conditions = vec!["merged_into IS NULL".to_owned()];
    if let Some(text) = text {
        values.push(sql::containing(text).into());
        conditions.push(format!("lower(name) LIKE ${} ESCAPE '\\'", values.len()));
    }
    if let Some((name, id)) = after {
        values.extend(sql::values![name.as_str(), id.0]);
        let (name, id) = (values.len() - 1, values.len());
        conditions.push(format!("(name > ${name} OR (name = ${name} AND id > ${id}))"));
    }
    let text = format!("SELECT * FROM organisations WHERE {} ORDER BY name, id LIMIT $1", conditions.join(" AND "));
    sql::all(access, &text, values).await?.iter().map(organisation).collect()
}

/// Whether there is a neighbourhood with this code.
pub async fn is_neighbourhood<A: Access>(access: &A, code: &str) -> Result<bool, Failure> {
    let found = sql::first(access, "SELECT code FROM neighbourhoods WHERE code = $1", sql::values![code]).await?;
    Ok(found.is_some())
}

fn organisation(row: &QueryResult) -> Result<Organisation, Failure> {
    Ok(Organisation {
        id: OrganisationId(sql::get(row, "id")?),
        name: sql::get(row, "name")?,
        kind: sql::word(row, "kind", OrganisationKind::parse)?,
        tariff_category: sql::get(row, "tariff_category")?,
        priority_class: sql::get(row, "priority_class")?,
        neighbourhood_code: sql::get(row, "neighbourhood_code")?,
        contact_email: sql::get(row, "contact_email")?,
        verified: sql::get(row, "verified")?,
        merged_into: sql::get::<Option<uuid::Uuid>>(row, "merged_into")?.map(OrganisationId),
        version: sql::get(row, "version")?,
    })
}
