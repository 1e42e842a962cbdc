//! Naming the volunteers who may open a centre for an organisation.

use serde_json::json;

use super::record;
use crate::{
    actions::people::as_of_now,
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{KeyHolderId, OrganisationId, UserId},
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
        faults.into_result()?;
        let new = KeyHolder {
            id: KeyHolderId::new(unit.now()),
            organisation_id: self.of,
            user_id: self.user,
            name: name.unwrap_or_default(),
            phone: phone.unwrap_or_default(),
        };
        organisations::add_key_holder(unit, &new).await?;
        let after = json!({"key_holder": new.id, "person": new.user_id});
        record(unit, caller.id, "organisation.key_holder_named", self.of, None, Some(after)).await?;
        Ok(new)
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
