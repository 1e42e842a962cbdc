//! What desk and booker write to each other about a booking.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "CREATE TABLE comments (
        number {serial},
        id {uuid} NOT NULL UNIQUE,
        booking_id {uuid} NOT NULL REFERENCES bookings (id),
        author_id {uuid} NOT NULL REFERENCES users (id),
        side TEXT NOT NULL CHECK (side IN ('booker', 'centre')),
        text TEXT NOT NULL,
        created_at BIGINT NOT NULL
    )",
    "CREATE INDEX comments_booking ON comments (booking_id, number)",
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
