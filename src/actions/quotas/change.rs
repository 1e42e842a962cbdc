//! Changes how much a quota lets through, or ends it.

use serde_json::json;

use super::{centre_of, check, facts, may_set, record};
use crate::{
    actions::Condition,
    auth::Caller,
    domain::{failure::Failure, ids::QuotaId, quota::Quota},
    store::{Unit, UseCase, quotas},
};

/// Changes how much a quota lets through, or ends it. What is booked already stays.
pub struct ChangeQuota {
    /// Who asks.
    pub caller: Caller,
    /// Which quota.
    pub id: QuotaId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// So much from now on; none ends it.
    pub most: Option<i64>,
}

impl UseCase for ChangeQuota {
    type Output = Quota;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let quota = quotas::get(unit, self.id).await?;
        may_set(&self.caller, &*unit.catalogue().await?, quota.area)
    }

    async fn run(&self, unit: &Unit) -> Result<Quota, Failure> {
        let before = quotas::get(unit, self.id).await?;
        self.condition.check(before.version)?;
        let centre = centre_of(&*unit.catalogue().await?, before.area)?;
        let Some(most) = self.most else {
            quotas::end(unit, &before).await?;
            record(unit, self.caller.id, "quota.ended", &before, centre, (Some(facts(&before)), None)).await?;
            return Ok(before);
        };
        if most == before.most {
            return Ok(before);
        }
        let after = Quota { most, version: before.version + 1, ..before.clone() };
        check(&after)?;
        quotas::update(unit, &after).await?;
        let changed = (Some(json!({ "limit": before.most })), Some(json!({ "limit": after.most })));
        record(unit, self.caller.id, "quota.changed", &after, centre, changed).await?;
        Ok(after)
    }
}
