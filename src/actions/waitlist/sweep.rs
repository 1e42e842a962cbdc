//! Looks after the list: times that became free in another way (a new room, longer opening hours, other rules, a horizon
//! that moved on) are held for those who wait, in the order in which a time that is freed is, and those whose time is past
//! are taken off.

use std::cmp::Reverse;

use super::{
    find::Look,
    join::attempt,
    serve::{ahead, days_ahead},
};
use crate::{
    actions::{Services, demand},
    domain::{
        failure::Failure,
        ids::WaitId,
        time::{Instant, Span},
        waiting::WaitState,
    },
    store::{Unit, UseCase, waitlist},
};

/// Looks after the list once; tells how many were served or taken off.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn sweep(services: &Services) -> Result<usize, Failure> {
    let (store, policy, now) = (&services.store, &services.policy, services.now());
    let lapsed = store.run(&Lapse).await?;
    let mut done = usize::try_from(lapsed).unwrap_or(usize::MAX);
    let Some(all) = Span::new(now, Instant::LATEST) else { return Ok(done) };
    let catalogue = store.catalogue().await?;
    let mut look = Look::new(store, &catalogue, policy, now);
    let mut found = Vec::new();
    for one in waitlist::waiting(store, all).await? {
        let Some(window) = ahead(&one.wait, now) else { continue };
        // A look costs no lock: hardly ever is there anything to hold.
        if let Some(seen) = look.find(&one.wait, None, window).await? {
            found.push((Reverse(days_ahead(&catalogue, seen.plan.room.id, &one)), one.number, one.wait.id));
        }
    }
    // The order in which a time that is freed is given.
    found.sort();
    for (_, _, id) in found {
        if store.run(&Attempt { services, id }).await? {
            done += 1;
        }
    }
    Ok(done)
}

struct Lapse;

impl UseCase for Lapse {
    type Output = u64;

    async fn run(&self, unit: &Unit) -> Result<u64, Failure> {
        demand::lapsing(unit).await?;
        waitlist::lapse(unit).await
    }
}

struct Attempt<'a> {
    services: &'a Services,
    id: WaitId,
}

impl UseCase for Attempt<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        waitlist::hold_alone(unit).await?;
        let wait = waitlist::get(unit, self.id).await?;
        if wait.state != WaitState::Waiting {
            return Ok(false);
        }
        Box::pin(attempt(unit, &self.services.policy, &wait)).await
    }
}
