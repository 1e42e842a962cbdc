//! A quota counts what an organisation has at one centre in a period, with each of its requests there: not among all
//! that it has anywhere.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = "CREATE INDEX bookings_counted ON bookings (organisation_id, centre_id, starts_at)
            WHERE organisation_id IS NOT NULL AND status IN ('requested', 'held', 'confirmed')";
        manager.get_connection().execute_unprepared(text).await.map(|_| ())
    }
}
