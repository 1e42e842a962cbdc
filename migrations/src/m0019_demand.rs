//! Unmet demand: what was wanted and could not be had. Who asked is not in it; marks that keep a wish from counting twice
//! are salted by day, and go with the day.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "CREATE TABLE demand (
        id {uuid} PRIMARY KEY,
        day BIGINT NOT NULL,
        unmet TEXT NOT NULL CHECK (unmet IN ('search', 'conflict', 'rule', 'waiting')),
        rules TEXT NOT NULL,
        starts_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        duration_minutes BIGINT NOT NULL,
        people INTEGER NOT NULL,
        equipment TEXT NOT NULL,
        accessible BOOLEAN NOT NULL,
        activity TEXT,
        room_id {uuid},
        centre_id {uuid},
        neighbourhood TEXT,
        from_neighbourhood TEXT,
        kind TEXT NOT NULL,
        CHECK (starts_at < ends_at)
    )",
    "CREATE INDEX demand_day ON demand (day, id)",
    "CREATE TABLE demand_days (day BIGINT PRIMARY KEY, salt TEXT NOT NULL)",
    "CREATE TABLE demand_marks (mark TEXT PRIMARY KEY, day BIGINT NOT NULL)",
    "CREATE INDEX demand_marks_day ON demand_marks (day)",
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
