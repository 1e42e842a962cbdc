//! A centre held still: nothing is booked, moved or closed in it while something changes that bookings stand on.

use crate::{
    domain::{
        centre::Centre,
        failure::Failure,
        ids::{CentreId, ResourceId},
        resource::Resource,
        room::Room,
        site::Site,
        time::Instant,
    },
    store::{Access, Engine, Unit, catalogue, claims, closures, sql},
};

/// Holds a centre for the rest of the unit and reads it afresh. Locked are, in this order, every resource of it (so
/// that nobody claims), the centre's own row (so that changes of places queue), and every room of it.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Stale`] where a resource was added before the lock was had.
pub async fn hold_centre(unit: &Unit, id: CentreId) -> Result<Site, Failure> {
    hold_centre_with(unit, id, &[]).await
}

/// The same, with resources of other centres locked in the same statement.
///
/// # Errors
/// Those of [`hold_centre`].
pub async fn hold_centre_with(unit: &Unit, id: CentreId, more: &[ResourceId]) -> Result<Site, Failure> {
    if unit.engine() == Engine::Postgres {
        let before = sql::all(unit, "SELECT id FROM resources WHERE centre_id = $1", sql::values![id.0]).await?;
        let locked = before.iter().map(|row| Ok(ResourceId(sql::get(row, "id")?)));
        let locked: Vec<ResourceId> = locked.collect::<Result<_, Failure>>()?;
        let mut all: Vec<ResourceId> = locked.iter().chain(more).copied().collect();
        all.sort();
        all.dedup();
        claims::lock(unit, &all).await?;
        sql::first(unit, "SELECT id FROM centres WHERE id = $1 FOR NO KEY UPDATE", sql::values![id.0]).await?;
        sql::all(unit, "SELECT id FROM rooms WHERE centre_id = $1 ORDER BY id FOR UPDATE", sql::values![id.0]).await?;
        let held = site(unit, id, unit.now()).await?;
        return if held.resources.len() == locked.len() { Ok(held) } else { Err(Failure::Stale) };
    }
    site(unit, id, unit.now()).await
}

/// A centre with its resources, rooms and closures, from the database and past memory.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn site<A: Access>(access: &A, id: CentreId, now: Instant) -> Result<Site, Failure> {
    let part = catalogue::of_centre(access, id, now).await?;
    let centre = part.centres.get(&id).map(|centre| Centre::clone(centre)).ok_or(Failure::NotFound)?;
    let mut resources: Vec<Resource> = part.resources.values().map(|resource| Resource::clone(resource)).collect();
    resources.sort_by_key(|resource| resource.id);
    let rooms = part.rooms_of(id).map(|room| Room::clone(room)).collect();
    let closures = closures::in_force(access, id, now).await?;
    Ok(Site { centre, resources, rooms, closures })
}
