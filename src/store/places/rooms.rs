//! Rooms, with the floors they need.

use sea_orm::Value;

use super::one_changed;
use crate::{
    domain::{failure::Failure, room::Room},
    store::{Unit, catalogue, sql},
};

/// The columns in the order of [`values`].
const COLUMNS: [&str; 13] = [
    "id",
    "centre_id",
    "name",
    "description",
    "floor_area_m2",
    "accessible",
    "layouts",
    "shared_places",
    "equipment",
    "example",
    "state",
    "rules",
    "version",
];

fn values(room: &Room) -> Result<[Value; 13], Failure> {
    Ok(sql::values![
        room.id.0,
        room.centre_id.0,
        room.name.as_str(),
        sql::to_json(&room.description)?,
        room.floor_area_m2,
        room.accessible,
        sql::to_json(&room.layouts)?,
        room.shared_places,
        sql::to_json(&room.equipment)?,
        room.example,
        room.state.as_str(),
        sql::to_json(&room.rules)?,
        room.version,
    ])
}

/// Writes a new room and which floors it needs. The floors are there already.
pub async fn insert_room(unit: &Unit, room: &Room) -> Result<(), Failure> {
    let text =
        format!("INSERT INTO rooms ({}, created_at) VALUES ({})", COLUMNS.join(", "), sql::marks(1, COLUMNS.len() + 1));
    let created_at = sql::values![unit.now().epoch_seconds()];
    sql::execute(unit, &text, values(room)?.into_iter().chain(created_at)).await?;
    insert_floors(unit, room).await?;
    catalogue::touch(unit).await
}

/// Writes a room and its floors over the version before it: `room.version` is the new one. What is claimed for its
/// bookings stays as it is.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn update_room(unit: &Unit, room: &Room) -> Result<(), Failure> {
    let text = format!("UPDATE rooms SET {} WHERE id = $14 AND version = $15", sql::sets(&COLUMNS));
    let which = sql::values![room.id.0, room.version - 1];
    one_changed(sql::execute(unit, &text, values(room)?.into_iter().chain(which)).await?)?;
    sql::execute(unit, "DELETE FROM room_resources WHERE room_id = $1", sql::values![room.id.0]).await?;
    insert_floors(unit, room).await?;
    catalogue::touch(unit).await
}

async fn insert_floors(unit: &Unit, room: &Room) -> Result<(), Failure> {
    if room.resource_ids.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> =
        (0..room.resource_ids.len()).map(|row| format!("({})", sql::marks(row * 2 + 1, 2))).collect();
    let text = format!("INSERT INTO room_resources (room_id, resource_id) VALUES {}", rows.join(", "));
    let values = room.resource_ids.iter().flat_map(|floor| sql::values![room.id.0, floor.0]);
    sql::execute(unit, &text, values).await?;
    Ok(())
}
