//! Reads settings one by one and keeps every problem met, so that all are reported at once.

use std::{collections::BTreeSet, fmt::Display, ops::RangeInclusive, str::FromStr};

use ::config::{Config, Environment, File, FileFormat};
use serde_json::Value;

use super::{ConfigError, Problem, Sources};

/// The defaults, built in so that the program runs anywhere.
const DEFAULTS: &str = include_str!("../../config/default.toml");

/// The merged layers, and what was found wrong with them. It holds secrets, so it does not print.
pub(super) struct Reader {
    values: Config,
    problems: Vec<Problem>,
}

impl Reader {
    /// Merges the layers. Names that the defaults do not know are problems.
    pub(super) fn open(sources: &Sources) -> Result<Self, ConfigError> {
        let defaults = || Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        let broken = |setting: &str, error: ::config::ConfigError| {
            ConfigError::Invalid(vec![Problem { setting: setting.to_owned(), message: error.to_string() }])
        };
        let known = names(&defaults().build().map_err(|error| broken("default.toml", error))?);

        let mut layers = defaults();
        if let Some(path) = &sources.file {
            let text = std::fs::read_to_string(path)
                .map_err(|error| ConfigError::Unreadable { path: path.clone(), reason: error.to_string() })?;
            let file = File::from_str(&text, FileFormat::Toml);
            Config::builder()
                .add_source(file.clone())
                .build()
                .map_err(|error| ConfigError::Malformed { path: path.clone(), reason: error.to_string() })?;
            layers = layers.add_source(file);
        }
        let environment = Environment::with_prefix("LOKAAL")
            .prefix_separator("__")
            .separator("__")
            .source(Some(sources.environment.clone().into_iter().collect()));
        let values = layers.add_source(environment).build().map_err(|error| broken("environment", error))?;

        let mut reader = Self { problems: Vec::new(), values };
        for name in names(&reader.values).difference(&known) {
            reader.refuse(name, "there is no such setting");
        }
        Ok(reader)
    }

    /// Ends the reading: an error where anything was wrong.
    pub(super) fn finish(self) -> Result<(), ConfigError> {
        if self.problems.is_empty() { Ok(()) } else { Err(ConfigError::Invalid(self.problems)) }
    }

    /// Notes that a setting is wrong. `message` must not repeat a secret.
    pub(super) fn refuse(&mut self, setting: &str, message: impl Into<String>) {
        self.problems.push(Problem { setting: setting.to_owned(), message: message.into() });
    }

    /// A text without the blanks around it; empty where wrong.
    pub(super) fn text(&mut self, setting: &str) -> String {
        match self.values.get_string(setting) {
            Ok(text) => text.trim().to_owned(),
            Err(_) => self.wrong(setting, "must be a text"),
        }
    }

    /// Yes or no; no where wrong.
    pub(super) fn flag(&mut self, setting: &str) -> bool {
        match self.values.get_bool(setting) {
            Ok(flag) => flag,
            Err(_) => self.wrong(setting, "must be true or false"),
        }
    }

    /// A whole number within `range`; the lower bound where wrong.
    pub(super) fn number<T>(&mut self, setting: &str, range: RangeInclusive<T>) -> T
    where
        T: TryFrom<i64> + PartialOrd + Display + Copy,
    {
        let number = self.values.get_int(setting).ok().and_then(|number| T::try_from(number).ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => number,
            None => {
                self.refuse(setting, format!("must be a whole number from {} to {}", range.start(), range.end()));
                *range.start()
            }
        }
    }

    /// A text that is written in the form of `T`; `expected` says which. None where wrong or empty; only the former is
    /// a problem.
    pub(super) fn parsed<T: FromStr>(&mut self, setting: &str, expected: &str) -> Option<T> {
        let text = self.text(setting);
        if text.is_empty() {
            return None;
        }
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.refuse(setting, format!("must be {expected}, not {text:?}"));
        }
        parsed
    }

    /// Several texts: an array, or one text with commas; none of them empty.
    pub(super) fn list(&mut self, setting: &str) -> Vec<String> {
        let array = self.values.get_array(setting).ok();
        let texts: Option<Vec<String>> = match array {
            Some(values) => values.into_iter().map(|value| value.into_string().ok()).collect(),
            None => self.values.get_string(setting).ok().map(|text| text.split(',').map(str::to_owned).collect()),
        };
        match texts {
            Some(texts) => texts.iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect(),
            None => self.wrong(setting, "must be a list of texts"),
        }
    }

    fn wrong<T: Default>(&mut self, setting: &str, message: &str) -> T {
        self.refuse(setting, message);
        T::default()
    }
}

/// The full names of all settings in these layers.
fn names(values: &Config) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let Ok(tree) = values.clone().try_deserialize::<Value>() {
        collect(&tree, "", &mut names);
    }
    names
}

fn collect(value: &Value, path: &str, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let name = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect(member, &name, names);
            }
        }
        _ => drop(names.insert(path.to_owned())),
    }
}
