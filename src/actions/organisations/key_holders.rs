//! Naming the volunteers who may open a centre for an organisation.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::record;
use crate::{
    actions::people::as_of_now,
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{KeyHolderId, OrganisationId, UserId},
        rota::Training,
        time::{DAY, Instant},
        validation::{Faults, Lines, optional_text},
    },
    store::{
        Unit, UseCase,
        organisations::{self, KeyHolder},
    },
};

/// Names a key-holder: a member, or somebody by name and telephone.
#[derive(Clone, Debug)]
pub struct NameKeyHolder {
    /// Who names them.
    pub caller: Caller,
    /// For which organisation.
    pub of: OrganisationId,
    /// A member; name and telephone are theirs where not given.
    pub user: Option<UserId>,
    /// Name, 1 to 200 characters.
    pub name: Option<String>,
    /// Telephone, 1 to 40 characters.
    pub phone: Option<String>,
    /// When they were trained; today where not said.
    pub trained_on: Option<NaiveDate>,
    /// The last date on which that holds, where it ends.
    pub valid_until: Option<NaiveDate>,
}

impl UseCase for NameKeyHolder {
    type Output = KeyHolder;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.of).await?;
        self.caller.needs(self.caller.may_manage(self.of))
    }

    async fn run(&self, unit: &Unit) -> Result<KeyHolder, Failure> {
        organisations::hold(unit, self.of).await?;
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.may_manage(self.of))?;
        let mut faults = Faults::new();
        let mut name = optional_text(&mut faults, "/name", self.name.as_deref(), 200, Lines::One);
        let mut phone = optional_text(&mut faults, "/phone", self.phone.as_deref(), 40, Lines::One);
        if let Some(user) = self.user {
            // Only of members: an admin must not read the name of just anybody.
            match organisations::member(unit, self.of, user).await {
                Ok(member) => {
                    name = name.or(Some(member.person.name));
                    phone = phone.or(member.person.phone);
                }
                Err(Failure::NotFound) => faults.add("/user_id", "unknown", "There is no such member."),
                Err(failure) => return Err(failure),
            }
        }
        for (pointer, missing) in [("/name", name.is_none()), ("/phone", phone.is_none())] {
            if missing && faults.is_empty() {
                faults.add(pointer, "required", "A key-holder has a name and a telephone.");
            }
        }
        let training = training(&mut faults, unit.now(), self.trained_on, self.valid_until);
        faults.into_result()?;
        let new = KeyHolder {
            id: KeyHolderId::new(unit.now()),
            organisation_id: self.of,
            user_id: self.user,
            name: name.unwrap_or_default(),
            phone: phone.unwrap_or_default(),
            training,
        };
        organisations::add_key_holder(unit, &new).await?;
        let after = json!({"key_holder": new.id, "person": new.user_id});
        record(unit, caller.id, "organisation.key_holder_named", self.of, None, Some(after)).await?;
        Ok(new)
    }
}

/// The training that was said, today where nothing was; with what is wrong with it.
pub(in crate::actions) fn training(
    faults: &mut Faults,
    now: Instant,
    trained_on: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
) -> Training {
    let trained_on = trained_on.unwrap_or_else(|| now.to_utc().date_naive());
    if trained_on.year() < 1900 || trained_on > now.plus(DAY).to_utc().date_naive() {
        faults.add("/trained_on", "out_of_range", "Somebody is trained when they have been.");
    }
    if valid_until.is_some_and(|until| until < trained_on || until.year() > 9999) {
        faults.add("/valid_until", "out_of_range", "A training holds from its day on.");
    }
    Training { trained_on, valid_until }
}

/// Notes when a key-holder was trained, and until when that holds.
#[derive(Clone, Debug)]
pub struct TrainKeyHolder {
    /// Who notes it.
    pub caller: Caller,
    /// Of which organisation.
    pub of: OrganisationId,
    /// Who was trained.
    pub id: KeyHolderId,
    /// When; today where not said.
    pub trained_on: Option<NaiveDate>,
    /// The last date on which that holds, where it ends.
    pub valid_until: Option<NaiveDate>,
}

impl UseCase for TrainKeyHolder {
    type Output = KeyHolder;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.of).await?;
        self.caller.needs(self.caller.may_note_training(self.of))
    }

    async fn run(&self, unit: &Unit) -> Result<KeyHolder, Failure> {
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.may_note_training(self.of))?;
        let before = organisations::hold_key_holder(unit, self.of, self.id).await?;
        let mut faults = Faults::new();
        let training = training(&mut faults, unit.now(), self.trained_on, self.valid_until);
        faults.into_result()?;
        organisations::train_key_holder(unit, self.id, training).await?;
        let facts = |training: Training| json!({"key_holder": self.id, "trained_on": training.trained_on, "valid_until": training.valid_until});
        let (was, is) = (Some(facts(before.training)), Some(facts(training)));
        record(unit, caller.id, "organisation.key_holder_trained", self.of, was, is).await?;
        Ok(KeyHolder { training, ..before })
    }
}

/// Takes the right from a key-holder whom no coming booking names.
#[derive(Clone, Debug)]
pub struct EndKeyHolder {
    /// Who does.
    pub caller: Caller,
    /// Of which organisation.
    pub of: OrganisationId,
    /// Which.
    pub id: KeyHolderId,
}

impl UseCase for EndKeyHolder {
    type Output = ();

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        organisations::get(unit, self.of).await?;
        self.caller.needs(self.caller.may_manage(self.of))
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.may_manage(self.of))?;
        let key_holder = organisations::hold_key_holder(unit, self.of, self.id).await?;
        let bookings = organisations::coming_bookings(unit, self.id).await?;
        if !bookings.is_empty() {
            return Err(Failure::InUse(bookings));
        }
        organisations::end_key_holder(unit, self.id).await?;
        let before = json!({"key_holder": self.id, "person": key_holder.user_id});
        record(unit, caller.id, "organisation.key_holder_ended", self.of, Some(before), None).await
    }
}
