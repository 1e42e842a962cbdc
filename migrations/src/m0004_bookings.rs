//! Bookings, closures, and which mailboxes hold a calendar entry of a booking.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "CREATE TABLE bookings (
        id {uuid} PRIMARY KEY NOT NULL,
        reference TEXT NOT NULL UNIQUE,
        status TEXT NOT NULL CHECK (status IN
            ('requested', 'held', 'confirmed', 'declined', 'expired', 'cancelled')),
        room_id {uuid} NOT NULL REFERENCES rooms (id),
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        organisation_id {uuid} REFERENCES organisations (id),
        booker_id {uuid} REFERENCES users (id),
        caller_name TEXT,
        caller_phone TEXT,
        caller_email TEXT,
        created_by {uuid} NOT NULL REFERENCES users (id),
        title TEXT NOT NULL,
        attendees INTEGER NOT NULL CHECK (attendees >= 1),
        layout TEXT,
        shared BOOLEAN NOT NULL,
        equipment TEXT NOT NULL,
        starts_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        setup_seconds BIGINT NOT NULL CHECK (setup_seconds >= 0),
        cleanup_seconds BIGINT NOT NULL CHECK (cleanup_seconds >= 0),
        visibility TEXT NOT NULL CHECK (visibility IN ('public', 'private')),
        activity TEXT,
        audience TEXT,
        open_to_all BOOLEAN NOT NULL,
        music TEXT NOT NULL CHECK (music IN ('none', 'background', 'amplified')),
        alcohol TEXT NOT NULL CHECK (alcohol IN ('none', 'served', 'sold')),
        note TEXT,
        terms_version TEXT,
        key_holder_id {uuid} REFERENCES key_holders (id),
        on_site_name TEXT,
        on_site_phone TEXT,
        price TEXT,
        review_reasons TEXT NOT NULL,
        overrides TEXT NOT NULL,
        answer_by BIGINT,
        hold_until BIGINT,
        remind_at BIGINT,
        reminded INTEGER NOT NULL DEFAULT 0,
        series_id {uuid},
        cancelled_at BIGINT,
        cancelled_by TEXT CHECK (cancelled_by IN ('booker', 'centre')),
        reason TEXT,
        attendance TEXT NOT NULL DEFAULT 'unknown' CHECK (attendance IN ('unknown', 'attended', 'no_show')),
        head_count INTEGER CHECK (head_count >= 0),
        sequence INTEGER NOT NULL DEFAULT 0,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        version BIGINT NOT NULL DEFAULT 1,
        CHECK (starts_at < ends_at),
        CHECK (status <> 'held' OR hold_until IS NOT NULL),
        CHECK (status <> 'requested' OR answer_by IS NOT NULL),
        CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
    )",
    "CREATE INDEX bookings_room ON bookings (room_id, starts_at)",
    "CREATE INDEX bookings_centre ON bookings (centre_id, starts_at)",
    "CREATE INDEX bookings_organisation ON bookings (organisation_id, starts_at)
        WHERE organisation_id IS NOT NULL",
    "CREATE INDEX bookings_booker ON bookings (booker_id, starts_at) WHERE booker_id IS NOT NULL",
    "CREATE INDEX bookings_entered ON bookings (created_by, starts_at) WHERE booker_id IS NULL",
    "CREATE INDEX bookings_start ON bookings (starts_at, id)",
    "CREATE INDEX bookings_key_holder ON bookings (key_holder_id) WHERE key_holder_id IS NOT NULL",
    "CREATE INDEX bookings_waiting ON bookings (answer_by) WHERE status = 'requested'",
    "CREATE INDEX bookings_remind ON bookings (remind_at) WHERE remind_at IS NOT NULL",
    "CREATE INDEX bookings_held ON bookings (hold_until) WHERE status = 'held'",
    "CREATE INDEX bookings_amplified ON bookings (centre_id, starts_at) WHERE music = 'amplified'",
    "CREATE INDEX bookings_no_show ON bookings (organisation_id) WHERE attendance = 'no_show'",
    // Only those who had an invitation get a change or a cancellation (RFC 5546, section 3.2.5).
    "CREATE TABLE calendar_entries (
        booking_id {uuid} NOT NULL REFERENCES bookings (id),
        email TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        PRIMARY KEY (booking_id, email)
    )",
    "CREATE TABLE closures (
        id {uuid} PRIMARY KEY NOT NULL,
        centre_id {uuid} NOT NULL REFERENCES centres (id),
        whole_centre BOOLEAN NOT NULL,
        starts_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        reason TEXT NOT NULL CHECK (reason IN
            ('holiday', 'maintenance', 'refurbishment', 'own_activity', 'public_authority',
            'utility_failure')),
        note TEXT,
        created_by {uuid} NOT NULL REFERENCES users (id),
        created_at BIGINT NOT NULL,
        lifted_at BIGINT,
        version BIGINT NOT NULL DEFAULT 1,
        CHECK (starts_at < ends_at)
    )",
    "CREATE INDEX closures_centre ON closures (centre_id, starts_at)",
    "CREATE TABLE closure_rooms (
        closure_id {uuid} NOT NULL REFERENCES closures (id),
        room_id {uuid} NOT NULL REFERENCES rooms (id),
        PRIMARY KEY (closure_id, room_id)
    )",
    "CREATE INDEX closure_rooms_room ON closure_rooms (room_id)",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        // SQLite too: half a change must not stay.
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, STATEMENTS).await
    }
}
