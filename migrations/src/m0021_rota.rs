//! Who opens: when key-holders were trained, the rota of volunteers with the hours they take, who was told of a duty, and
//! which keys are out.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "ALTER TABLE key_holders ADD COLUMN trained_on TEXT",
    "ALTER TABLE key_holders ADD COLUMN valid_until TEXT",
    "CREATE INDEX key_holders_person ON key_holders (user_id) WHERE user_id IS NOT NULL AND ended_at IS NULL",
    "CREATE TABLE rota_settings (
        centre_id {uuid} PRIMARY KEY NOT NULL REFERENCES centres (id),
        key_hours BIGINT NOT NULL CHECK (key_hours >= 1),
        offer_hours BIGINT NOT NULL CHECK (offer_hours >= 1),
        opening_note TEXT
    )",
    "CREATE TABLE volunteers (
        id {uuid} PRIMARY KEY NOT NULL,
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        person_id {uuid} NOT NULL REFERENCES users (id),
        organisation_id {uuid} REFERENCES organisations (id),
        opens BOOLEAN NOT NULL,
        hosts BOOLEAN NOT NULL,
        trained_on TEXT NOT NULL,
        valid_until TEXT,
        created_at BIGINT NOT NULL,
        ended_at BIGINT,
        CHECK (opens OR hosts)
    )",
    "CREATE UNIQUE INDEX volunteers_once ON volunteers (centre_id, person_id) WHERE ended_at IS NULL",
    "CREATE INDEX volunteers_person ON volunteers (person_id) WHERE ended_at IS NULL",
    // Hours in which somebody is there. Whoever takes an offered one changes its state: only one can.
    "CREATE TABLE shifts (
        id {uuid} PRIMARY KEY NOT NULL,
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        volunteer_id {uuid} REFERENCES volunteers (id),
        role TEXT NOT NULL CHECK (role IN ('key', 'host')),
        starts_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('taken', 'offered', 'desk', 'staffed', 'dropped')),
        offer_until BIGINT,
        booking_id {uuid} REFERENCES bookings (id),
        declined_by {uuid} REFERENCES users (id),
        created_by {uuid} REFERENCES users (id),
        created_at BIGINT NOT NULL,
        version BIGINT NOT NULL DEFAULT 1,
        CHECK (starts_at < ends_at),
        CHECK ((state = 'taken') = (volunteer_id IS NOT NULL)),
        CHECK (state <> 'offered' OR offer_until IS NOT NULL)
    )",
    "CREATE INDEX shifts_centre ON shifts (centre_id, starts_at)",
    "CREATE INDEX shifts_volunteer ON shifts (volunteer_id, starts_at) WHERE volunteer_id IS NOT NULL",
    "CREATE INDEX shifts_ahead ON shifts (ends_at) WHERE state <> 'dropped'",
    "CREATE UNIQUE INDEX shifts_booking ON shifts (booking_id) WHERE booking_id IS NOT NULL AND state <> 'dropped'",
    // What somebody was told of a duty, or of a key-holder that a booking lacks: each step once for each time.
    "CREATE TABLE duty_letters (
        subject_id {uuid} NOT NULL,
        starts_at BIGINT NOT NULL,
        step TEXT NOT NULL,
        told_at BIGINT NOT NULL,
        PRIMARY KEY (subject_id, starts_at, step)
    )",
    "CREATE TABLE centre_keys (
        id {uuid} PRIMARY KEY NOT NULL,
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        number TEXT NOT NULL,
        name TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        retired_at BIGINT
    )",
    "CREATE UNIQUE INDEX centre_keys_number ON centre_keys (centre_id, number) WHERE retired_at IS NULL",
    "CREATE TABLE key_loans (
        id {uuid} PRIMARY KEY NOT NULL,
        key_id {uuid} NOT NULL REFERENCES centre_keys (id),
        person_id {uuid} REFERENCES users (id),
        holder_name TEXT NOT NULL,
        holder_phone TEXT,
        out_at BIGINT NOT NULL,
        due_at BIGINT NOT NULL,
        back_at BIGINT,
        out_by {uuid} NOT NULL REFERENCES users (id),
        back_by {uuid} REFERENCES users (id),
        told_late_at BIGINT,
        CHECK (out_at < due_at)
    )",
    // A key is with one person at a time.
    "CREATE UNIQUE INDEX key_loans_out ON key_loans (key_id) WHERE back_at IS NULL",
    "CREATE INDEX key_loans_due ON key_loans (due_at) WHERE back_at IS NULL AND told_late_at IS NULL",
];

/// Those who were named before the training was noted were trained when they were named.
const TRAINED: [&str; 2] = [
    "UPDATE key_holders SET trained_on = to_char(to_timestamp(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
    "UPDATE key_holders SET trained_on = date(created_at, 'unixepoch')",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, STATEMENTS).await?;
        let [postgres, sqlite] = TRAINED;
        let trained = if manager.get_database_backend() == DbBackend::Sqlite { sqlite } else { postgres };
        manager.get_connection().execute_unprepared(trained).await.map(|_| ())
    }
}
