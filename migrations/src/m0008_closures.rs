//! Closures that lose nobody: a place that is only offered until a date, what became of each booking that a closure met,
//! and closures that are announced and not yet certain.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "ALTER TABLE bookings ADD COLUMN offer_until BIGINT",
    "CREATE INDEX bookings_offered ON bookings (offer_until) WHERE offer_until IS NOT NULL",
    "ALTER TABLE closures ADD COLUMN provisional BOOLEAN NOT NULL DEFAULT FALSE",
    // The place that each booking had before: whoever was moved has the first right to it when it is free again.
    "CREATE TABLE closure_bookings (
        closure_id {uuid} NOT NULL REFERENCES closures (id),
        booking_id {uuid} NOT NULL REFERENCES bookings (id),
        action TEXT NOT NULL CHECK (action IN ('move', 'offer', 'cancel')),
        room_id {uuid} NOT NULL REFERENCES rooms (id),
        starts_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        decided_at BIGINT NOT NULL,
        PRIMARY KEY (closure_id, booking_id, decided_at),
        CHECK (starts_at < ends_at)
    )",
    "CREATE INDEX closure_bookings_booking ON closure_bookings (booking_id)",
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
