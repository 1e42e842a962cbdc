//! Lokaal, the program: arguments, settings, log, then the work.

use std::process::ExitCode;

use clap::Parser;
use lokaal::{
    app,
    cli::{self, Arguments, CommandError, Task},
    clock::Clock,
    telemetry,
};

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
async fn start(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let settings = arguments.settings().map_err(CommandError::from)?;
    telemetry::start(&settings.logging)?;
    match arguments.task.unwrap_or(Task::Serve) {
        Task::Serve => app::run(&settings, Clock::system()).await?,
        Task::Command(command) => cli::run(command, &settings, Clock::system()).await?,
    }
    Ok(())
}
