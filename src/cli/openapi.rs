//! `lokaal openapi [--check FILE]`.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use thiserror::Error;

/// Why the document was not written, or the file is not it.
#[derive(Debug, Error)]
pub enum OpenapiFault {
    /// The file can't be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(String, io::Error),
    /// Standard output does not take it.
    #[error("the document cannot be written: {0}")]
    Unwritten(io::Error),
    /// The file is of another version.
    #[error("{0} is out of date: write it anew with `lokaal openapi > {0}`")]
    Stale(String),
}

/// Writes the document to standard output, or compares it with a file.
///
/// # Errors
/// Where the file can't be read or differs.
pub fn run(document: &str, check: Option<PathBuf>) -> Result<(), OpenapiFault> {
    let Some(path) = check else { return io::stdout().write_all(document.as_bytes()).map_err(OpenapiFault::Unwritten) };
    let name = path.display().to_string();
    match std::fs::read_to_string(&path) {
        Ok(text) if text == document => Ok(()),
        Ok(_) => Err(OpenapiFault::Stale(name)),
        Err(fault) => Err(OpenapiFault::Unreadable(name, fault)),
    }
}
