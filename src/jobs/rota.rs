//! Sees to it that somebody opens: offers that nobody took go to the desk, hours that nobody needs any more are dropped,
//! who booked names a key-holder or the desk decides, those on duty are reminded, and so is who has a key that is late.

use crate::{
    actions::{
        Services, keys,
        rota::{
            needs, remind,
            settle::{DropUnneeded, Lapse},
        },
    },
    domain::failure::Failure,
    store::rota,
};

/// Hours looked at in one go.
const BATCH: u64 = 100;

/// Does what is due and tells how many things that were.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services) -> Result<usize, Failure> {
    let policy = &services.policy;
    let mut done = 0;
    let dangling = rota::dangling(&services.store, services.now(), BATCH).await?;
    done +=
        super::each("rota", dangling, |id| async move { services.store.run(&DropUnneeded { policy, id }).await }).await;
    let lapsed = rota::lapsed(&services.store, services.now(), BATCH).await?;
    done += super::each("rota", lapsed, |id| async move { services.store.run(&Lapse { policy, id }).await }).await;
    done += needs::see_to(services).await?;
    done += remind::remind(services).await?;
    Ok(done + keys::see_to(services).await?)
}
