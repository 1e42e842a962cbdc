//! What closures still lacked: who recalled lent time, the place that each booking had in full, and the place that is held
//! for who may go back.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "ALTER TABLE closures ADD COLUMN recalled BOOLEAN NOT NULL DEFAULT FALSE",
    // Read whole into memory: there are few, and search, quote and letters warn of them.
    "CREATE INDEX closures_provisional ON closures (centre_id) WHERE provisional AND lifted_at IS NULL",
    "ALTER TABLE closure_bookings ADD COLUMN layout TEXT",
    "ALTER TABLE closure_bookings ADD COLUMN shared BOOLEAN",
    "ALTER TABLE closure_bookings ADD COLUMN equipment TEXT",
    // The booking that holds the old place for who may go back: once for each place that was lost.
    "ALTER TABLE closure_bookings ADD COLUMN return_id {uuid} REFERENCES bookings (id)",
    // The closure that ended, by which it is free again.
    "ALTER TABLE closure_bookings ADD COLUMN return_by {uuid} REFERENCES closures (id)",
    "CREATE INDEX closure_bookings_return ON closure_bookings (return_by) WHERE return_by IS NOT NULL",
    "CREATE INDEX closure_bookings_room ON closure_bookings (room_id, ends_at) WHERE return_id IS NULL",
    "ALTER TABLE bookings ADD COLUMN return_of {uuid} REFERENCES bookings (id)",
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
