//! Volunteers who may open a centre when no staff is there.

use std::collections::{BTreeSet, HashMap};

use sea_orm::QueryResult;

use crate::{
    domain::{
        failure::{Failure, Use},
        ids::{KeyHolderId, OrganisationId, UserId},
        rota::Training,
        time::Instant,
    },
    store::{Access, Unit, sql},
};

/// A key-holder of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHolder {
    /// Identifier.
    pub id: KeyHolderId,
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Their account, where they have one.
    pub user_id: Option<UserId>,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// When they were trained, and until when it holds.
    pub training: Training,
}

/// The key-holders of an organisation at this moment, by name: at most 1000.
pub async fn key_holders<A: Access>(access: &A, of: OrganisationId) -> Result<Vec<KeyHolder>, Failure> {
    let text = "SELECT * FROM key_holders WHERE organisation_id = $1 AND ended_at IS NULL ORDER BY name, id LIMIT 1000";
    sql::all(access, text, sql::values![of.0]).await?.iter().map(read).collect()
}

/// A key-holder of now.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn key_holder<A: Access>(access: &A, of: OrganisationId, id: KeyHolderId) -> Result<KeyHolder, Failure> {
    let text = "SELECT * FROM key_holders WHERE id = $1 AND organisation_id = $2 AND ended_at IS NULL";
    read(&sql::first(access, text, sql::values![id.0, of.0]).await?.ok_or(Failure::NotFound)?)
}

/// Name and telephone of those who open, also where they are key-holders no more.
pub async fn who_open<A: Access>(
    access: &A,
    ids: impl IntoIterator<Item = KeyHolderId>,
) -> Result<HashMap<KeyHolderId, (String, String)>, Failure> {
    let ids: BTreeSet<KeyHolderId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("SELECT id, name, phone FROM key_holders WHERE id IN ({})", sql::marks(1, ids.len()));
    let rows = sql::all(access, &text, ids.into_iter().map(|id| id.0.into())).await?;
    rows.iter()
        .map(|row| Ok((KeyHolderId(sql::get(row, "id")?), (sql::get(row, "name")?, sql::get(row, "phone")?))))
        .collect()
}

/// Names a key-holder.
pub async fn add_key_holder(unit: &Unit, new: &KeyHolder) -> Result<(), Failure> {
    let text = "INSERT INTO key_holders (id, organisation_id, user_id, name, phone, created_at, trained_on,
            valid_until)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = sql::values![
        new.id.0,
        new.organisation_id.0,
        new.user_id.map(|id| id.0),
        new.name.as_str(),
        new.phone.as_str(),
        unit.now().epoch_seconds(),
        new.training.trained_on.to_string(),
        new.training.valid_until.map(|date| date.to_string()),
    ];
    sql::execute(unit, text, values).await?;
    Ok(())
}

/// Notes when a key-holder was trained.
pub async fn train_key_holder(unit: &Unit, id: KeyHolderId, training: Training) -> Result<(), Failure> {
    let text = "UPDATE key_holders SET trained_on = $1, valid_until = $2 WHERE id = $3";
    let until = training.valid_until.map(|date| date.to_string());
    sql::execute(unit, text, sql::values![training.trained_on.to_string(), until, id.0]).await?;
    Ok(())
}

/// Holds a key-holder of now until the unit ends: no booking that is being made names them meanwhile.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn hold_key_holder(unit: &Unit, of: OrganisationId, id: KeyHolderId) -> Result<KeyHolder, Failure> {
    let text = unit.engine().pick(
        "SELECT * FROM key_holders WHERE id = $1 AND organisation_id = $2 AND ended_at IS NULL FOR UPDATE",
        "SELECT * FROM key_holders WHERE id = $1 AND organisation_id = $2 AND ended_at IS NULL",
    );
    read(&sql::first(unit, text, sql::values![id.0, of.0]).await?.ok_or(Failure::NotFound)?)
}

/// Notes that somebody is a key-holder no more.
pub async fn end_key_holder(unit: &Unit, id: KeyHolderId) -> Result<(), Failure> {
    let text = "UPDATE key_holders SET ended_at = $1 WHERE id = $2";
    sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), id.0]).await?;
    Ok(())
}

/// The coming bookings that name a key-holder: at most 100.
pub async fn coming_bookings(unit: &Unit, id: KeyHolderId) -> Result<Vec<Use>, Failure> {
    let text = "SELECT id, reference FROM bookings WHERE key_holder_id = $1 AND ends_at > $2
        AND status IN ('requested', 'held', 'confirmed') ORDER BY starts_at, id LIMIT 100";
    let rows = sql::all(unit, text, sql::values![id.0, unit.now().epoch_seconds()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Use { kind: "booking", id: sql::get(row, "id")?, reference: sql::get(row, "reference")?, why: None })
        })
        .collect()
}

fn read(row: &QueryResult) -> Result<KeyHolder, Failure> {
    Ok(KeyHolder {
        id: KeyHolderId(sql::get(row, "id")?),
        organisation_id: OrganisationId(sql::get(row, "organisation_id")?),
        user_id: sql::get::<Option<uuid::Uuid>>(row, "user_id")?.map(UserId),
        name: sql::get(row, "name")?,
        phone: sql::get(row, "phone")?,
        training: training(row)?,
    })
}

/// When a key-holder was trained: where that was not noted, when they were named.
pub(in crate::store) fn training(row: &QueryResult) -> Result<Training, Failure> {
    let named = || -> Result<_, Failure> {
        let created_at = Instant::from_epoch_seconds(sql::get(row, "created_at")?);
        Ok(created_at.to_utc().date_naive())
    };
    let trained_on = sql::date(row, "trained_on")?.map_or_else(named, Ok)?;
    Ok(Training { trained_on, valid_until: sql::date(row, "valid_until")? })
}
