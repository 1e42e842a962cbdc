//! The profile: how strict the other settings are judged.

use std::str::FromStr;

use super::Reader;

/// Development or production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Runs at once, with demo data and mail written to files.
    Development,
    /// Refuses demo data, weak secrets, a missing mail server and plain http.
    Production,
}

impl Profile {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let name = "profile";
        reader.parsed(name, "development or production").unwrap_or(Self::Development)
    }

    /// Whether it is production.
    #[must_use]
    pub fn is_production(self) -> bool {
        self == Self::Production
    }
}

impl FromStr for Profile {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "development" => Ok(Self::Development),
            "production" => Ok(Self::Production),
            _ => Err(()),
        }
    }
}
