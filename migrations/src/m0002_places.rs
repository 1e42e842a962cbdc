//! Neighbourhoods, centres, resources and rooms, and who staffs the centres.

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
                "CREATE TABLE neighbourhoods (
                    code TEXT PRIMARY KEY NOT NULL,
                    name TEXT NOT NULL,
                    latitude DOUBLE PRECISION NOT NULL,
                    longitude DOUBLE PRECISION NOT NULL,
                    area_km2 DOUBLE PRECISION,
                    population BIGINT,
                    statistical_sectors TEXT NOT NULL DEFAULT '[]'
                )",
                "CREATE TABLE centres (
                    id {uuid} PRIMARY KEY NOT NULL,
                    name TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('community_centre', 'service_centre', 'partner_site')),
                    state TEXT NOT NULL CHECK (state IN ('planned', 'under_study', 'open', 'closed')),
                    neighbourhood_code TEXT REFERENCES neighbourhoods (code),
                    locality TEXT,
                    street TEXT,
                    postal_code TEXT,
                    city TEXT,
                    latitude DOUBLE PRECISION NOT NULL CHECK (latitude BETWEEN -90 AND 90),
                    longitude DOUBLE PRECISION NOT NULL CHECK (longitude BETWEEN -180 AND 180),
                    position TEXT NOT NULL CHECK (position IN ('exact', 'approximate')),
                    timezone TEXT NOT NULL,
                    contact_email TEXT,
                    phone TEXT,
                    out_of_hours_phone TEXT,
                    host_organisation_id {uuid} REFERENCES organisations (id),
                    opens_on TEXT,
                    closes_on TEXT,
                    replaced_by {uuid} REFERENCES centres (id),
                    opening_hours TEXT NOT NULL,
                    exceptions TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    version BIGINT NOT NULL DEFAULT 1
                )",
                "CREATE TABLE resources (
                    id {uuid} PRIMARY KEY NOT NULL,
                    centre_id {uuid} NOT NULL REFERENCES centres (id),
                    kind TEXT NOT NULL CHECK (kind IN ('floor', 'equipment', 'people')),
                    name TEXT NOT NULL,
                    capacity INTEGER NOT NULL CHECK (capacity >= 1),
                    state TEXT NOT NULL CHECK (state IN ('active', 'retired')),
                    created_at BIGINT NOT NULL,
                    version BIGINT NOT NULL DEFAULT 1
                )",
                "CREATE INDEX resources_centre ON resources (centre_id)",
                "CREATE TABLE rooms (
                    id {uuid} PRIMARY KEY NOT NULL,
                    centre_id {uuid} NOT NULL REFERENCES centres (id),
                    name TEXT NOT NULL,
                    description TEXT NOT NULL,
                    floor_area_m2 DOUBLE PRECISION,
                    accessible BOOLEAN NOT NULL,
                    layouts TEXT NOT NULL,
                    shared_places INTEGER CHECK (shared_places >= 1),
                    equipment TEXT NOT NULL,
                    example BOOLEAN NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('active', 'retired')),
                    rules TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    version BIGINT NOT NULL DEFAULT 1
                )",
                "CREATE INDEX rooms_centre ON rooms (centre_id)",
                "CREATE TABLE room_resources (
                    room_id {uuid} NOT NULL REFERENCES rooms (id),
                    resource_id {uuid} NOT NULL REFERENCES resources (id),
                    PRIMARY KEY (room_id, resource_id)
                )",
                "CREATE INDEX room_resources_resource ON room_resources (resource_id)",
                "CREATE TABLE staff_posts (
                    id {serial},
                    user_id {uuid} NOT NULL REFERENCES users (id),
                    role TEXT NOT NULL CHECK (role IN ('desk', 'manager', 'steward', 'administrator')),
                    centre_id {uuid} REFERENCES centres (id),
                    created_at BIGINT NOT NULL,
                    CHECK ((role IN ('desk', 'manager')) = (centre_id IS NOT NULL))
                )",
                "CREATE UNIQUE INDEX staff_posts_centre ON staff_posts (user_id, role, centre_id)
                    WHERE centre_id IS NOT NULL",
                "CREATE UNIQUE INDEX staff_posts_city ON staff_posts (user_id, role) WHERE centre_id IS NULL",
                "CREATE INDEX staff_posts_of_centre ON staff_posts (centre_id)",
                // Rises with every change to centres, resources and rooms: what is kept in memory compares it.
                "CREATE TABLE catalogue_version (id INTEGER PRIMARY KEY NOT NULL, version BIGINT NOT NULL)",
                "INSERT INTO catalogue_version (id, version) VALUES (1, 1)",
            ],
        )
        .await
    }
}
