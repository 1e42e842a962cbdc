//! Where the data is kept.

use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use secrecy::{ExposeSecret, SecretString};

use super::Reader;

/// The section `database`.
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// Which database.
    pub url: DatabaseUrl,
    /// The most connections this process opens.
    pub max_connections: u32,
    /// How long to wait for a free connection.
    pub acquire_timeout: Duration,
    /// SQLite only: how long a writer waits for another.
    pub busy_timeout: Duration,
    /// Whether missing migrations are applied when the service starts.
    pub migrate_on_start: bool,
}

impl DatabaseSettings {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let url = reader.text("database.url");
        let url = DatabaseUrl::parse(&url).unwrap_or_else(|message| {
            reader.refuse("database.url", message);
            DatabaseUrl::Sqlite(PathBuf::new())
        });
        Self {
            url,
            max_connections: reader.number("database.max_connections", 1..=1000),
            acquire_timeout: Duration::from_secs(reader.number("database.acquire_timeout_seconds", 1..=300)),
            busy_timeout: Duration::from_millis(reader.number("database.busy_timeout_milliseconds", 0..=60_000)),
            migrate_on_start: reader.flag("database.migrate_on_start"),
        }
    }

    /// Where development keeps the secret it makes: beside the SQLite database, else in `var`.
    pub(super) fn secret_directory(&self) -> PathBuf {
        match &self.url {
            DatabaseUrl::Sqlite(path) => path.parent().map(Path::to_owned).unwrap_or_default(),
            DatabaseUrl::Postgres(_) => PathBuf::from("var"),
        }
    }
}

/// Which database. Prints without password.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// The file of a SQLite database.
    Sqlite(PathBuf),
    /// A PostgreSQL database: the whole URL, password included.
    Postgres(SecretString),
}

impl DatabaseUrl {
    /// Reads `sqlite://PATH` or `postgres://…`; what is wrong otherwise, without the password.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(rest) = text.strip_prefix("sqlite://") {
            // The parameter that sqlx knows for 'make the file where missing', which is what is done anyway.
            let path = rest.strip_suffix("?mode=rwc").unwrap_or(rest);
            return match path {
                "" => Err("sqlite:// must be followed by the path of a file".to_owned()),
                ":memory:" => Err("a database in memory is not supported: give the path of a file".to_owned()),
                _ if path.contains('?') => Err("sqlite:// takes a path without parameters".to_owned()),
                _ => Ok(Self::Sqlite(PathBuf::from(path))),
            };
        }
        match url::Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "postgres" | "postgresql") => {
                if url.path().trim_matches('/').is_empty() {
                    return Err("postgres:// must name a database, as in postgres://user:password@host/name".to_owned());
                }
                Ok(Self::Postgres(text.into()))
            }
            _ => Err("must begin with sqlite:// or postgres://".to_owned()),
        }
    }

    /// The whole URL, password included: for the connection only.
    #[must_use]
    pub fn secret(&self) -> SecretString {
        match self {
            Self::Sqlite(path) => format!("sqlite://{}", path.display()).into(),
            Self::Postgres(url) => url.clone(),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => {
                let Ok(url) = url::Url::parse(url.expose_secret()) else { return f.write_str("postgres://…") };
                write!(f, "postgres://{}", url.host_str().unwrap_or_default())?;
                if let Some(port) = url.port() {
                    write!(f, ":{port}")?;
                }
                f.write_str(url.path())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("sqlite://var/a.db", Some("sqlite://var/a.db"))]
    #[case("sqlite:///srv/a.db?mode=rwc", Some("sqlite:///srv/a.db"))]
    #[case("sqlite://", None)]
    #[case("sqlite://:memory:", None)]
    #[case("sqlite://a.db?cache=shared", None)]
    #[case("postgresql://db/a", Some("postgresql://db/a"))]
    #[case("postgres://db", None)]
    #[case("", None)]
    fn databases(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(
            DatabaseUrl::parse(text).ok().map(|url| url.secret().expose_secret().to_owned()).as_deref(),
            expected
        );
    }
}
