//! Who came: links at the doors of rooms, and which times that nobody came an organisation was told of.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    // Of the token in a link only the hash is kept.
    "CREATE TABLE room_doors (
        room_id {uuid} PRIMARY KEY NOT NULL REFERENCES rooms (id),
        token_hash TEXT NOT NULL UNIQUE,
        created_by {uuid} NOT NULL REFERENCES users (id),
        created_at BIGINT NOT NULL
    )",
    // The time that nobody came by which one more room is reviewed: told once, however often its attendance is noted.
    "CREATE TABLE no_show_letters (
        booking_id {uuid} PRIMARY KEY NOT NULL REFERENCES bookings (id),
        told_at BIGINT NOT NULL
    )",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, STATEMENTS).await
    }
}
