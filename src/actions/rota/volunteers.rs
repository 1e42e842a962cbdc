//! Taking people on the rota, noting their training, and taking them off. Hours that they may no longer take are offered to
//! the others.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::release;
use crate::{
    actions::{Policy, organisations::key_holders::training, people::as_of_now},
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, OrganisationId, UserId, VolunteerId},
        rota::Volunteer,
        validation::Faults,
    },
    store::{Unit, UseCase, audit, bookings, people, rota},
};

/// Takes somebody on the rota of a centre.
pub struct AddVolunteer {
    /// Who takes them on.
    pub caller: Caller,
    /// The centre.
    pub centre: CentreId,
    /// Whom.
    pub person: UserId,
    /// The organisation that they come from, where they come from one.
    pub organisation: Option<OrganisationId>,
    /// Whether they may open.
    pub opens: bool,
    /// Whether they are a host.
    pub hosts: bool,
    /// When they were trained; today where not said.
    pub trained_on: Option<NaiveDate>,
    /// The last date on which that holds, where it ends.
    pub valid_until: Option<NaiveDate>,
}

impl UseCase for AddVolunteer {
    type Output = rota::OnRota;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.is_desk_of(self.centre))
    }

    async fn run(&self, unit: &Unit) -> Result<rota::OnRota, Failure> {
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.is_desk_of(self.centre))?;
        let mut faults = Faults::new();
        let training = training(&mut faults, unit.now(), self.trained_on, self.valid_until);
        if !self.opens && !self.hosts {
            faults.add("/roles", "required", "Somebody on the rota opens, or is a host.");
        }
        match people::get(unit, self.person).await {
            Ok(_) => {}
            Err(Failure::NotFound) => faults.add("/user_id", "unknown", "There is no such person."),
            Err(failure) => return Err(failure),
        }
        if let Some(organisation) = self.organisation
            && !bookings::is_member(unit, self.person, organisation).await?
        {
            faults.add("/organisation_id", "not_a_member", "The person does not belong to it.");
        }
        faults.into_result()?;
        let new = Volunteer {
            id: VolunteerId::new(unit.now()),
            centre_id: self.centre,
            person_id: self.person,
            organisation_id: self.organisation,
            opens: self.opens,
            hosts: self.hosts,
            training,
        };
        if !rota::add_volunteer(unit, &new).await? {
            return Err(Failure::invalid("/user_id", "duplicate", "They are on the rota already."));
        }
        record(unit, &caller, "volunteer.taken_on", &new, None, Some(facts(&new))).await?;
        rota::volunteer(unit, new.id).await
    }
}

/// Notes when somebody on the rota was trained.
pub struct TrainVolunteer<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Who notes it.
    pub caller: Caller,
    /// Who was trained.
    pub id: VolunteerId,
    /// When; today where not said.
    pub trained_on: Option<NaiveDate>,
    /// The last date on which that holds, where it ends.
    pub valid_until: Option<NaiveDate>,
}

impl UseCase for TrainVolunteer<'_> {
    type Output = rota::OnRota;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        is_desk(unit, &self.caller, self.id).await
    }

    async fn run(&self, unit: &Unit) -> Result<rota::OnRota, Failure> {
        let before = rota::hold_volunteer(unit, self.id).await?;
        let mut faults = Faults::new();
        let training = training(&mut faults, unit.now(), self.trained_on, self.valid_until);
        faults.into_result()?;
        rota::set_training(unit, self.id, training).await?;
        let after = Volunteer { training, ..before.volunteer.clone() };
        let (was, is) = (Some(facts(&before.volunteer)), Some(facts(&after)));
        record(unit, &self.caller, "volunteer.trained", &after, was, is).await?;
        give_up(unit, self.policy, &self.caller, &after, false).await?;
        Ok(rota::OnRota { volunteer: after, ..before })
    }
}

/// Takes somebody off the rota.
pub struct EndVolunteer<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// Who does.
    pub caller: Caller,
    /// Whom.
    pub id: VolunteerId,
}

impl UseCase for EndVolunteer<'_> {
    type Output = ();

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let volunteer = rota::volunteer(unit, self.id).await?.volunteer;
        // Who is on it may leave.
        if volunteer.person_id == self.caller.id { Ok(()) } else { is_desk(unit, &self.caller, self.id).await }
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let before = rota::hold_volunteer(unit, self.id).await?.volunteer;
        give_up(unit, self.policy, &self.caller, &before, true).await?;
        rota::end_volunteer(unit, self.id).await?;
        record(unit, &self.caller, "volunteer.ended", &before, Some(facts(&before)), None).await
    }
}

async fn is_desk(unit: &Unit, caller: &Caller, id: VolunteerId) -> Result<(), Failure> {
    let volunteer = rota::volunteer(unit, id).await?.volunteer;
    if caller.is_desk_of(volunteer.centre_id) {
        Ok(())
    } else if caller.reads_city() {
        Err(Failure::Forbidden)
    } else {
        Err(Failure::NotFound)
    }
}

/// Offers to the others the hours that somebody may no longer take: all, or those outside their training.
async fn give_up(
    unit: &Unit,
    policy: &Policy,
    caller: &Caller,
    volunteer: &Volunteer,
    all: bool,
) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let centre = catalogue.centres.get(&volunteer.centre_id).ok_or(Failure::Stale)?;
    for shift in rota::shifts_of(unit, &[volunteer.id], unit.now()).await? {
        if all || !volunteer.may(shift.role, shift.span, centre.timezone) {
            release(unit, policy, &shift, Some(volunteer.person_id), Some(caller.id)).await?;
        }
    }
    Ok(())
}

fn facts(volunteer: &Volunteer) -> Value {
    json!({
        "person": volunteer.person_id,
        "organisation_id": volunteer.organisation_id,
        "opens": volunteer.opens,
        "hosts": volunteer.hosts,
        "trained_on": volunteer.training.trained_on,
        "valid_until": volunteer.training.valid_until,
    })
}

async fn record(
    unit: &Unit,
    caller: &Caller,
    action: &str,
    volunteer: &Volunteer,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), Failure> {
    let event = audit::Event {
        actor: Some(caller.id),
        action,
        subject: "volunteer",
        subject_id: volunteer.id.0,
        centre_id: Some(volunteer.centre_id),
        before,
        after,
    };
    audit::record(unit, event).await
}
