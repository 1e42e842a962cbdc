//! What somebody has booked, as far as their quotas count it.

use std::sync::Arc;

use chrono_tz::Tz;

use crate::{
    actions::Services,
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{BookingId, OrganisationId, UserId},
        organisation::DEFAULT_CLASS,
        quota::{Party, Standing, Usage, holding, starts_to_know},
        rules::Asker,
        time::{Instant, MINUTE, Span},
    },
    store::{Access, catalogue::Catalogue, quotas},
};

/// What an asker has booked, for wishes in `window` that take the place of `except`: one read, and none where no quota
/// holds for them. `person` books where there is no organisation; nobody is counted who has no account.
///
/// # Errors
/// Those of the read.
pub async fn usage<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    asker: &Asker,
    person: Option<UserId>,
    now: Instant,
    window: Span,
    except: &[BookingId],
) -> Result<Arc<Usage>, Failure> {
    let party = asker.organisation_id.map(Party::Organisation).or(person.map(Party::Person));
    let quotas = holding(&catalogue.quotas, &asker.class, asker.organisation_id);
    let starts = starts_to_know(&quotas, window, now);
    let (Some(party), Some(starts)) = (party, starts) else { return Ok(Arc::default()) };
    let booked = quotas::booked(access, party, starts, except).await?;
    Ok(Arc::new(Usage {
        party: Some(party),
        quotas,
        starts: Some(starts),
        except: except.to_vec(),
        booked,
        taken: Vec::new(),
    }))
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
        let usage = usage(&services.store, &catalogue, &asker, Some(caller.id), now, window, &[]).await?;
        let zone = |quota: &_| zone_of(&catalogue, quota);
        let standings = usage.quotas.iter().map(|quota| usage.standing(quota, now, zone(quota), now)).collect();
        found.push((organisation_id, standings));
    }
    Ok(found)
}

/// The clocks by which a quota counts where no centre is asked: those of its own, and for the city those that most of its
/// centres have in common.
fn zone_of(catalogue: &Catalogue, quota: &crate::domain::quota::Quota) -> Tz {
    use crate::domain::quota::Area;
    let centre = match quota.area {
        Area::City => catalogue.centres.values().min_by_key(|centre| centre.id),
        Area::Centre(id) => catalogue.centres.get(&id),
        Area::Room(id) => catalogue.rooms.get(&id).and_then(|room| catalogue.centres.get(&room.centre_id)),
    };
    centre.map_or(Tz::UTC, |centre| centre.timezone)
}
