//! Series that go on from another, because dates from one on were changed or because it was renewed; and the year in which
//! somebody was last reminded to renew.

use sea_orm_migration::prelude::*;

use crate::dialect;

const STATEMENTS: &[&str] = &[
    "ALTER TABLE series ADD COLUMN continues {uuid} REFERENCES series (id)",
    "ALTER TABLE series ADD COLUMN reminded_year INTEGER",
    "CREATE INDEX series_continues ON series (continues) WHERE continues IS NOT NULL",
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
