//! As whom somebody asks when a room is free.

use crate::{
    auth::Caller,
    domain::{
        centre::Centre,
        failure::Failure,
        ids::OrganisationId,
        room::Room,
        rules::{Asker, horizon},
    },
    store::{
        Access,
        bookings::{self, Standing},
    },
};

/// As whom a caller may book: privately, and for each organisation they belong to.
#[derive(Clone, Debug)]
pub struct Askers(Vec<Asker>);

impl Askers {
    /// Looks up the caller's organisations, where they have any. A visitor asks as somebody who books privately.
    pub async fn of<A: Access>(access: &A, caller: Option<&Caller>) -> Result<Self, Failure> {
        let ids: Vec<OrganisationId> =
            caller.into_iter().flat_map(|caller| &caller.memberships).map(|member| member.organisation_id).collect();
        let standings = bookings::standings(access, &ids).await?;
        let organisations = standings.into_iter().map(|(id, standing)| asker(id, standing));
        Ok(Self(std::iter::once(Asker::private()).chain(organisations).collect()))
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
        let no_shows = match caller {
            Some(caller) => bookings::private_no_shows(access, caller.id).await?,
            None => 0,
        };
        return Ok(Asker { no_shows, ..Asker::private() });
    };
    let caller = caller.ok_or(Failure::Unauthorized)?;
    caller.needs(caller.may_book_for(Some(id)) || caller.is_any_desk())?;
    match bookings::standing(access, id).await {
        Ok(standing) => Ok(asker(id, standing)),
        // Nobody is a member of what is not there: only staff get here.
        Err(Failure::NotFound) => Err(Failure::invalid("organisation_id", "unknown", "There is no such organisation.")),
        Err(failure) => Err(failure),
    }
}

fn asker(id: OrganisationId, standing: Standing) -> Asker {
    let Standing { kind, class, no_shows, .. } = standing;
    Asker { kind, class, organisation_id: Some(id), is_host: false, no_shows }
}

/// The same, as they stand at a centre: its host has no horizon there.
#[must_use]
pub fn at_centre(asker: &Asker, centre: &Centre) -> Asker {
    Asker { is_host: Caller::hosts(centre, asker.organisation_id), ..asker.clone() }
}
