//! `lokaal demo load`.

use clap::{Args, Subcommand};

use super::CommandError;
use crate::{
    actions::Services,
    auth::passwords::{Cost, Passwords},
    clock::Clock,
    config::Settings,
    demo::{self, city, leuven},
    domain::failure::Failure,
};

/// What to do with the demo.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Demo {
    /// Load the demo of Leuven into a database without centres; with numbers, a large city beside it
    Load(Load),
}

/// How much to load.
#[derive(Args, Clone, Copy, Debug)]
pub struct Load {
    /// Rooms of a large city, in centres of twenty
    #[arg(long)]
    rooms: Option<usize>,
    /// Bookings in those rooms
    #[arg(long, requires = "rooms")]
    bookings: Option<usize>,
    /// What its random numbers begin with: the same seed makes the same city
    #[arg(long, requires = "rooms", default_value_t = 1)]
    seed: u64,
}

/// The member for whom the large city's bookings are.
const BOOKER: &str = "comite@demo.lokaal";

/// Runs it.
pub(super) async fn run(demo: Demo, settings: &Settings, clock: Clock) -> Result<(), CommandError> {
    let Demo::Load(load) = demo;
    if settings.profile == crate::config::Profile::Production {
        let refusal = "demo data is not for production: everybody knows the password of its people";
        return Err(Failure::Unavailable(refusal.into()).into());
    }
    let services = Services::open(settings, clock).await?;
    let hash = Passwords::new(Cost::from(&settings.auth))?.hash(demo::PASSWORD).await?;
    let loaded = leuven::load(&services, hash).await?;
    println!("{}", if loaded { "Leuven is loaded." } else { "There are centres already: Leuven is left out." });
    if let Some(rooms) = load.rooms {
        let size = city::Size { rooms, bookings: load.bookings.unwrap_or(0), seed: load.seed };
        city::make(&services, size, BOOKER).await?;
        println!("{} rooms with {} bookings are made.", size.rooms, size.bookings);
    }
    services.store.close().await;
    Ok(())
}
