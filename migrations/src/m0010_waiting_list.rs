//! The waiting list: who waits for what, in the order in which they came, and the booking that was held for them.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "CREATE TABLE waitlist (
        number {serial},
        id {uuid} NOT NULL UNIQUE,
        person_id {uuid} NOT NULL REFERENCES users (id),
        organisation_id {uuid} REFERENCES organisations (id),
        room_id {uuid} REFERENCES rooms (id),
        title TEXT NOT NULL,
        people INTEGER NOT NULL CHECK (people >= 1),
        equipment TEXT NOT NULL,
        accessible BOOLEAN NOT NULL,
        neighbourhood TEXT,
        from_at BIGINT NOT NULL,
        until_at BIGINT NOT NULL,
        duration_minutes BIGINT NOT NULL CHECK (duration_minutes >= 1),
        weekdays TEXT,
        time_from TEXT,
        time_until TEXT,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'served', 'missed', 'left', 'lapsed')),
        booking_id {uuid} REFERENCES bookings (id),
        created_at BIGINT NOT NULL,
        CHECK (from_at < until_at),
        CHECK (booking_id IS NOT NULL OR state NOT IN ('held', 'served', 'missed'))
    )",
    "CREATE INDEX waitlist_waiting ON waitlist (until_at, number) WHERE state = 'waiting'",
    "CREATE UNIQUE INDEX waitlist_booking ON waitlist (booking_id) WHERE booking_id IS NOT NULL",
    "CREATE INDEX waitlist_person ON waitlist (person_id, number)",
    "CREATE INDEX waitlist_organisation ON waitlist (organisation_id, number) WHERE organisation_id IS NOT NULL",
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
