//! Money: tariffs, what is due of a booking, deposits, and monthly statements. All amounts are euro cents.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "CREATE TABLE tariffs (
        id {uuid} PRIMARY KEY NOT NULL,
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        name TEXT NOT NULL,
        category TEXT,
        unit TEXT NOT NULL CHECK (unit IN ('hour', 'daypart')),
        cents BIGINT NOT NULL CHECK (cents >= 0),
        dayparts TEXT,
        surcharges TEXT NOT NULL,
        free_kinds TEXT NOT NULL,
        deposit_cents BIGINT CHECK (deposit_cents > 0),
        valid_from TEXT NOT NULL,
        valid_until TEXT,
        version BIGINT NOT NULL DEFAULT 1,
        CHECK (valid_until IS NULL OR valid_from <= valid_until)
    )",
    "CREATE INDEX tariffs_centre ON tariffs (centre_id)",
    // A tariff without rows here is for every room of its centre.
    "CREATE TABLE tariff_rooms (
        tariff_id {uuid} NOT NULL REFERENCES tariffs (id),
        room_id {uuid} NOT NULL REFERENCES rooms (id),
        PRIMARY KEY (tariff_id, room_id)
    )",
    // What is due of the price, to look for; null is 'no price'.
    "ALTER TABLE bookings ADD COLUMN due_cents BIGINT CHECK (due_cents >= 0)",
    "CREATE INDEX bookings_due ON bookings (starts_at) WHERE due_cents > 0",
    // Until then cancelling costs nothing, because the centre moved it.
    "ALTER TABLE bookings ADD COLUMN free_cancel_until BIGINT",
    "CREATE TABLE deposits (
        booking_id {uuid} PRIMARY KEY NOT NULL REFERENCES bookings (id),
        asked_cents BIGINT NOT NULL CHECK (asked_cents >= 0),
        received_cents BIGINT NOT NULL CHECK (received_cents >= 0),
        returned_cents BIGINT NOT NULL CHECK (returned_cents >= 0),
        kept_cents BIGINT NOT NULL CHECK (kept_cents >= 0),
        reason TEXT,
        updated_at BIGINT NOT NULL,
        version BIGINT NOT NULL,
        CHECK (received_cents <= asked_cents),
        CHECK (returned_cents + kept_cents <= received_cents),
        CHECK ((kept_cents > 0) = (reason IS NOT NULL))
    )",
    "CREATE TABLE statements (
        number {serial},
        id {uuid} NOT NULL UNIQUE,
        organisation_id {uuid} NOT NULL REFERENCES organisations (id),
        month TEXT NOT NULL,
        total_cents BIGINT NOT NULL CHECK (total_cents >= 0),
        created_at BIGINT NOT NULL,
        paid_on TEXT,
        version BIGINT NOT NULL DEFAULT 1,
        CONSTRAINT statements_once UNIQUE (organisation_id, month)
    )",
    // As the bookings were when the statement was made. No booking stands on two.
    "CREATE TABLE statement_lines (
        booking_id {uuid} PRIMARY KEY NOT NULL REFERENCES bookings (id),
        statement_id {uuid} NOT NULL REFERENCES statements (id),
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        room_id {uuid} NOT NULL REFERENCES rooms (id),
        reference TEXT NOT NULL,
        starts_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        cancelled BOOLEAN NOT NULL,
        total_cents BIGINT NOT NULL CHECK (total_cents >= 0),
        due_cents BIGINT NOT NULL CHECK (due_cents BETWEEN 0 AND total_cents),
        lines TEXT NOT NULL
    )",
    "CREATE INDEX statement_lines_statement ON statement_lines (statement_id, starts_at)",
    "CREATE INDEX statement_lines_centre ON statement_lines (centre_id, statement_id)",
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
