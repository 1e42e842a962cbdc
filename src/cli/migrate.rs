//! `lokaal migrate up` and `lokaal migrate status`.

use clap::Subcommand;

use super::CommandError;
use crate::{
    clock::Clock,
    config::DatabaseSettings,
    store::{Store, StoreSettings},
};

/// What to do about the changes of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum Migration {
    /// Apply the changes that are missing
    Up,
    /// Show which changes are applied and which are missing
    Status,
}

pub(super) async fn run(step: Migration, settings: &DatabaseSettings, clock: Clock) -> Result<(), CommandError> {
    let store_settings = StoreSettings::from(settings);
    if step == Migration::Up {
        Store::migrate(&store_settings).await?;
    }
    let store = Store::connect(&store_settings, clock).await?;
    let status = store.migration_status().await;
    store.close().await;
    let (applied, missing) = status?;
    println!("{}", settings.url);
    for (state, names) in [("applied", applied), ("missing", missing)] {
        for name in names {
            println!("  {state}  {name}");
        }
    }
    Ok(())
}
