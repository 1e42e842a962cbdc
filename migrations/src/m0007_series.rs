//! Series: a rule, what its bookings are like, and the dates that could not be had. A booking knows the series that made
//! it, when it was to begin by the rule, and whether it was changed on its own since.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "CREATE TABLE series (
        id {uuid} PRIMARY KEY NOT NULL,
        room_id {uuid} NOT NULL REFERENCES rooms (id),
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        organisation_id {uuid} REFERENCES organisations (id),
        booker_id {uuid} REFERENCES users (id),
        caller_name TEXT,
        caller_phone TEXT,
        caller_email TEXT,
        created_by {uuid} NOT NULL REFERENCES users (id),
        on_site_name TEXT,
        on_site_phone TEXT,
        template TEXT NOT NULL,
        rrule TEXT NOT NULL,
        first_date TEXT NOT NULL,
        time_of_day TEXT NOT NULL,
        duration_minutes BIGINT NOT NULL CHECK (duration_minutes >= 1),
        exdates TEXT NOT NULL,
        rdates TEXT NOT NULL,
        skip_holidays TEXT NOT NULL,
        on_conflict TEXT NOT NULL CHECK (on_conflict IN ('reject', 'skip')),
        sequence INTEGER NOT NULL DEFAULT 0,
        cancelled_at BIGINT,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        version BIGINT NOT NULL DEFAULT 1
    )",
    "CREATE INDEX series_centre ON series (centre_id, id)",
    "CREATE INDEX series_organisation ON series (organisation_id, id) WHERE organisation_id IS NOT NULL",
    "CREATE INDEX series_booker ON series (booker_id, id) WHERE booker_id IS NOT NULL",
    "CREATE INDEX series_entered ON series (created_by, id) WHERE booker_id IS NULL",
    "CREATE TABLE series_skipped (
        series_id {uuid} NOT NULL REFERENCES series (id),
        starts_at BIGINT NOT NULL,
        reason TEXT NOT NULL CHECK (reason IN ('conflict', 'rule')),
        rule TEXT,
        PRIMARY KEY (series_id, starts_at),
        CHECK ((reason = 'rule') = (rule IS NOT NULL))
    )",
    "ALTER TABLE bookings ADD COLUMN series_starts_at BIGINT",
    "ALTER TABLE bookings ADD COLUMN detached BOOLEAN NOT NULL DEFAULT FALSE",
    "CREATE INDEX bookings_series ON bookings (series_id, series_starts_at) WHERE series_id IS NOT NULL",
    // Whether the entry is one date of the entry of a series, and not one by itself.
    "ALTER TABLE calendar_entries ADD COLUMN in_series BOOLEAN NOT NULL DEFAULT FALSE",
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
