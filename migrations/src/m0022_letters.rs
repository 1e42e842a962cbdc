//! Letters that may wait for the end of quiet hours, those that somebody does not want, and which reminders and letters
//! of the morning were written.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "ALTER TABLE outbox ADD COLUMN may_wait BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE outbox ADD COLUMN held BOOLEAN NOT NULL DEFAULT FALSE",
    "CREATE INDEX outbox_held ON outbox (held, id) WHERE state = 'pending' AND held = TRUE",
    // Of who has no account. The address is kept as a hash: it is only ever compared.
    "CREATE TABLE letter_stops (
        address TEXT NOT NULL,
        topic TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        PRIMARY KEY (address, topic)
    )",
    // For which time and room a booking was reminded of. One that moves is reminded of again.
    "CREATE TABLE booking_reminders (
        booking_id {uuid} PRIMARY KEY NOT NULL REFERENCES bookings (id),
        room_id {uuid} NOT NULL,
        starts_at BIGINT NOT NULL
    )",
    "CREATE INDEX booking_reminders_starts_at ON booking_reminders (starts_at)",
    // What who booked a room reads of how to get in. It may hold a code, so it is not with what everybody sees of a room.
    "CREATE TABLE access_notes (
        room_id {uuid} PRIMARY KEY NOT NULL REFERENCES rooms (id),
        note TEXT NOT NULL
    )",
    // The local date of the last letter of the morning.
    "CREATE TABLE morning_letters (
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        topic TEXT NOT NULL,
        day TEXT NOT NULL,
        PRIMARY KEY (centre_id, topic)
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
