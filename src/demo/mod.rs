//! The demo: Leuven with its neighbourhoods and centres, people whose password everybody knows, and, for measuring, a
//! large city made from a seed.

pub mod city;
pub mod data;
pub mod leuven;
mod neighbours;
mod series;

pub use data::PASSWORD;

use crate::{
    config::Settings,
    domain::failure::Failure,
    store::{Store, demo},
};

/// Refuses a database with people of the demo where they may not be served, whoever loaded them and whenever.
///
/// # Errors
/// [`Failure::Unavailable`] where they are there and refused, or the database can't be reached.
pub async fn refuse_people(store: &Store, settings: &Settings) -> Result<(), Failure> {
    if settings.demo_people_refused().is_none() || !demo::has_people(store).await? {
        return Ok(());
    }
    let why = if settings.profile.is_production() {
        "production refuses them: take another database".to_owned()
    } else {
        let address = settings.http.address;
        format!(
            "they would be served on {address}, which is not loopback: take another database, or set demo.public to \
             true if that is meant"
        )
    };
    let holds = "the database holds people of the demo, whose password is known to everybody";
    Err(Failure::Unavailable(format!("{holds}; {why}")))
}
