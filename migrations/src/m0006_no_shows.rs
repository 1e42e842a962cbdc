//! Times that nobody came to what a person booked privately are counted with each request of theirs: not among all that
//! they ever booked.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = "CREATE INDEX bookings_no_show_private ON bookings (booker_id)
            WHERE organisation_id IS NULL AND attendance = 'no_show'";
        manager.get_connection().execute_unprepared(text).await.map(|_| ())
    }
}
