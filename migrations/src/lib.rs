//! The schema of Lokaal and the law in it. One change a file, in order; migrations only go forward and leave the
//! version before them working. Statements that differ by engine name both forms.

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::{Migration as Change, MigratorTrait};

mod dialect;
mod m0001_people;
mod m0002_places;
mod m0003_law;
mod m0004_bookings;
mod m0005_records;
mod m0006_no_shows;
mod m0007_series;
mod m0008_closures;
mod m0009_series_changes;
mod m0010_waiting_list;
mod m0011_returns;
mod m0012_money;
mod m0013_feeds;
mod m0014_attendance;
mod m0016_comments;
mod m0017_quotas;
mod m0019_demand;
mod m0021_rota;
mod m0022_letters;
mod m0023_neighbours;
mod m0025_counted;
mod m0026_counted_private;
mod m0028_merged;

/// Applies the changes in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_places::Migration),
            Box::new(m0003_law::Migration),
            Box::new(m0004_bookings::Migration),
            Box::new(m0005_records::Migration),
            Box::new(m0006_no_shows::Migration),
            Box::new(m0007_series::Migration),
            Box::new(m0008_closures::Migration),
            Box::new(m0009_series_changes::Migration),
            Box::new(m0010_waiting_list::Migration),
            Box::new(m0011_returns::Migration),
            Box::new(m0012_money::Migration),
            Box::new(m0013_feeds::Migration),
            Box::new(m0014_attendance::Migration),
            Box::new(m0016_comments::Migration),
            Box::new(m0017_quotas::Migration),
            Box::new(m0019_demand::Migration),
            Box::new(m0021_rota::Migration),
            Box::new(m0022_letters::Migration),
            Box::new(m0023_neighbours::Migration),
            Box::new(m0025_counted::Migration),
            Box::new(m0026_counted_private::Migration),
            Box::new(m0028_merged::Migration),
        ]
    }
}
