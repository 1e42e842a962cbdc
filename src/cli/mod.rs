//! The command line: what can be asked of `lokaal`, and the commands that are not the service itself.

mod check;
mod closure;
mod demo;
mod holidays;
mod migrate;
pub mod openapi;
mod user;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use thiserror::Error;

use crate::{
    clock::Clock,
    config::{ConfigError, Settings, Sources},
    domain::failure::Failure,
};

pub use migrate::Migration;

/// What was asked on the command line.
#[derive(Debug, Parser)]
#[command(name = "lokaal", version, about)]
pub struct Arguments {
    /// A settings file; without it that of `LOKAAL_CONFIG`, or lokaal.toml in the working directory
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do; the service where nothing is said.
    #[command(subcommand)]
    pub task: Option<Task>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Answer requests and run the jobs, until told to stop; the same as no command
    Serve,
    /// Write the OpenAPI document to standard output
    Openapi {
        /// Compare with this file instead; fails where they differ
        #[arg(long, value_name = "FILE")]
        check: Option<PathBuf>,
    },
    /// One of the commands that end by themselves.
    #[command(flatten)]
    Command(Command),
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the tables of the database up to this version, or show which changes are missing
    Migrate {
        /// Which of them.
        #[command(subcommand)]
        step: Migration,
    },
    /// Demo data: Leuven, and a large city for measuring
    Demo {
        /// Which of them.
        #[command(subcommand)]
        what: demo::Demo,
    },
    /// Accounts, and the roles for the city
    User {
        /// Which of them.
        #[command(subcommand)]
        what: user::User,
    },
    /// Closures: close at once
    Closure {
        /// Which of them.
        #[command(subcommand)]
        what: closure::Closure,
    },
    /// Show the public holidays of Belgium and the school holidays of Flanders
    Holidays(holidays::Holidays),
    /// Tell whether settings, database and mail server are fit for use; fails where not
    Check,
}

/// Why a command failed.
#[derive(Debug, Error)]
pub enum CommandError {
    /// The settings are wrong.
    #[error(transparent)]
    Settings(#[from] ConfigError),
    /// The work itself failed.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// What was asked is not right, in words.
    #[error("{0}")]
    Refused(String),
    /// What was checked is not fit for use; what and why was shown.
    #[error("not fit for use")]
    NotFit,
}

impl Arguments {
    /// The settings that hold for this process.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        Settings::load(&Sources::of_process(self.config.clone()))
    }
}

/// Runs a command; what it has to say goes to standard output.
pub async fn run(command: Command, settings: &Settings, clock: Clock) -> Result<(), CommandError> {
    match command {
        Command::Migrate { step } => migrate::run(step, &settings.database, clock).await,
        Command::Demo { what } => demo::run(what, settings, clock).await,
        Command::User { what } => user::run(what, settings, clock).await,
        Command::Closure { what } => closure::run(what, settings, clock).await,
        Command::Holidays(wanted) => holidays::run(&wanted, &clock),
        Command::Check => check::run(settings, clock).await,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_settings_file_may_stand_before_or_after_the_command() {
        for words in
            [["lokaal", "--config", "a.toml", "migrate", "up"], ["lokaal", "migrate", "up", "--config", "a.toml"]]
        {
            let arguments = Arguments::try_parse_from(words).unwrap();
            assert_eq!(arguments.config, Some(PathBuf::from("a.toml")));
            assert!(matches!(arguments.task, Some(Task::Command(Command::Migrate { step: Migration::Up }))));
        }
    }
}
