//! What somebody has booked, as far as their quotas count it.

use std::sync::Arc;

use chrono_tz::Tz;

use crate::{
    actions::Services,
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{BookingId, CentreId, OrganisationId, UserId},
        organisation::DEFAULT_CLASS,
        quota::{Area, Party, Quota, Standing, Usage, holding, starts_to_know},
        room::Room,
        rules::Asker,
        time::{Instant, MINUTE, Span},
    },
    store::{Access, catalogue::Catalogue, quotas},
};

/// What an asker has booked, for wishes in `window`, in one of `rooms` (none is in any), that take the place of `except`:
/// one read, of the centres that count, and none where no quota holds for them. `person` books where there is no
/// organisation; nobody is counted who has no account.
///
/// # Errors
/// Those of the read.
pub async fn usage<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    asker: &Asker,
    person: Option<UserId>,
    (now, window): (Instant, Span),
    rooms: Option<&[&Room]>,
    except: &[BookingId],
) -> Result<Arc<Usage>, Failure> {
    let party = asker.organisation_id.map(Party::Organisation).or(person.map(Party::Person));
    let mut quotas = holding(&catalogue.quotas, &asker.class, asker.organisation_id);
    // Those of other places cost nothing.
    let counts = |area: Area| rooms.is_none_or(|rooms| rooms.iter().any(|room| area.holds(room.id, room.centre_id)));
    quotas.retain(|quota| counts(quota.area));
    let starts = starts_to_know(&quotas, window, now);
    let (Some(party), Some(starts)) = (party, starts) else { return Ok(Arc::default()) };
    let centres = centres_of(catalogue, &quotas);
    let booked = quotas::booked(access, party, starts, centres.as_deref(), except).await?;
    Ok(Arc::new(Usage {
        party: Some(party),
        quotas,
        starts: Some(starts),
        centres,
        except: except.to_vec(),
        booked,
        taken: Vec::new(),
    }))
}

/// The centres whose bookings quotas count; none is all.
fn centres_of(catalogue: &Catalogue, quotas: &[Arc<Quota>]) -> Option<Vec<CentreId>> {
    let centre = |quota: &Arc<Quota>| match quota.area {
        Area::City => None,
        Area::Centre(id) => Some(id),
        Area::Room(id) => catalogue.rooms.get(&id).map(|room| room.centre_id),
    };
    let mut centres = quotas.iter().map(centre).collect::<Option<Vec<_>>>()?;
    centres.sort_unstable();
    centres.dedup();
    Some(centres)
}

/// How the quotas of a caller stand at this moment: privately, and for each organisation that they belong to.
///
/// # Errors
/// Those of the reads.
pub async fn of_caller(
    services: &Services,
    caller: &Caller,
) -> Result<Vec<(Option<OrganisationId>, Vec<Standing>)>, Failure> {
    let catalogue = services.store.catalogue().await?;
    let now = services.now();
    let private = (None, DEFAULT_CLASS);
    let members = caller.memberships.iter().map(|member| (Some(member.organisation_id), &*member.standing.class));
    let mut found = Vec::new();
    for (organisation_id, class) in std::iter::once(private).chain(members) {
        let asker = Asker { class: class.to_owned(), organisation_id, ..Asker::private() };
        let window = Span::new(now, now.plus(MINUTE)).unwrap_or(Span::SOME_MINUTE);
        let usage = usage(&services.store, &catalogue, &asker, Some(caller.id), (now, window), None, &[]).await?;
        let zone = |quota: &_| zone_of(&catalogue, quota);
        let standings = usage.quotas.iter().map(|quota| usage.standing(quota, now, zone(quota), now)).collect();
        found.push((organisation_id, standings));
    }
    Ok(found)
}

/// The clocks by which a quota counts where no centre is asked: those of its own, and for the city those that most of its
/// centres have in common.
fn zone_of(catalogue: &Catalogue, quota: &Quota) -> Tz {
    let centre = match quota.area {
        Area::City => catalogue.centres.values().min_by_key(|centre| centre.id),
        Area::Centre(id) => catalogue.centres.get(&id),
        Area::Room(id) => catalogue.rooms.get(&id).and_then(|room| catalogue.centres.get(&room.centre_id)),
    };
    centre.map_or(Tz::UTC, |centre| centre.timezone)
}
