//! Local clock times from 00:00 to 24:00, and the days of the week, in their text forms.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A local time of day in whole minutes, from 00:00 up to and including 24:00 (midnight at the end of the day).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

impl ClockTime {
    /// The beginning of the day.
    pub const START_OF_DAY: Self = Self(0);
    /// The end of the day, 24:00.
    pub const END_OF_DAY: Self = Self(24 * 60);

    /// The time so many minutes after midnight; none beyond 24:00.
    #[must_use]
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes <= Self::END_OF_DAY.0).then_some(Self(minutes))
    }

    /// Minutes after midnight, 0 to 1440.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// Reads `HH:MM`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let two_digits = |part: &str| {
            (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u16>().ok())?
        };
        let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
        if minutes >= 60 {
            return None;
        }
        Self::from_minutes(hours * 60 + minutes)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for ClockTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClockTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("a time of day is written HH:MM, from 00:00 to 24:00"))
    }
}

impl utoipa::PartialSchema for ClockTime {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"))
            .into()
    }
}

impl utoipa::ToSchema for ClockTime {}

/// Days of the week as `mo` … `su`, for serde's `with`.
pub mod weekday {
    use chrono::Weekday;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// The texts, Monday first.
    pub const TEXTS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

    /// The text of a day.
    #[must_use]
    pub fn text(day: Weekday) -> &'static str {
        TEXTS[day.num_days_from_monday() as usize]
    }

    /// The day with this text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Weekday> {
        let index = TEXTS.iter().position(|known| *known == text)?;
        Weekday::try_from(u8::try_from(index).ok()?).ok()
    }

    /// Writes a day.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(day: &Weekday, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text(*day))
    }

    /// Reads a day.
    ///
    /// # Errors
    /// Where the text is none of the seven.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Weekday, D::Error> {
        let found = String::deserialize(deserializer)?;
        parse(&found).ok_or_else(|| D::Error::custom("a day of the week is one of mo, tu, we, th, fr, sa, su"))
    }
}
