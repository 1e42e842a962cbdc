//! Lokaal, the program: arguments, settings, log, then the work.

use std::{error::Error, process::ExitCode};

use clap::Parser;
use lokaal::{
    app,
    cli::{self, Arguments, CommandError, Task},
    clock::Clock,
    config::Settings,
    http, telemetry,
};

/// Gives back to the system what a burst of requests took, which the one of glibc keeps: that of a password hash (19 MiB
/// at a time) and of a year's series.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match start(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("lokaal: {fault}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn start(mut arguments: Arguments) -> Result<(), Box<dyn Error>> {
    match arguments.task.take().unwrap_or(Task::Serve) {
        Task::Serve => app::run(&prepare(&arguments)?, Clock::system()).await?,
        Task::Command(command) => cli::run(command, &prepare(&arguments)?, Clock::system()).await?,
        // The same whatever the settings.
        Task::Openapi { check } => cli::openapi::run(&http::openapi::document(), check)?,
    }
    Ok(())
}

/// The settings, and the log that they ask for.
fn prepare(arguments: &Arguments) -> Result<Settings, Box<dyn Error>> {
    let settings = arguments.settings().map_err(CommandError::from)?;
    telemetry::start(&settings.logging)?;
    Ok(settings)
}
