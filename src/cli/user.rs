//! `lokaal user`: accounts, and the roles for the city.

use std::io::Read;

use clap::{Args, Subcommand, ValueEnum};

use super::CommandError;
use crate::{
    actions::{
        Services,
        people::create_user::{CityRole, CreateUser, create_user},
    },
    auth::passwords::{Cost, Passwords},
    clock::Clock,
    config::Settings,
    domain::{
        failure::Failure,
        person::{Locale, StaffRole},
    },
};

/// What to do about people.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum User {
    /// Make an account
    Create(Create),
    /// Give somebody with an account a role for the city
    Appoint(Appointment),
    /// Take a role for the city from somebody
    Dismiss(Appointment),
}

/// An account to make.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct Create {
    /// Mail address
    #[arg(long)]
    email: String,
    /// Name
    #[arg(long)]
    name: String,
    /// Language of mails and pages
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    locale: Language,
    /// A role for the city
    #[arg(long, value_enum)]
    role: Option<Role>,
    /// Read a password of 10 to 200 characters from standard input; without one they sign in by a mailed link
    #[arg(long)]
    password_stdin: bool,
}

/// Who, and which role.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Mail address
    #[arg(long)]
    email: String,
    /// The role
    #[arg(long, value_enum)]
    role: Role,
}

/// A role for the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Reads all
    Steward,
    /// May all
    Administrator,
}

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Dutch
    Nl,
    /// English
    En,
    /// French
    Fr,
}

impl From<Role> for StaffRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Steward => Self::Steward,
            Role::Administrator => Self::Administrator,
        }
    }
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::Nl => Self::Nl,
            Language::En => Self::En,
            Language::Fr => Self::Fr,
        }
    }
}

/// The most bytes that are read of a password.
const MOST_BYTES: u64 = 4096;

/// Runs it.
pub(super) async fn run(what: User, settings: &Settings, clock: Clock) -> Result<(), CommandError> {
    // Before the database is opened: whoever types should not wait.
    let password = match &what {
        User::Create(create) if create.password_stdin => Some(read_password(std::io::stdin())?),
        _ => None,
    };
    let services = Services::open(settings, clock).await?;
    let done = act(what, password.as_deref(), &services, settings).await;
    services.store.close().await;
    println!("{}", done.map_err(explained)?);
    Ok(())
}

async fn act(what: User, password: Option<&str>, services: &Services, settings: &Settings) -> Result<String, Failure> {
    let (appointment, give) = match what {
        User::Create(create) => {
            let passwords = Passwords::new(Cost::from(&settings.auth))?;
            let wanted = CreateUser {
                email: &create.email,
                name: &create.name,
                locale: create.locale.into(),
                role: create.role.map(Into::into),
                password,
            };
            let id = create_user(services, &passwords, wanted).await?;
            return Ok(format!("Made account {id}."));
        }
        User::Appoint(appointment) => (appointment, true),
        User::Dismiss(appointment) => (appointment, false),
    };
    let role = StaffRole::from(appointment.role);
    let person = services.store.run(&CityRole { email: appointment.email, role, give }).await?;
    Ok(format!("{} is {} {}.", person.email, if give { "now" } else { "no longer" }, role.as_str()))
}

/// The first line of what is sent.
fn read_password(from: impl Read) -> Result<String, CommandError> {
    let mut text = String::new();
    let read = from.take(MOST_BYTES).read_to_string(&mut text);
    read.map_err(|fault| CommandError::Refused(format!("the password cannot be read: {fault}")))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Faults in words, for people at a terminal.
fn explained(failure: Failure) -> CommandError {
    match failure {
        Failure::Invalid(faults) => {
            let lines: Vec<String> = faults
                .iter()
                .map(|fault| format!("--{}: {}", fault.pointer.trim_start_matches('/'), fault.message))
                .collect();
            CommandError::Refused(lines.join("\n"))
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_the_first_line() {
        let read = |text: &[u8]| read_password(text).map_err(|fault| fault.to_string());
        assert_eq!(read(b" a word \nand more\n"), Ok(" a word ".to_owned()));
        assert_eq!(read(b"a word\r\n"), Ok("a word".to_owned()));
        assert_eq!(read(b""), Ok(String::new()));
        assert!(read(b"\xff\xfe").is_err());
    }
}
