//! Joins the waiting list. What is free at that moment is held at once.

use std::collections::HashSet;

use serde_json::json;

use super::{
    find::Look,
    serve::{ahead, give, resources_of},
};
use crate::{
    actions::{Policy, Services},
    auth::Caller,
    domain::{
        failure::Failure,
        time::{DAY, HOUR},
        validation::{Faults, Lines, MOST_PEOPLE, text},
        waiting::{MOST_PLACES, Wait},
    },
    store::{Unit, UseCase, audit, claims, waitlist},
};

/// Days of a window at most.
const MOST_DAYS: i64 = 400;

/// The longest that a booking can be waited for, minutes: a month.
const MOST_MINUTES: i64 = 31 * 24 * 60;

/// Joins the waiting list.
pub struct Join {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// What they wait for.
    pub wait: Wait,
}

impl UseCase for Join {
    type Output = Wait;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.may_book_for(self.wait.organisation_id))
    }

    async fn run(&self, unit: &Unit) -> Result<Wait, Failure> {
        let wait = self.checked(unit)?;
        let catalogue = unit.catalogue().await?;
        if let Some(room) = wait.room_id
            && catalogue.room(room).is_none()
        {
            return Err(Failure::invalid("/room_id", "unknown", "There is no such room."));
        }
        if let Some(name) = wait.neighbourhood.as_ref().map(|name| name.to_lowercase())
            && !catalogue
                .neighbourhoods
                .iter()
                .any(|one| [&one.code, &one.name].iter().any(|known| known.to_lowercase() == name))
        {
            return Err(Failure::invalid("/neighbourhood", "unknown", "There is no such neighbourhood."));
        }
        waitlist::hold_alone(unit).await?;
        has_room(&waitlist::open_places(unit, wait.person_id).await?, &wait)?;
        waitlist::insert(unit, &wait).await?;
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: "waitlist.joined",
            subject: "waitlist",
            subject_id: wait.id.0,
            centre_id: None,
            before: None,
            after: Some(json!({ "room_id": wait.room_id, "organisation_id": wait.organisation_id })),
        };
        audit::record(unit, event).await?;
        Box::pin(attempt(unit, &self.services.policy, &wait)).await?;
        waitlist::get(unit, wait.id).await
    }
}

impl Join {
    fn checked(&self, unit: &Unit) -> Result<Wait, Failure> {
        let mut faults = Faults::new();
        let mut wait = self.wait.clone();
        wait.title = text(&mut faults, "/title", &wait.title, 200, Lines::One);
        faults.bound("/people", wait.people, &(1..=MOST_PEOPLE));
        faults.bound("/duration_minutes", wait.duration_minutes, &(1..=MOST_MINUTES));
        faults.bound_entries("/equipment", &wait.equipment, 20);
        for (n, word) in wait.equipment.iter_mut().enumerate() {
            *word = text(&mut faults, format!("/equipment/{n}"), word, 200, Lines::One).to_lowercase();
        }
        // In one order: what is asked for twice is then seen to be the same.
        wait.equipment.sort_unstable();
        wait.equipment.dedup();
        if let Some(name) = &mut wait.neighbourhood {
            *name = text(&mut faults, "/neighbourhood", name, 200, Lines::One);
        }
        if wait.window.end() <= unit.now() {
            faults.add("/until", "past", "One waits for a time after now.");
        }
        if wait.window.seconds() > MOST_DAYS * DAY + HOUR {
            faults.add("/until", "range", "The window is at most 400 days long.");
        }
        if wait.window.seconds() < wait.seconds() {
            faults.add("/duration_minutes", "range", "It fits into the window.");
        }
        faults.into_result()?;
        Ok(wait)
    }
}

/// Whether somebody who has these places may have one more: whoever waits often enough would hold a time for ever.
///
/// # Errors
/// [`Failure::Invalid`].
fn has_room(places: &[Wait], wait: &Wait) -> Result<(), Failure> {
    let own: Vec<&Wait> = places.iter().filter(|known| known.organisation_id == wait.organisation_id).collect();
    if own.iter().any(|known| known.is_same(wait)) {
        return Err(Failure::invalid("", "duplicate", "They wait for the same already."));
    }
    if own.len() >= MOST_PLACES {
        let message = format!("There are at most {MOST_PLACES} places at once; leave one first.");
        return Err(Failure::invalid("", "too_many", message));
    }
    Ok(())
}

/// Holds a time for somebody who waits, where one is free. The list is held alone.
pub(super) async fn attempt(unit: &Unit, policy: &Policy, wait: &Wait) -> Result<bool, Failure> {
    let (catalogue, now) = (unit.catalogue().await?, unit.now());
    let Some(window) = ahead(wait, now) else { return Ok(false) };
    let mut look = Look::new(unit, &catalogue, policy, now);
    let Some(seen) = look.find(wait, None, window).await? else { return Ok(false) };
    let rooms = HashSet::from([seen.plan.room.id]);
    let mut resources: Vec<_> = resources_of(&catalogue, &rooms).into_iter().collect();
    resources.sort();
    claims::lock(unit, &resources).await?;
    // Somebody may have booked it before the lock was had.
    let Some(found) = look.find(wait, Some(&rooms), window).await? else { return Ok(false) };
    give(unit, policy, wait, found).await?;
    Ok(true)
}
