//! What is logged, and how.

use std::str::FromStr;

use tracing_subscriber::EnvFilter;

use super::Reader;

/// The section `logging`.
#[derive(Clone, Debug)]
pub struct LoggingSettings {
    /// For people or for programs.
    pub format: LogFormat,
    /// What is logged: a level, or levels by module.
    pub filter: String,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object a line.
    Json,
}

impl LoggingSettings {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let format = reader.parsed("logging.format", "pretty or json").unwrap_or(LogFormat::Pretty);
        let filter = reader.text("logging.filter");
        if let Err(error) = EnvFilter::builder().parse(&filter) {
            reader.refuse("logging.filter", format!("{filter:?} is no filter: {error}"));
        }
        Self { format, filter }
    }
}

impl FromStr for LogFormat {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "pretty" => Ok(Self::Pretty),
            "json" => Ok(Self::Json),
            _ => Err(()),
        }
    }
}
