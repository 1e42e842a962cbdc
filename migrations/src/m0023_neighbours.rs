//! Neighbours: what went wrong at bookings, and what neighbours report without an account.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    // Text and contact are personal data: they are dropped after a while.
    "CREATE TABLE reports (
        number {serial},
        id {uuid} NOT NULL UNIQUE,
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        kind TEXT NOT NULL CHECK (kind IN ('noise', 'dirt', 'damage', 'other')),
        happened_at BIGINT NOT NULL,
        text TEXT,
        contact TEXT,
        state TEXT NOT NULL CHECK (state IN ('open', 'incident', 'dismissed')),
        incident_id {uuid},
        handled_by {uuid} REFERENCES users (id),
        handled_at BIGINT,
        created_at BIGINT NOT NULL,
        version BIGINT NOT NULL,
        CHECK ((state = 'incident') = (incident_id IS NOT NULL)),
        CHECK ((state = 'open') = (handled_at IS NULL))
    )",
    "CREATE INDEX reports_centre ON reports (centre_id, number)",
    "CREATE INDEX reports_contact ON reports (created_at) WHERE contact IS NOT NULL",
    "CREATE INDEX reports_text ON reports (created_at) WHERE text IS NOT NULL",
    // Of each incident is kept whether it was the one from which on rooms are reviewed: that is told once.
    "CREATE TABLE incidents (
        number {serial},
        id {uuid} NOT NULL UNIQUE,
        booking_id {uuid} NOT NULL REFERENCES bookings (id),
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        organisation_id {uuid} REFERENCES organisations (id),
        booker_id {uuid} REFERENCES users (id),
        kind TEXT NOT NULL CHECK (kind IN ('noise', 'dirt', 'damage', 'late_key')),
        happened_at BIGINT NOT NULL,
        description TEXT,
        report_id {uuid} UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('open', 'warned', 'charged', 'settled', 'dismissed')),
        outcome TEXT,
        reply TEXT,
        replied_by {uuid} REFERENCES users (id),
        replied_at BIGINT,
        noted_by {uuid} NOT NULL REFERENCES users (id),
        review_told_at BIGINT,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        version BIGINT NOT NULL,
        CHECK ((reply IS NULL) = (replied_at IS NULL) AND (reply IS NULL) = (replied_by IS NULL)),
        CHECK (description IS NOT NULL OR report_id IS NOT NULL)
    )",
    "CREATE INDEX incidents_booking ON incidents (booking_id, number)",
    "CREATE INDEX incidents_centre ON incidents (centre_id, number)",
    // Counted with each request of theirs.
    "CREATE INDEX incidents_organisation ON incidents (organisation_id, happened_at) WHERE state <> 'dismissed'",
    "CREATE INDEX incidents_private ON incidents (booker_id, happened_at)
        WHERE organisation_id IS NULL AND state <> 'dismissed'",
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
