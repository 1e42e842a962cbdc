//! As whom somebody asks when a room is free.

use std::sync::Arc;

use crate::{
    auth::Caller,
    domain::{
        centre::Centre,
        failure::Failure,
        ids::OrganisationId,
        organisation::Standing,
        room::Room,
        rules::{Asker, horizon},
    },
    store::{Access, bookings},
};

/// As whom a caller may book: privately, and for each organisation they belong to.
#[derive(Clone, Debug)]
pub struct Askers(Vec<Asker>);

impl Askers {
    /// Of a caller. A visitor asks as somebody who books privately.
    #[must_use]
    pub fn of(caller: Option<&Caller>) -> Self {
        let memberships = caller.into_iter().flat_map(|caller| &caller.memberships);
        let organisations = memberships.map(|member| asker(member.organisation_id, &member.standing));
        Self(std::iter::once(Asker::private()).chain(organisations).collect())
    }

    /// The one who may book this room furthest ahead.
    #[must_use]
    pub fn furthest_ahead(&self, centre: &Centre, room: &Room) -> Asker {
        let here = self.0.iter().map(|asker| at_centre(asker, centre));
        let days = |asker: &Asker| horizon::days_ahead(&room.rules, asker).unwrap_or(u32::MAX);
        here.max_by_key(days).unwrap_or_else(Asker::private)
    }
}

/// Who asks for an organisation that the caller belongs to; without one, privately.
///
/// # Errors
/// [`Failure::Forbidden`] for an organisation that they do not belong to.
pub async fn for_organisation<A: Access>(
    access: &A,
    caller: Option<&Caller>,
    organisation: Option<OrganisationId>,
) -> Result<Asker, Failure> {
    let Some(id) = organisation else {
        let known = caller.map(|caller| (caller.private_no_shows.clone(), caller.private_incidents.clone()));
        let (no_shows, incidents) = known.unwrap_or_default();
        return Ok(Asker { no_shows, incidents, ..Asker::private() });
    };
    let caller = caller.ok_or(Failure::Unauthorized)?;
    if let Some(standing) = caller.standing_of(id) {
        return Ok(asker(id, standing));
    }
    caller.needs(caller.is_any_desk())?;
    match bookings::standing(access, id).await {
        Ok(standing) => Ok(asker(id, &standing)),
        // Nobody is a member of what is not there: only staff get here.
        Err(Failure::NotFound) => Err(Failure::invalid("organisation_id", "unknown", "There is no such organisation.")),
        Err(failure) => Err(failure),
    }
}

fn asker(id: OrganisationId, standing: &Standing) -> Asker {
    let Standing { kind, class, category, no_shows, incidents, .. } = standing.clone();
    Asker {
        kind,
        class,
        category,
        organisation_id: Some(id),
        is_host: false,
        no_shows,
        incidents,
        usage: Arc::default(),
    }
}

/// The same, as they stand at a centre: its host has no horizon there.
#[must_use]
pub fn at_centre(asker: &Asker, centre: &Centre) -> Asker {
    Asker { is_host: Caller::hosts(centre, asker.organisation_id), ..asker.clone() }
}
