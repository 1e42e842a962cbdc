//! Centres.

use sea_orm::Value;

use super::one_changed;
use crate::{
    domain::{
        centre::Centre,
        failure::Failure,
        ids::{CentreId, OrganisationId},
    },
    store::{Access, Unit, catalogue, sql},
};

/// The columns in the order of [`values`].
const COLUMNS: [&str; 23] = [
    "id",
    "name",
    "kind",
    "state",
    "neighbourhood_code",
    "locality",
    "street",
    "postal_code",
    "city",
    "latitude",
    "longitude",
    "position",
    "timezone",
    "contact_email",
    "phone",
    "out_of_hours_phone",
    "host_organisation_id",
    "opens_on",
    "closes_on",
    "replaced_by",
    "opening_hours",
    "exceptions",
    "version",
];

fn values(centre: &Centre) -> Result<[Value; 23], Failure> {
    let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    Ok(sql::values![
        centre.id.0,
        centre.name.as_str(),
        centre.kind.as_str(),
        centre.state.as_str(),
        centre.neighbourhood_code.as_deref(),
        centre.locality.as_deref(),
        centre.address.street.as_deref(),
        centre.address.postal_code.as_deref(),
        centre.address.city.as_deref(),
        centre.latitude,
        centre.longitude,
        centre.position.as_str(),
        centre.timezone.name(),
        centre.contact_email.as_deref(),
        centre.phone.as_deref(),
        centre.out_of_hours_phone.as_deref(),
        centre.host_organisation_id.map(|id| id.0),
        date(centre.opens_on),
        date(centre.closes_on),
        centre.replaced_by.map(|id| id.0),
        sql::to_json(&centre.opening_hours)?,
        sql::to_json(&centre.exceptions)?,
        centre.version,
    ])
}

/// Writes a new centre.
pub async fn insert_centre(unit: &Unit, centre: &Centre) -> Result<(), Failure> {
    let text = format!(
        "INSERT INTO centres ({}, created_at) VALUES ({})",
        COLUMNS.join(", "),
        sql::marks(1, COLUMNS.len() + 1)
    );
    let created_at = sql::values![unit.now().epoch_seconds()];
    sql::execute(unit, &text, values(centre)?.into_iter().chain(created_at)).await?;
    catalogue::touch(unit).await
}

/// Writes a centre over the version before it: `centre.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn update_centre(unit: &Unit, centre: &Centre) -> Result<(), Failure> {
    let text = format!("UPDATE centres SET {} WHERE id = $24 AND version = $25", sql::sets(&COLUMNS));
    let which = sql::values![centre.id.0, centre.version - 1];
    one_changed(sql::execute(unit, &text, values(centre)?.into_iter().chain(which)).await?)?;
    catalogue::touch(unit).await
}

/// Whether there is such a centre.
pub async fn centre_exists<A: Access>(access: &A, id: CentreId) -> Result<bool, Failure> {
    let found = sql::first(access, "SELECT 1 AS n FROM centres WHERE id = $1", sql::values![id.0]).await?;
    Ok(found.is_some())
}

/// Whether there is such an organisation, to be the host of a centre.
pub async fn organisation_exists<A: Access>(access: &A, id: OrganisationId) -> Result<bool, Failure> {
    let found = sql::first(access, "SELECT 1 AS n FROM organisations WHERE id = $1", sql::values![id.0]).await?;
    Ok(found.is_some())
}
