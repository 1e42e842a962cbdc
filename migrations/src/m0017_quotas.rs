//! Quotas: how much an organisation, or somebody who books privately, may book in a period.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "CREATE TABLE quotas (
        id {uuid} PRIMARY KEY,
        centre_id {uuid} REFERENCES centres (id),
        room_id {uuid} REFERENCES rooms (id),
        priority_class TEXT,
        organisation_id {uuid} REFERENCES organisations (id),
        measure TEXT NOT NULL CHECK (measure IN ('minutes', 'bookings')),
        period TEXT NOT NULL CHECK (period IN ('week', 'month', 'year', 'open')),
        most BIGINT NOT NULL CHECK (most >= 0),
        version BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        ended_at BIGINT,
        CHECK (centre_id IS NULL OR room_id IS NULL),
        CHECK (priority_class IS NULL OR organisation_id IS NULL)
    )",
    "CREATE INDEX quotas_organisation ON quotas (organisation_id) WHERE organisation_id IS NOT NULL",
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
