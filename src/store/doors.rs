//! Links at the doors of rooms. Of a token only the hash is kept.

use super::{Access, Unit, sql};
use crate::domain::{
    failure::Failure,
    ids::{RoomId, UserId},
};

/// Keeps the hash of the token at the door of a room, in place of the one before.
pub async fn keep(unit: &Unit, room: RoomId, hash: &str, by: UserId) -> Result<(), Failure> {
    let text = "INSERT INTO room_doors (room_id, token_hash, created_by, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (room_id) DO UPDATE SET token_hash = excluded.token_hash, created_by = excluded.created_by,
            created_at = excluded.created_at";
    sql::execute(unit, text, sql::values![room.0, hash, by.0, unit.now().epoch_seconds()]).await?;
    Ok(())
}

/// Takes the link at the door of a room away; false where there is none.
pub async fn remove(unit: &Unit, room: RoomId) -> Result<bool, Failure> {
    let text = "DELETE FROM room_doors WHERE room_id = $1";
    Ok(sql::execute(unit, text, sql::values![room.0]).await? == 1)
}

/// The room behind the hash of a token.
pub async fn room_of<A: Access>(access: &A, hash: &str) -> Result<Option<RoomId>, Failure> {
    let text = "SELECT room_id FROM room_doors WHERE token_hash = $1";
    let row = sql::first(access, text, sql::values![hash]).await?;
    row.map(|row| Ok(RoomId(sql::get(&row, "room_id")?))).transpose()
}
