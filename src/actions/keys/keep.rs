//! Which keys a centre has.

use serde_json::json;

use super::record;
use crate::{
    auth::Caller,
    domain::{
        failure::{Failure, Use},
        ids::{CentreId, KeyId},
        key::Key,
        validation::{Faults, Lines, text},
    },
    store::{Unit, UseCase, keys},
};

/// Adds a key.
pub struct AddKey {
    /// Who does.
    pub caller: Caller,
    /// The centre.
    pub centre: CentreId,
    /// What stands on it, 1 to 40 characters.
    pub number: String,
    /// What it opens, 1 to 200 characters.
    pub name: String,
}

impl UseCase for AddKey {
    type Output = Key;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_desk_of(self.centre))
    }

    async fn run(&self, unit: &Unit) -> Result<Key, Failure> {
        let mut faults = Faults::new();
        let number = text(&mut faults, "/number", &self.number, 40, Lines::One);
        let name = text(&mut faults, "/name", &self.name, 200, Lines::One);
        faults.into_result()?;
        let key = Key { id: KeyId::new(unit.now()), centre_id: self.centre, number, name, loan: None };
        match keys::add(unit, &key).await {
            Err(Failure::Duplicate(_)) => {
                return Err(Failure::invalid("/number", "duplicate", "The centre has a key with this number."));
            }
            other => other?,
        }
        let after = json!({"number": key.number});
        record(unit, Some(self.caller.id), "key.added", &key, None, Some(after)).await?;
        Ok(key)
    }
}

/// Takes a key out of use that is in the centre.
pub struct RetireKey {
    /// Who does.
    pub caller: Caller,
    /// Which.
    pub id: KeyId,
}

impl UseCase for RetireKey {
    type Output = ();

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let key = keys::get(unit, self.id).await?;
        if self.caller.is_desk_of(key.centre_id) {
            Ok(())
        } else if self.caller.reads_city() {
            Err(Failure::Forbidden)
        } else {
            Err(Failure::NotFound)
        }
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let key = keys::get(unit, self.id).await?;
        if !keys::retire(unit, self.id).await? {
            let out = key.loan.map(|loan| Use { kind: "loan", id: loan.id.0, reference: None, why: None });
            return Err(Failure::InUse(out.into_iter().collect()));
        }
        let before = json!({"number": key.number});
        record(unit, Some(self.caller.id), "key.retired", &key, Some(before), None).await
    }
}
