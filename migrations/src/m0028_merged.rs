//! Organisations that were merged into another: the row stays, so that its identifier still leads to the other one, and
//! nothing is written for it any more, whoever decided on it before.
//!
//! On PostgreSQL the triggers lock the organisation's row as the foreign key does, but before it and once: a merge that is
//! under way is waited for, and what it did is seen. SQLite has one writer at a time.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

const COLUMN: &[&str] = &[
    "ALTER TABLE organisations ADD COLUMN merged_into {uuid} REFERENCES organisations (id)",
    "CREATE INDEX organisations_merged ON organisations (merged_into) WHERE merged_into IS NOT NULL",
];

/// Tables with things of an organisation. Statements stay with the organisation that they were made out to.
const TABLES: [&str; 11] = [
    "memberships",
    "invitations",
    "join_requests",
    "key_holders",
    "bookings",
    "series",
    "waitlist",
    "feeds",
    "quotas",
    "volunteers",
    "incidents",
];

const FUNCTION: &str = "CREATE FUNCTION organisations_merged() RETURNS trigger LANGUAGE plpgsql VOLATILE AS $merged$
    DECLARE
        gone UUID;
    BEGIN
        SELECT merged_into INTO gone FROM organisations WHERE id = NEW.organisation_id FOR KEY SHARE;
        IF gone IS NOT NULL THEN
            RAISE EXCEPTION 'organisation % was merged', NEW.organisation_id USING ERRCODE = 'LK004';
        END IF;
        RETURN NEW;
    END
    $merged$";

/// The two triggers of a table: on what is new, and on what goes from one organisation to another.
fn triggers(backend: DbBackend, table: &str) -> [String; 2] {
    let moved = match backend {
        DbBackend::Sqlite => "NEW.organisation_id IS NOT OLD.organisation_id",
        _ => "NEW.organisation_id IS DISTINCT FROM OLD.organisation_id",
    };
    let events = [
        ("insert", "INSERT", "NEW.organisation_id IS NOT NULL".to_owned()),
        ("update", "UPDATE OF organisation_id", format!("NEW.organisation_id IS NOT NULL AND {moved}")),
    ];
    events.map(|(name, event, condition)| {
        let head = format!("CREATE TRIGGER {table}_merged_{name} BEFORE {event} ON {table} FOR EACH ROW");
        match backend {
            DbBackend::Sqlite => format!(
                "{head} WHEN {condition} BEGIN
                    SELECT RAISE(ABORT, 'lokaal: the organisation was merged') FROM organisations
                    WHERE id = NEW.organisation_id AND merged_into IS NOT NULL;
                END"
            ),
            _ => format!("{head} WHEN ({condition}) EXECUTE FUNCTION organisations_merged()"),
        }
    })
}

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, COLUMN).await?;
        let backend = manager.get_database_backend();
        let connection = manager.get_connection();
        if backend != DbBackend::Sqlite {
            connection.execute_unprepared(FUNCTION).await?;
        }
        for table in TABLES {
            for trigger in triggers(backend, table) {
                connection.execute_unprepared(&trigger).await?;
            }
        }
        Ok(())
    }
}
