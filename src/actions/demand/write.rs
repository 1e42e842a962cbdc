//! Writes notes down: one wish by one asker on one day counts once.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::{
    actions::Services,
    domain::{
        demand::{Asker, Demand, Note, Unmet, day_of},
        failure::Failure,
        ids::OrganisationId,
        organisation::OrganisationKind,
    },
    store::{Unit, UseCase, bookings, demand, waitlist},
};

/// Notes that are written in one transaction.
const BATCH: usize = 200;

/// Writes the notes that wait; tells how many wishes were new. What can't be written now is kept for the next time.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn write_all(services: &Services) -> Result<usize, Failure> {
    let _turn = services.notes.writing.lock().await;
    let mut written = 0;
    loop {
        let notes = services.notes.take(BATCH);
        if notes.is_empty() {
            return Ok(written);
        }
        match services.store.run(&Write { notes: &notes }).await {
            Ok(new) => written += new,
            Err(failure) => {
                services.notes.put_back(notes);
                return Err(failure);
            }
        }
    }
}

struct Write<'a> {
    notes: &'a [Note],
}

impl UseCase for Write<'_> {
    type Output = usize;

    async fn run(&self, unit: &Unit) -> Result<usize, Failure> {
        record(unit, self.notes).await
    }
}

/// Records wishes, each but once a day. Who asked leaves a mark that nobody can read: its salt is of that day, and goes
/// with it.
async fn record(unit: &Unit, notes: &[Note]) -> Result<usize, Failure> {
    let day = day_of(unit.now());
    let salt = demand::salt_of(unit, day).await?;
    let mut homes: HashMap<OrganisationId, Option<String>> = HashMap::new();
    let mut new = 0;
    for note in notes {
        if !demand::mark(unit, day, &mark(&salt, &note.wish())).await? {
            continue;
        }
        let from_neighbourhood = match &note.asker {
            Asker::Organisation(id) => match homes.get(id) {
                Some(known) => known.clone(),
                None => {
                    let home = demand::home_of(unit, *id).await?;
                    homes.insert(*id, home.clone());
                    home
                }
            },
            _ => None,
        };
        demand::insert(unit, day, &Demand { from_neighbourhood, ..note.demand.clone() }).await?;
        new += 1;
    }
    Ok(new)
}

fn mark(salt: &str, wish: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update(wish.as_bytes());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Records those who waited in vain, in the transaction that takes them off the list.
///
/// # Errors
/// Those of the database.
pub async fn lapsing(unit: &Unit) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let mut notes = Vec::new();
    for wait in waitlist::lapsing(unit).await? {
        let place = wait.room_id.and_then(|room| catalogue.room(room));
        let kind = match wait.organisation_id {
            Some(id) => bookings::standing(unit, id).await?.kind,
            None => OrganisationKind::Private,
        };
        let demand = Demand {
            unmet: Unmet::Waiting,
            rules: Vec::new(),
            window: wait.window,
            minutes: wait.duration_minutes,
            people: wait.people,
            equipment: wait.equipment.clone(),
            accessible: wait.accessible,
            activity: None,
            room_id: wait.room_id,
            centre_id: place.as_ref().map(|(_, centre)| centre.id),
            neighbourhood: match place {
                Some((_, centre)) => centre.neighbourhood_code.clone(),
                None => wait.neighbourhood.clone(),
            },
            from_neighbourhood: None,
            kind,
        };
        let asker = wait.organisation_id.map_or(Asker::Person(wait.person_id), Asker::Organisation);
        notes.push(Note { asker, demand });
    }
    record(unit, &notes).await?;
    Ok(())
}
