//! The demo data.

use super::{HttpSettings, Problem, Profile, Reader};

/// The section `demo`.
#[derive(Clone, Copy, Debug)]
pub struct DemoSettings {
    /// Whether the demo data is loaded where the database is new.
    pub load: bool,
    /// Whether the demo's people may be served on an address that is not loopback.
    pub public: bool,
}

impl DemoSettings {
    pub(super) fn read(reader: &mut Reader, profile: Profile, http: &HttpSettings) -> Self {
        let settings = Self { load: reader.flag("demo.load"), public: reader.flag("demo.public") };
        if settings.load
            && let Some(problem) = refusal(profile, http, settings.public)
        {
            reader.refuse(&problem.setting, problem.message);
        }
        settings
    }
}

/// Why the demo's people, whose password everybody knows, may not be served; none where they may.
pub(super) fn refusal(profile: Profile, http: &HttpSettings, public: bool) -> Option<Problem> {
    if profile.is_production() {
        let message = "production refuses demo data: its people's password is known to everybody".to_owned();
        return Some(Problem { setting: "demo.load".to_owned(), message });
    }
    if http.is_loopback() || public {
        return None;
    }
    let address = http.address;
    let message = format!(
        "the demo's people, whose password is known to everybody, would be served on {address}, which is not \
         loopback: set demo.load to false, or demo.public to true if that is meant"
    );
    Some(Problem { setting: "demo.public".to_owned(), message })
}
