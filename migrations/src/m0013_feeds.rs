//! Calendar feeds: an address that is told once and kept as a hash.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "CREATE TABLE feeds (
        number {serial},
        id {uuid} NOT NULL UNIQUE,
        hash TEXT NOT NULL UNIQUE,
        person_id {uuid} NOT NULL REFERENCES users (id),
        kind TEXT NOT NULL CHECK (kind IN ('room', 'centre', 'organisation', 'mine')),
        room_id {uuid} REFERENCES rooms (id),
        centre_id {uuid} REFERENCES centres (id),
        organisation_id {uuid} REFERENCES organisations (id),
        created_at BIGINT NOT NULL,
        CHECK ((kind = 'room') = (room_id IS NOT NULL)),
        CHECK ((kind = 'centre') = (centre_id IS NOT NULL)),
        CHECK ((kind = 'organisation') = (organisation_id IS NOT NULL))
    )",
    "CREATE INDEX feeds_person ON feeds (person_id, number)",
    "CREATE INDEX feeds_organisation ON feeds (organisation_id) WHERE organisation_id IS NOT NULL",
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
