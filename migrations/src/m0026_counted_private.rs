//! A quota counts what a person has booked for themselves, too: found by the person and the time, not by reading all
//! that they ever booked.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = "CREATE INDEX bookings_counted_private ON bookings (booker_id, centre_id, starts_at)
            WHERE organisation_id IS NULL AND status IN ('requested', 'held', 'confirmed')";
        manager.get_connection().execute_unprepared(text).await.map(|_| ())
    }
}
