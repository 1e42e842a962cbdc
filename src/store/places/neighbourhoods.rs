//! Neighbourhoods, by their official code.

use crate::{
    domain::{centre::Neighbourhood, failure::Failure},
    store::{Access, Unit, catalogue, sql},
};

/// Writes a new neighbourhood.
///
/// # Errors
/// [`Failure::Duplicate`] where its code is there already.
pub async fn insert_neighbourhood(unit: &Unit, neighbourhood: &Neighbourhood) -> Result<(), Failure> {
    sql::execute(
        unit,
        "INSERT INTO neighbourhoods (code, name, latitude, longitude, area_km2, population, statistical_sectors)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        sql::values![
            neighbourhood.code.as_str(),
            neighbourhood.name.as_str(),
            neighbourhood.latitude,
            neighbourhood.longitude,
            neighbourhood.area_km2,
            neighbourhood.population,
            sql::to_json(&neighbourhood.statistical_sectors)?,
        ],
    )
    .await?;
    catalogue::touch(unit).await
}

/// Writes a neighbourhood over the one with its code.
///
/// # Errors
/// [`Failure::NotFound`] where there is none.
pub async fn update_neighbourhood(unit: &Unit, neighbourhood: &Neighbourhood) -> Result<(), Failure> {
    let rows = sql::execute(
        unit,
        "UPDATE neighbourhoods SET name = $1, latitude = $2, longitude = $3, area_km2 = $4, population = $5,
            statistical_sectors = $6
         WHERE code = $7",
        sql::values![
            neighbourhood.name.as_str(),
            neighbourhood.latitude,
            neighbourhood.longitude,
            neighbourhood.area_km2,
            neighbourhood.population,
            sql::to_json(&neighbourhood.statistical_sectors)?,
            neighbourhood.code.as_str(),
        ],
    )
    .await?;
    if rows == 0 {
        return Err(Failure::NotFound);
    }
    catalogue::touch(unit).await
}

/// Whether there is a neighbourhood with this code.
pub async fn neighbourhood_exists<A: Access>(access: &A, code: &str) -> Result<bool, Failure> {
    let found = sql::first(access, "SELECT 1 AS n FROM neighbourhoods WHERE code = $1", sql::values![code]).await?;
    Ok(found.is_some())
}
