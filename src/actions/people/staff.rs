//! Giving and taking the roles of a centre: desk and manager.

use super::{as_of_now, post_at, record_post};
use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, UserId},
        person::{Person, StaffRole},
    },
    store::{Unit, UseCase, people},
};

/// Gives somebody a role at a centre that there is. Given twice it is given once. They are named by the identifier that
/// they see themselves: an answer about a mail address would tell whether it is known here.
#[derive(Clone, Debug)]
pub struct AppointStaff {
    /// Who appoints.
    pub caller: Caller,
    /// The centre.
    pub centre: CentreId,
    /// Whom.
    pub user: UserId,
    /// Desk or manager.
    pub role: StaffRole,
}

impl UseCase for AppointStaff {
    type Output = Person;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.may_staff(self.centre, self.role))
    }

    async fn run(&self, unit: &Unit) -> Result<Person, Failure> {
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.may_staff(self.centre, self.role))?;
        let person = people::get(unit, self.user).await.map_err(|failure| match failure {
            Failure::NotFound => Failure::invalid("/user_id", "unknown", "There is no such person."),
            other => other,
        })?;
        let post = post_at(self.centre, self.role);
        if people::add_post(unit, person.id, post).await? {
            record_post(unit, Some(caller.id), person.id, post, true).await?;
        }
        Ok(person)
    }
}

/// Takes a role at a centre from somebody, or from oneself.
#[derive(Clone, Debug)]
pub struct DismissStaff {
    /// Who does.
    pub caller: Caller,
    /// The centre.
    pub centre: CentreId,
    /// From whom.
    pub user: UserId,
    /// Desk or manager.
    pub role: StaffRole,
}

impl UseCase for DismissStaff {
    type Output = ();

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.needs(self.caller.may_dismiss(self.user, self.centre, self.role))
    }

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let caller = as_of_now(unit, &self.caller).await?;
        caller.needs(caller.may_dismiss(self.user, self.centre, self.role))?;
        if !people::end_post(unit, self.user, self.role, self.centre).await? {
            return Err(Failure::NotFound);
        }
        record_post(unit, Some(caller.id), self.user, post_at(self.centre, self.role), false).await
    }
}
