//! The secret that signs tokens: what is too weak, and the one that development makes for itself.

use std::{
    fs,
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use secrecy::SecretString;

use super::{ConfigError, Problem};

/// The least length of a secret, in bytes: that of the hash it keys (RFC 7518, section 3.2).
const LEAST_BYTES: usize = 32;
/// The least number of different bytes in it.
const LEAST_DIFFERENT: usize = 10;
/// Words that give a secret away as one that was copied from somewhere.
const DEFAULTS: [&str; 7] = ["change-me", "changeme", "replace-me", "example", "default", "password", "lokaal"];
/// The name of the file that development keeps.
const FILE: &str = "secret";

/// What makes a secret unfit for production; none where it is fit.
pub(super) fn weakness(secret: &str) -> Option<String> {
    let lower = secret.to_lowercase();
    let mut bytes = secret.as_bytes().to_vec();
    bytes.sort_unstable();
    bytes.dedup();
    if secret.len() < LEAST_BYTES {
        Some(format!("must have at least {LEAST_BYTES} bytes; it has {}", secret.len()))
    } else if bytes.len() < LEAST_DIFFERENT || DEFAULTS.iter().any(|word| lower.contains(word)) {
        Some("is a default or easily guessed; make one with `openssl rand -base64 48`".to_owned())
    } else {
        None
    }
}

/// The secret kept in `directory`, made at random where missing. Processes that start together agree on one.
pub(super) fn kept(directory: &Path) -> Result<SecretString, ConfigError> {
    let path = directory.join(FILE);
    let refused = |message: String| {
        ConfigError::Invalid(vec![Problem {
            setting: "auth.secret".to_owned(),
            message: format!("none is set, and {} {message}", path.display()),
        }])
    };
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => make(&path).and_then(|()| fs::read_to_string(&path)),
        result => result,
    };
    let text = text.map_err(|error| refused(format!("cannot be read or made: {error}")))?;
    let secret = text.trim();
    if secret.len() < LEAST_BYTES {
        return Err(refused(format!(
            "holds fewer than {LEAST_BYTES} bytes: remove it and a new one is made (everybody signs in anew)"
        )));
    }
    Ok(secret.into())
}

/// Writes a new secret under a name of its own and links it to `path`, which succeeds for one process only: nobody
/// ever reads half a secret.
fn make(path: &Path) -> io::Result<()> {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        fs::create_dir_all(directory)?;
    }
    let temporary = path.with_extension(format!("{:016x}", rand::random::<u64>()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    let written = file
        .write_all(STANDARD_NO_PAD.encode(rand::random::<[u8; 48]>()).as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| match fs::hard_link(&temporary, path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            result => result,
        });
    fs::remove_file(&temporary)?;
    written
}
