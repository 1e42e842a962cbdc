//! The program itself, as a process of its own.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread::JoinHandle,
};

/// A running `lokaal serve` in a directory of its own. Killed with the value, unless it was stopped.
pub struct Service {
    child: Child,
    address: String,
    said: Option<JoinHandle<String>>,
    log: Option<JoinHandle<String>>,
}

impl Service {
    /// Starts it in `directory` with these settings, on a free port, and waits until it answers.
    pub fn start(directory: &Path, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lokaal"));
        command
            .current_dir(directory)
            .env_clear()
            .env("LOKAAL__HTTP__ADDRESS", "127.0.0.1:0")
            .env("LOKAAL__LIMITS__ENABLED", "false")
            .env("LOKAAL__DEMO__LOAD", "false")
            .envs(variables.iter().copied())
            .arg("serve")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        let mut errors = child.stderr.take().expect("piped");
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = errors.read_to_string(&mut text);
            text
        });
        let mut line = String::new();
        output.read_line(&mut line).expect("a line");
        let Some(address) = line.trim().strip_prefix("listening on ").map(str::to_owned) else {
            let _ = child.kill();
            panic!("it did not start: {line}{}", log.join().unwrap_or_default());
        };
        // Read on, so that the program never waits for us.
        let said = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = output.read_to_string(&mut text);
            text
        });
        Self { child, address, said: Some(said), log: Some(log) }
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal by name (`TERM`, `KILL`, `INT`).
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("sh").args(["-c", &format!("kill -s {name} {id}")]).status().expect("a shell");
        assert!(status.success(), "no signal {name} to {id}");
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a child").is_none()
    }

    /// Waits until it has ended; how, and its log.
    pub fn wait(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().expect("a child");
        drop(self.said.take().map(JoinHandle::join));
        let log = self.log.take().and_then(|log| log.join().ok());
        (status, log.unwrap_or_default())
    }

    /// Ends it at once, as a loss of power would.
    pub fn kill(self) {
        self.signal("KILL");
        self.wait();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
