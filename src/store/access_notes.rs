//! What a desk writes for those who come to a room: the door, the code, the light. It may hold what lets people in, so it
//! stands apart from what everybody sees of a room.

use super::{Access, Unit, sql};
use crate::domain::{failure::Failure, ids::RoomId};

/// The note of a room.
pub async fn of<A: Access>(access: &A, room: RoomId) -> Result<Option<String>, Failure> {
    let row = sql::first(access, "SELECT note FROM access_notes WHERE room_id = $1", sql::values![room.0]).await?;
    row.map(|row| sql::get(&row, "note")).transpose()
}

/// Writes the note of a room, or takes it away.
pub async fn set(unit: &Unit, room: RoomId, note: Option<&str>) -> Result<(), Failure> {
    match note {
        Some(note) => {
            let text = "INSERT INTO access_notes (room_id, note) VALUES ($1, $2)
                ON CONFLICT (room_id) DO UPDATE SET note = excluded.note";
            sql::execute(unit, text, sql::values![room.0, note]).await?;
        }
        None => {
            sql::execute(unit, "DELETE FROM access_notes WHERE room_id = $1", sql::values![room.0]).await?;
        }
    }
    Ok(())
}
