//! People, how they sign in, and the organisations they book for.

use sea_orm_migration::prelude::*;

use crate::dialect;

const SIGN_IN: &[&str] = &[
    "CREATE TABLE users (
        id {uuid} PRIMARY KEY NOT NULL,
        email TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        locale TEXT NOT NULL CHECK (locale IN ('nl', 'en', 'fr')),
        phone TEXT,
        password_hash TEXT,
        preferences TEXT NOT NULL DEFAULT '{}',
        created_at BIGINT NOT NULL,
        version BIGINT NOT NULL DEFAULT 1
    )",
    // Links mailed to people: kept hashed, good for one use.
    "CREATE TABLE link_tokens (
        hash TEXT PRIMARY KEY NOT NULL,
        purpose TEXT NOT NULL,
        email TEXT NOT NULL,
        payload TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        used_at BIGINT,
        CHECK (created_at < expires_at)
    )",
    "CREATE INDEX link_tokens_expires_at ON link_tokens (expires_at)",
    "CREATE INDEX link_tokens_used ON link_tokens (email, used_at) WHERE used_at IS NOT NULL",
    // One sign-in on one device. It ends as a whole, so the end is kept here and not on each token.
    "CREATE TABLE token_families (
        id {uuid} PRIMARY KEY NOT NULL,
        user_id {uuid} NOT NULL REFERENCES users (id),
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        ended_at BIGINT
    )",
    "CREATE INDEX token_families_user ON token_families (user_id)",
    "CREATE INDEX token_families_expires_at ON token_families (expires_at)",
    "CREATE TABLE refresh_tokens (
        hash TEXT PRIMARY KEY NOT NULL,
        family_id {uuid} NOT NULL REFERENCES token_families (id) ON DELETE CASCADE,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        used_at BIGINT
    )",
    "CREATE INDEX refresh_tokens_family ON refresh_tokens (family_id)",
];

const ORGANISATIONS: &[&str] = &[
    "CREATE TABLE organisations (
        id {uuid} PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN
            ('neighbourhood_committee', 'association', 'partner', 'city_service', 'school', 'private')),
        tariff_category TEXT,
        priority_class TEXT NOT NULL DEFAULT 'default',
        neighbourhood_code TEXT,
        contact_email TEXT NOT NULL,
        verified BOOLEAN NOT NULL DEFAULT FALSE,
        created_at BIGINT NOT NULL,
        version BIGINT NOT NULL DEFAULT 1
    )",
    "CREATE INDEX organisations_name ON organisations (name, id)",
    "CREATE TABLE memberships (
        organisation_id {uuid} NOT NULL REFERENCES organisations (id),
        user_id {uuid} NOT NULL REFERENCES users (id),
        role TEXT NOT NULL CHECK (role IN ('admin', 'booker')),
        created_at BIGINT NOT NULL,
        version BIGINT NOT NULL DEFAULT 1,
        PRIMARY KEY (organisation_id, user_id)
    )",
    "CREATE INDEX memberships_user ON memberships (user_id)",
    "CREATE TABLE invitations (
        id {uuid} PRIMARY KEY NOT NULL,
        organisation_id {uuid} NOT NULL REFERENCES organisations (id),
        email TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('admin', 'booker')),
        invited_by {uuid} NOT NULL REFERENCES users (id),
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        accepted_at BIGINT,
        UNIQUE (organisation_id, email)
    )",
    "CREATE TABLE join_requests (
        id {uuid} PRIMARY KEY NOT NULL,
        organisation_id {uuid} NOT NULL REFERENCES organisations (id),
        user_id {uuid} NOT NULL REFERENCES users (id),
        message TEXT,
        created_at BIGINT NOT NULL,
        answered_at BIGINT,
        accepted BOOLEAN,
        answered_by {uuid} REFERENCES users (id)
    )",
    "CREATE UNIQUE INDEX join_requests_open ON join_requests (organisation_id, user_id)
        WHERE answered_at IS NULL",
    "CREATE TABLE key_holders (
        id {uuid} PRIMARY KEY NOT NULL,
        organisation_id {uuid} NOT NULL REFERENCES organisations (id),
        user_id {uuid} REFERENCES users (id),
        name TEXT NOT NULL,
        phone TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        ended_at BIGINT
    )",
    "CREATE INDEX key_holders_organisation ON key_holders (organisation_id)",
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
        dialect::run(manager, SIGN_IN).await?;
        dialect::run(manager, ORGANISATIONS).await
    }
}
