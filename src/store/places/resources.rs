//! Resources.

use super::one_changed;
use crate::{
    domain::{failure::Failure, resource::Resource},
    store::{Unit, catalogue, sql},
};

/// Writes a new resource.
pub async fn insert_resource(unit: &Unit, resource: &Resource) -> Result<(), Failure> {
    sql::execute(
        unit,
        "INSERT INTO resources (id, centre_id, kind, name, capacity, state, version, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        sql::values![
            resource.id.0,
            resource.centre_id.0,
            resource.kind.as_str(),
            resource.name.as_str(),
            resource.capacity,
            resource.state.as_str(),
            resource.version,
            unit.now().epoch_seconds(),
        ],
    )
    .await?;
    catalogue::touch(unit).await
}

/// Writes a resource over the version before it: `resource.version` is the new one. Its centre and kind stay.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile; [`Failure::InUse`] where its capacity changes while
/// something is claimed on it (the law takes no change under a claim: take the claims off first, and claim anew).
pub async fn update_resource(unit: &Unit, resource: &Resource) -> Result<(), Failure> {
    let rows = sql::execute(
        unit,
        "UPDATE resources SET name = $1, capacity = $2, state = $3, version = $4 WHERE id = $5 AND version = $6",
        sql::values![
            resource.name.as_str(),
            resource.capacity,
            resource.state.as_str(),
            resource.version,
            resource.id.0,
            resource.version - 1,
        ],
    )
    .await?;
    one_changed(rows)?;
    catalogue::touch(unit).await
}
