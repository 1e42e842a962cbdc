//! What is written beside a change: the mail to send, who did what, and the answer to give again.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        // SQLite too: half a change must not stay.
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(
            manager,
            &[
                // Letters of one `stream` (a booking and a recipient) go in the order of their ids.
                "CREATE TABLE outbox (
                    id {serial},
                    public_id {uuid} NOT NULL UNIQUE,
                    kind TEXT NOT NULL,
                    stream TEXT NOT NULL,
                    centre_id {uuid},
                    booking_id {uuid},
                    recipient TEXT NOT NULL,
                    recipient_name TEXT NOT NULL,
                    locale TEXT NOT NULL CHECK (locale IN ('nl', 'en', 'fr')),
                    payload TEXT,
                    message_id TEXT NOT NULL UNIQUE,
                    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
                    attempts INTEGER NOT NULL DEFAULT 0,
                    due_at BIGINT NOT NULL,
                    leased_until BIGINT,
                    lease {uuid},
                    error TEXT,
                    created_at BIGINT NOT NULL,
                    sent_at BIGINT
                )",
                "CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'pending'",
                "CREATE INDEX outbox_stream ON outbox (stream, id) WHERE state = 'pending'",
                "CREATE INDEX outbox_failed ON outbox (id) WHERE state = 'failed'",
                "CREATE INDEX outbox_centre ON outbox (centre_id, id)",
                "CREATE INDEX outbox_links ON outbox (recipient, created_at)
                    WHERE kind IN ('verify_address', 'sign_in_link', 'invitation')",
                "CREATE INDEX outbox_booking ON outbox (booking_id) WHERE booking_id IS NOT NULL",
                "CREATE INDEX outbox_sent ON outbox (sent_at) WHERE payload IS NOT NULL AND state <> 'pending'",
                "CREATE TABLE audit_events (
                    id {serial},
                    at BIGINT NOT NULL,
                    actor_id {uuid},
                    action TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    subject_id {uuid} NOT NULL,
                    centre_id {uuid},
                    before TEXT,
                    after TEXT
                )",
                "CREATE INDEX audit_events_subject ON audit_events (subject_id, id)",
                "CREATE TABLE idempotency_keys (
                    caller {uuid} NOT NULL,
                    route TEXT NOT NULL,
                    key TEXT NOT NULL,
                    body_hash TEXT NOT NULL,
                    status INTEGER NOT NULL,
                    location TEXT,
                    etag TEXT,
                    body TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    PRIMARY KEY (caller, route, key)
                )",
                "CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at)",
            ],
        )
        .await
    }
}
