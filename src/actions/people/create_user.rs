//! Accounts and city roles by whoever runs the service: on the command line, never over HTTP.

use super::record_post;
use crate::{
    actions::Services,
    auth::passwords::{self, Passwords},
    domain::{
        email::EmailAddress,
        failure::{Failure, Fault},
        ids::UserId,
        person::{Locale, Person, StaffPost, StaffRole},
        validation::{Faults, Lines, text},
    },
    store::{
        Unit, UseCase,
        audit::{self, Event},
        people::{self, NewPerson},
        tokens,
    },
};

/// An account to make. Whoever runs the service answers for the address.
#[derive(Debug)]
pub struct CreateUser<'a> {
    /// Mail address.
    pub email: &'a str,
    /// Name.
    pub name: &'a str,
    /// Language.
    pub locale: Locale,
    /// A role for the city: steward or administrator.
    pub role: Option<StaffRole>,
    /// Password; without one they sign in by a mailed link.
    pub password: Option<&'a str>,
}

/// Makes an account.
///
/// # Errors
/// [`Failure::Invalid`] with all faults, also where the address has an account.
pub async fn create_user(
    services: &Services,
    passwords: &Passwords,
    wanted: CreateUser<'_>,
) -> Result<UserId, Failure> {
    let mut faults = Faults::new();
    let name = text(&mut faults, "/name", wanted.name, 200, Lines::One);
    let email = address(&mut faults, wanted.email);
    let mut faults = faults.into_vec();
    let address = email.as_ref().map_or("", EmailAddress::as_str);
    faults.extend(wanted.password.and_then(|password| passwords::weakness("/password", password, address)));
    faults.extend(wanted.role.and_then(centre_role));
    let (Some(email), true) = (email, faults.is_empty()) else { return Err(Failure::Invalid(faults)) };
    let password_hash = match wanted.password {
        Some(password) => Some(passwords.hash(password).await?),
        None => None,
    };
    let (locale, role) = (wanted.locale, wanted.role);
    services.store.run(&Create { email, name, locale, role, password_hash }).await
}

struct Create {
    email: EmailAddress,
    name: String,
    locale: Locale,
    role: Option<StaffRole>,
    password_hash: Option<String>,
}

impl UseCase for Create {
    type Output = UserId;

    async fn run(&self, unit: &Unit) -> Result<UserId, Failure> {
        tokens::hold_address(unit, self.email.as_str()).await?;
        if people::by_email(unit, self.email.as_str()).await?.is_some() {
            return Err(Failure::invalid("/email", "taken", "There is an account with this address."));
        }
        let id = UserId::new(unit.now());
        let new = NewPerson {
            id,
            email: self.email.to_string(),
            name: self.name.clone(),
            locale: self.locale,
            phone: None,
            password_hash: self.password_hash.clone(),
        };
        people::insert(unit, &new).await?;
        let event = Event {
            actor: None,
            action: "person.created",
            subject: "person",
            subject_id: id.0,
            centre_id: None,
            before: None,
            after: None,
        };
        audit::record(unit, event).await?;
        if let Some(role) = self.role {
            let post = StaffPost { role, centre_id: None };
            people::add_post(unit, id, post).await?;
            record_post(unit, None, id, post, true).await?;
        }
        Ok(id)
    }
}

/// Gives a person with an account a role for the city, or takes it from them.
#[derive(Clone, Debug)]
pub struct CityRole {
    /// Mail address.
    pub email: String,
    /// Steward or administrator.
    pub role: StaffRole,
    /// Whether to give it, or to take it.
    pub give: bool,
}

impl UseCase for CityRole {
    type Output = Person;

    async fn run(&self, unit: &Unit) -> Result<Person, Failure> {
        let mut faults = Faults::new();
        let email = address(&mut faults, &self.email);
        let mut faults = faults.into_vec();
        faults.extend(centre_role(self.role));
        let (Some(email), true) = (email, faults.is_empty()) else { return Err(Failure::Invalid(faults)) };
        let Some((person, _)) = people::by_email(unit, email.as_str()).await? else {
            return Err(Failure::invalid("/email", "unknown", "Nobody has an account with this address."));
        };
        let post = StaffPost { role: self.role, centre_id: None };
        let changed = if self.give {
            people::add_post(unit, person.id, post).await?
        } else {
            people::end_city_post(unit, person.id, self.role).await?
        };
        if changed {
            record_post(unit, None, person.id, post, self.give).await?;
        }
        Ok(person)
    }
}

fn address(faults: &mut Faults, email: &str) -> Option<EmailAddress> {
    let address = EmailAddress::parse(email);
    if address.is_none() {
        faults.add("/email", "email", "A mail address is written like an.peeters@example.org.");
    }
    address
}

/// The fault of a role that is given at a centre.
fn centre_role(role: StaffRole) -> Option<Fault> {
    let of_centre = matches!(role, StaffRole::Desk | StaffRole::Manager);
    of_centre.then(|| Fault::new("/role", "out_of_place", "Desk and manager are roles at a centre."))
}
