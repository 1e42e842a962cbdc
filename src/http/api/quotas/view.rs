//! How quotas look in answers.

use serde::Serialize;

use crate::{
    domain::{
        ids::{CentreId, OrganisationId, QuotaId, RoomId},
        quota::{Area, Measure, Period, Quota, Standing},
    },
    http::render::Moment,
};

/// A quota: how much an organisation, or somebody who books privately, may book. Over a room, a centre, or, where neither
/// is named, the city.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuotaView {
    /// Identifier.
    id: QuotaId,
    /// Over the rooms of this centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    centre_id: Option<CentreId>,
    /// Over this room.
    #[serde(skip_serializing_if = "Option::is_none")]
    room_id: Option<RoomId>,
    /// Only for this priority class; null is every class.
    priority_class: Option<String>,
    /// Only for this organisation, in place of what holds for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation_id: Option<OrganisationId>,
    /// What it counts.
    measure: Measure,
    /// Over which time.
    period: Period,
    /// So much at most.
    limit: i64,
}

/// A quota as an answer shows it.
pub(crate) fn view(quota: &Quota) -> QuotaView {
    let (centre_id, room_id) = split(quota.area);
    QuotaView {
        id: quota.id,
        centre_id,
        room_id,
        priority_class: quota.class.clone(),
        organisation_id: quota.organisation_id,
        measure: quota.measure,
        period: quota.period,
        limit: quota.most,
    }
}

/// How a quota stands.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuotaLeft {
    /// The quota.
    quota_id: QuotaId,
    /// Over the rooms of this centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    centre_id: Option<CentreId>,
    /// Over this room.
    #[serde(skip_serializing_if = "Option::is_none")]
    room_id: Option<RoomId>,
    /// What it counts.
    measure: Measure,
    /// Over which time.
    period: Period,
    /// The period begins then; absent for what is open.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    starts_at: Option<Moment>,
    /// The next period begins then.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<Moment>,
    /// So much at most.
    limit: i64,
    /// So much is booked.
    used: i64,
    /// So much is left.
    left: i64,
}

/// How quotas stand, as answers show it.
pub(crate) fn left(standings: &[Standing]) -> Vec<QuotaLeft> {
    let one = |standing: &Standing| {
        let (centre_id, room_id) = split(standing.quota.area);
        QuotaLeft {
            quota_id: standing.quota.id,
            centre_id,
            room_id,
            measure: standing.quota.measure,
            period: standing.quota.period,
            starts_at: standing.within.map(|within| Moment(within.start(), standing.zone)),
            ends_at: standing.within.map(|within| Moment(within.end(), standing.zone)),
            limit: standing.quota.most,
            used: standing.used,
            left: standing.left(),
        }
    };
    standings.iter().map(one).collect()
}

fn split(area: Area) -> (Option<CentreId>, Option<RoomId>) {
    match area {
        Area::City => (None, None),
        Area::Centre(id) => (Some(id), None),
        Area::Room(id) => (None, Some(id)),
    }
}
