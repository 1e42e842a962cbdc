//! What becomes of the quotas that an organisation has of its own when it is merged into another.

use super::{centre_of, facts, record};
use crate::{
    domain::{
        failure::Failure,
        ids::{OrganisationId, UserId},
        quota::Quota,
    },
    store::{Unit, quotas},
};

/// Gives the one that stays what the other has of its own. Of two over the same rooms, measure and period the larger holds:
/// nobody loses what was promised to one of them.
///
/// # Errors
/// Those of the database.
pub(in crate::actions) async fn merge(
    unit: &Unit,
    actor: UserId,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let mut kept = quotas::own(unit, into).await?;
    for quota in quotas::own(unit, from).await? {
        let centre = centre_of(&catalogue, quota.area)?;
        let scope = |quota: &Quota| (quota.area, quota.measure, quota.period);
        let Some(same) = kept.iter_mut().find(|same| scope(same) == scope(&quota)) else {
            let given = Quota { organisation_id: Some(into), version: quota.version + 1, ..quota.clone() };
            quotas::give(unit, &given).await?;
            let told = (Some(facts(&quota)), Some(facts(&given)));
            record(unit, actor, "quota.changed", &given, centre, told).await?;
            kept.push(given);
            continue;
        };
        if quota.most > same.most {
            let larger = Quota { most: quota.most, version: same.version + 1, ..same.clone() };
            quotas::update(unit, &larger).await?;
            let told = (Some(facts(same)), Some(facts(&larger)));
            record(unit, actor, "quota.changed", &larger, centre, told).await?;
            *same = larger;
        }
        quotas::end(unit, &quota).await?;
        record(unit, actor, "quota.ended", &quota, centre, (Some(facts(&quota)), None)).await?;
    }
    Ok(())
}
