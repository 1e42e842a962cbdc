//! The service as a process of its own.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

use crate::client::Client;

/// A running service.
pub(crate) struct Server {
    pub(crate) address: String,
    child: Child,
    _directory: TempDir,
}

impl Server {
    /// Makes a city and starts the service on it: on PostgreSQL at `postgres`, else on a SQLite file.
    pub(crate) async fn start(postgres: Option<&str>, rooms: usize, bookings: usize) -> Self {
        let directory = tempfile::tempdir().expect("a directory for the run");
        let sqlite = format!("sqlite://{}", directory.path().join("lokaal.db").display());
        let url = postgres.unwrap_or(&sqlite).to_owned();
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let address = format!("127.0.0.1:{port}");
        let command = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_lokaal"));
            command
                .args(arguments)
                .current_dir(directory.path())
                .env("LOKAAL__DATABASE__URL", &url)
                .env("LOKAAL__HTTP__ADDRESS", &address)
                .env("LOKAAL__LIMITS__ENABLED", "false")
                // The mail worker rests: what it drains is a figure of its own.
                .env("LOKAAL__JOBS__ENABLED", "false")
                .env("LOKAAL__LOGGING__FILTER", "warn")
                .stdin(Stdio::null());
            command
        };
        run(command(&["migrate", "up"]));
        let (rooms, bookings) = (rooms.to_string(), bookings.to_string());
        run(command(&["demo", "load", "--rooms", &rooms, "--bookings", &bookings, "--seed", "1"]));
        // What loading left to be written must not be written while something else is measured.
        run(Command::new("sync"));
        let child = command(&["serve"]).stdout(Stdio::null()).spawn().expect("the service starts");
        let server = Self { address, child, _directory: directory };
        server.wait_until_ready().await;
        server
    }

    async fn wait_until_ready(&self) {
        for _ in 0..600 {
            if let Ok(mut client) = Client::connect(&self.address).await
                && client.send("GET", "/readyz", None, None).await.is_ok_and(|answer| answer.status == 200)
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the service did not become ready");
    }

    /// The most memory that the process has held, in megabytes.
    pub(crate) fn memory_megabytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = peak.and_then(|value| value.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.unwrap_or_default() / 1024
    }

    /// Asks the process to stop and waits until it has.
    pub(crate) fn stop(mut self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.is_ok_and(|status| status.success()), "the service is there to be stopped");
        self.child.wait().expect("the service stops");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only where a run was broken off: a process that stopped is gone already.
        let _ = self.child.kill();
    }
}

fn run(mut command: Command) {
    let status = command.stdout(Stdio::null()).status().expect("the program runs");
    assert!(status.success(), "{command:?} failed");
}
