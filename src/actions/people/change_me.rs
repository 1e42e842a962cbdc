//! Changing one's own name, language, telephone and preferences.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    actions::Condition,
    domain::{
        failure::Failure,
        ids::UserId,
        letters,
        person::Locale,
        validation::{Faults, Lines, optional_text, text},
    },
    mail::waiting::is_always_sent,
    store::{
        Unit, UseCase,
        audit::{self, Event},
        people::{self, Profile},
    },
};

/// The most preferences that are kept for a person.
const MOST_PREFERENCES: usize = 50;
/// The longest name of a preference, in characters.
const LONGEST_KEY: usize = 64;
/// The longest text of a preference, in characters.
const LONGEST_VALUE: usize = 200;

/// What people may change of themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Me)]
pub struct Editable {
    /// Name, 1 to 200 characters.
    pub name: String,
    /// Language of mails and pages.
    pub locale: Locale,
    /// Telephone, up to 40 characters.
    #[serde(default)]
    pub phone: Option<String>,
    /// What programs keep for this person: up to 50 names with a text, a number or yes or no. Besides these, `mail.reminder`,
    /// `mail.renewal`, `mail.day_sheet` and `mail.requests` say yes or no to letters that can be switched off, and
    /// `quiet.from`, `quiet.until` (HH:MM) and `quiet.zone` (an IANA name) in which hours letters that may wait are held.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub preferences: Map<String, Value>,
}

impl Editable {
    /// What of a profile may be changed.
    #[must_use]
    pub fn of(profile: &Profile) -> Self {
        Self {
            name: profile.person.name.clone(),
            locale: profile.person.locale,
            phone: profile.person.phone.clone(),
            preferences: profile.preferences.as_object().cloned().unwrap_or_default(),
        }
    }

    /// With white space dropped around texts.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with all faults.
    fn checked(&self) -> Result<Self, Failure> {
        let mut faults = Faults::new();
        let checked = Self {
            name: text(&mut faults, "/name", &self.name, 200, Lines::One),
            locale: self.locale,
            phone: optional_text(&mut faults, "/phone", self.phone.as_deref(), 40, Lines::One),
            preferences: self.preferences.clone(),
        };
        if self.preferences.keys().filter(|name| !letters::is_reserved(name)).count() > MOST_PREFERENCES {
            faults.add("/preferences", "too_many", format!("There are at most {MOST_PREFERENCES} of these."));
        } else {
            for (key, value) in &self.preferences {
                let pointer = format!("/preferences/{}", key.replace('~', "~0").replace('/', "~1"));
                if letters::is_reserved(key) {
                    letters::check(&mut faults, pointer, key, value, is_always_sent);
                } else {
                    check_preference(&mut faults, pointer, key, value);
                }
            }
        }
        faults.into_result()?;
        Ok(checked)
    }
}

fn check_preference(faults: &mut Faults, pointer: String, key: &str, value: &Value) {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if key.is_empty() || key.len() > LONGEST_KEY || !key.chars().all(plain) {
        let message = format!("A name has 1 to {LONGEST_KEY} letters, digits, dots, dashes and underscores.");
        faults.add(pointer, "name", message);
        return;
    }
    match value {
        Value::Bool(_) | Value::Number(_) => {}
        Value::String(value) => {
            optional_text(faults, pointer, Some(value), LONGEST_VALUE, Lines::One);
        }
        _ => faults.add(pointer, "type", "A preference is a text, a number, or yes or no."),
    }
}

/// Changes what somebody keeps of themselves.
#[derive(Clone, Debug)]
pub struct ChangeMe {
    /// Who.
    pub id: UserId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// What it becomes.
    pub editable: Editable,
}

impl UseCase for ChangeMe {
    type Output = Profile;

    async fn run(&self, unit: &Unit) -> Result<Profile, Failure> {
        let editable = self.editable.checked()?;
        let mut profile = people::hold_profile(unit, self.id).await?;
        self.condition.check(profile.person.version)?;
        let before = Editable::of(&profile);
        if before == editable {
            return Ok(profile);
        }
        let changed: Vec<&str> = [
            ("name", before.name != editable.name),
            ("locale", before.locale != editable.locale),
            ("phone", before.phone != editable.phone),
            ("preferences", before.preferences != editable.preferences),
        ]
        .into_iter()
        .filter_map(|(name, changed)| changed.then_some(name))
        .collect();
        profile.person.name = editable.name;
        profile.person.locale = editable.locale;
        profile.person.phone = editable.phone;
        profile.preferences = Value::Object(editable.preferences);
        people::update(unit, &profile.person, &profile.preferences).await?;
        profile.person.version += 1;
        let event = Event {
            actor: Some(self.id),
            action: "person.changed",
            subject: "person",
            subject_id: self.id.0,
            centre_id: None,
            before: None,
            // The names of the members only: what stood in them is personal data.
            after: Some(json!({"changed": changed})),
        };
        audit::record(unit, event).await?;
        Ok(profile)
    }
}
