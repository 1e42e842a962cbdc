//! The program as it is called: its commands, what they say and how they end.

#[path = "../support/mod.rs"]
mod support;

mod check;
mod closure;
mod demo;
mod holidays;
mod migrate;
mod serve;
mod settings;
mod tour;
mod user;

use std::{
    path::Path,
    process::{Command, Output},
};

/// Runs the program in `directory`, with these variables and none of the caller's.
fn lokaal(directory: &Path, variables: &[(&str, &str)], words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lokaal"))
        .current_dir(directory)
        .env_clear()
        .envs(variables.iter().copied())
        .args(words)
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}
