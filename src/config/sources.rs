//! Where settings come from.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// What a variable of the environment that is a setting begins with.
const PREFIX: &str = "LOKAAL__";
/// The variable that names the user's settings file.
const FILE_VARIABLE: &str = "LOKAAL_CONFIG";
/// The user's settings file that is taken where none is named.
const FILE: &str = "lokaal.toml";

/// Where settings come from, besides the defaults. The environment is a plain map, so that tests bring their own.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub(super) file: Option<PathBuf>,
    pub(super) environment: HashMap<String, String>,
}

impl Sources {
    /// Those of this process: `flag` is the file named on the command line, else the one named by `LOKAAL_CONFIG`,
    /// else `lokaal.toml` in the working directory where it exists. Text that is not UTF-8 is taken with replacement
    /// characters.
    #[must_use]
    pub fn of_process(flag: Option<PathBuf>) -> Self {
        let environment = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
            .collect();
        Self::chosen(flag, environment, Path::new(""))
    }

    /// Only these variables, no file.
    pub fn from_variables<N: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let environment = variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { file: None, environment }
    }

    /// The same with this settings file.
    #[must_use]
    pub fn with_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    pub(super) fn chosen(flag: Option<PathBuf>, environment: HashMap<String, String>, directory: &Path) -> Self {
        let named = || environment.get(FILE_VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
        let usual = || Some(directory.join(FILE)).filter(|file| file.exists());
        Self { file: flag.or_else(named).or_else(usual), environment }
    }
}

/// The variable for a setting: `http.address` is `LOKAAL__HTTP__ADDRESS`.
pub(super) fn variable(setting: &str) -> String {
    format!("{PREFIX}{}", setting.to_uppercase().replace('.', "__"))
}
