//! Secrets, lifetimes of tokens, cost of password hashes.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::{ConfigError, Profile, Reader, secret};

/// The section `auth`.
#[derive(Clone, Debug)]
pub struct AuthSettings {
    /// What signs the tokens; set once the settings are loaded.
    pub secret: SecretString,
    /// The secret before: tokens signed with it still verify.
    pub previous_secret: Option<SecretString>,
    /// How long an access token lasts, in minutes.
    pub access_minutes: u32,
    /// How long a refresh token lasts, in days.
    pub refresh_days: u32,
    /// How long a link in a mail lasts, in minutes.
    pub link_minutes: u32,
    /// Memory of a password hash, in KiB.
    pub argon2_memory_kib: u32,
    /// Passes of a password hash.
    pub argon2_iterations: u32,
    /// Lanes of a password hash.
    pub argon2_parallelism: u32,
}

impl AuthSettings {
    pub(super) fn read(reader: &mut Reader, profile: Profile) -> Self {
        let secret = reader.text("auth.secret");
        let file = reader.text("auth.secret_file");
        let secret = match (secret.is_empty(), file.is_empty()) {
            (false, false) => {
                reader.refuse("auth.secret", "set either auth.secret or auth.secret_file, not both");
                secret
            }
            (false, true) => secret,
            (true, false) => from_file(reader, &PathBuf::from(file)),
            (true, true) => {
                if profile.is_production() {
                    reader.refuse("auth.secret", "production needs a secret: set it, or auth.secret_file");
                }
                secret
            }
        };
        let previous = reader.text("auth.previous_secret");
        if profile.is_production() {
            for (name, secret) in [("auth.secret", &secret), ("auth.previous_secret", &previous)] {
                if !secret.is_empty()
                    && let Some(weakness) = secret::weakness(secret)
                {
                    reader.refuse(name, weakness);
                }
            }
        }
        let settings = Self {
            secret: secret.into(),
            previous_secret: Some(previous).filter(|secret| !secret.is_empty()).map(Into::into),
            access_minutes: reader.number("auth.access_minutes", 1..=1440),
            refresh_days: reader.number("auth.refresh_days", 1..=365),
            link_minutes: reader.number("auth.link_minutes", 1..=10_080),
            argon2_memory_kib: reader.number("auth.argon2_memory_kib", 8..=1_048_576),
            argon2_iterations: reader.number("auth.argon2_iterations", 1..=100),
            argon2_parallelism: reader.number("auth.argon2_parallelism", 1..=16),
        };
        if settings.argon2_memory_kib < 8 * settings.argon2_parallelism {
            reader.refuse("auth.argon2_memory_kib", "must be at least 8 times auth.argon2_parallelism");
        }
        settings
    }

    /// The same with the secret kept in `directory`, made there first where missing, when none is set.
    pub(super) fn with_secret(mut self, directory: &Path) -> Result<Self, ConfigError> {
        if self.secret.expose_secret().is_empty() {
            self.secret = secret::kept(directory)?;
        }
        Ok(self)
    }
}

fn from_file(reader: &mut Reader, path: &Path) -> String {
    match std::fs::read_to_string(path) {
        Ok(text) if text.trim().is_empty() => {
            reader.refuse("auth.secret_file", format!("{} is empty", path.display()));
            String::new()
        }
        Ok(text) => text.trim().to_owned(),
        Err(error) => {
            reader.refuse("auth.secret_file", format!("{} cannot be read: {error}", path.display()));
            String::new()
        }
    }
}
