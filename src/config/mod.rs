//! The settings: `config/default.toml`, then a file of the user's, then the environment. All of them are checked before
//! anything is opened, and everything that is wrong is reported at once.

mod auth;
mod booking;
mod database;
mod demo;
mod http;
mod jobs;
mod limits;
mod logging;
mod mail;
mod profile;
mod reader;
mod secret;
mod sources;
#[cfg(test)]
mod tests;

use std::{fmt, path::PathBuf};

use thiserror::Error;

pub use auth::AuthSettings;
pub use booking::BookingSettings;
pub use database::{DatabaseSettings, DatabaseUrl};
pub use demo::DemoSettings;
pub use http::HttpSettings;
pub use jobs::JobSettings;
pub use limits::LimitSettings;
pub use logging::{LogFormat, LoggingSettings};
pub use mail::{MailSettings, SmtpSecurity, SmtpServer};
pub use profile::Profile;
pub use sources::Sources;

use reader::Reader;

/// All settings, checked. Secrets are in types that do not print, so `Debug` may be logged.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Development or production.
    pub profile: Profile,
    /// Where the data is kept.
    pub database: DatabaseSettings,
    /// Where and how requests are answered.
    pub http: HttpSettings,
    /// How mail leaves.
    pub mail: MailSettings,
    /// Secrets, lifetimes of tokens, cost of password hashes.
    pub auth: AuthSettings,
    /// Rate limits.
    pub limits: LimitSettings,
    /// The demo data.
    pub demo: DemoSettings,
    /// What the city decides about bookings.
    pub booking: BookingSettings,
    /// What runs beside the requests.
    pub jobs: JobSettings,
    /// What is logged, and how.
    pub logging: LoggingSettings,
}

impl Settings {
    /// Reads and checks the settings. Only when all are right is anything written: the secret that development makes
    /// for itself where none is set.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        let mut reader = Reader::open(sources)?;
        let profile = Profile::read(&mut reader);
        let database = DatabaseSettings::read(&mut reader);
        let http = HttpSettings::read(&mut reader, profile);
        let mail = MailSettings::read(&mut reader, profile);
        let demo = DemoSettings::read(&mut reader, profile, &http);
        let limits = LimitSettings::read(&mut reader);
        let booking = BookingSettings::read(&mut reader);
        let jobs = JobSettings::read(&mut reader);
        let logging = LoggingSettings::read(&mut reader);
        let auth = AuthSettings::read(&mut reader, profile);
        reader.finish()?;
        let auth = auth.with_secret(&database.secret_directory())?;
        Ok(Self { profile, database, http, mail, auth, limits, demo, booking, jobs, logging })
    }

    /// Why people whose password everybody knows may not be served, where a database holds them although `demo.load`
    /// is off; none where they may.
    #[must_use]
    pub fn demo_people_refused(&self) -> Option<Problem> {
        demo::refusal(self.profile, &self.http, self.demo.public)
    }
}

/// Something wrong with one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its name, such as `http.address`.
    pub setting: String,
    /// What is wrong, in words; never a secret.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.setting, sources::variable(&self.setting), self.message)
    }
}

/// Why there are no settings.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A settings file that was asked for cannot be read.
    #[error("the settings file {} cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A settings file is not TOML.
    #[error("the settings file {} is not valid: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and why.
        reason: String,
    },
    /// Settings that are wrong: all of them.
    #[error("the settings are not fit for use:{}", join(.0))]
    Invalid(Vec<Problem>),
}

fn join(problems: &[Problem]) -> String {
    problems.iter().fold(String::new(), |text, problem| text + "\n  - " + &problem.to_string())
}
