//! Keys that are not back in time: who has them is reminded, and the desk is told. Once.

use super::{facts, record};
use crate::{
    actions::{Policy, Services, letters},
    domain::{failure::Failure, ids::KeyId},
    store::{Unit, UseCase, keys},
};

/// Looked at in one go.
const BATCH: u64 = 100;

/// Tells of the keys that are late; tells how many.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn see_to(services: &Services) -> Result<usize, Failure> {
    let mut done = 0;
    for id in keys::late(&services.store, services.now(), BATCH).await? {
        match services.store.run(&Late { policy: &services.policy, id }).await {
            Ok(told) => done += usize::from(told),
            Err(failure) => tracing::warn!(key = %id, %failure, "nobody was told that a key is late"),
        }
    }
    Ok(done)
}

struct Late<'a> {
    policy: &'a Policy,
    id: KeyId,
}

impl UseCase for Late<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let key = keys::get(unit, self.id).await?;
        let Some(loan) = key.loan.as_ref().filter(|loan| loan.is_late(unit.now())) else { return Ok(false) };
        if !keys::note_late(unit, loan.id).await? {
            return Ok(false);
        }
        let catalogue = unit.catalogue().await?;
        let centre = catalogue.centres.get(&key.centre_id).ok_or(Failure::Stale)?;
        letters::duties::key_late(unit, self.policy, centre, &key, loan).await?;
        record(unit, None, "key.late", &key, None, Some(facts(loan))).await?;
        Ok(true)
    }
}
