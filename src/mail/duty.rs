//! The facts of letters about duties and keys, as they are when the letter is written.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Place, letter::LinkPurpose};
use crate::domain::{text_enum, time::Instant};

text_enum! {
    /// What a mail tells about a duty or a key.
    DutyNews {
        // To those on the rota: who can?
        Offered = "duty_offered",
        // To whose duty it is: a week before, and the day before.
        Coming = "duty_coming",
        // To who takes it.
        Taken = "duty_taken",
        // To whose duty it was: nobody is needed any more, or somebody else comes.
        Dropped = "duty_dropped",
        // To the desk: somebody cannot come, or nobody is found.
        ForDesk = "duty_for_desk",
        // To who booked: no key-holder is named who may open.
        KeyNeeded = "key_needed",
        // To who has a key that is late.
        KeyLate = "key_late",
        // To the desk: the same.
        KeyLateForDesk = "key_late_for_desk",
    }
}

/// A duty or a key, as a letter tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DutyFacts {
    /// Where; the name of the room is empty where there are several.
    pub place: Place,
    /// Time zone of the centre.
    pub timezone: Tz,
    /// Whether it is for a host rather than for who opens.
    pub host: bool,
    /// First instant.
    #[serde(with = "super::facts::epoch")]
    pub starts_at: Instant,
    /// First instant after it.
    #[serde(with = "super::facts::epoch")]
    pub ends_at: Instant,
    /// What one does with the key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<TaskFacts>,
    /// What is prepared for, by start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<RoomFacts>,
    /// Whom to ask for on the spot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactFacts>,
    /// What one has to know to open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_note: Option<String>,
    /// Until then something has to be done.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::facts::epoch::option")]
    pub deadline: Option<Instant>,
    /// The reference of the booking that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The number and the name of a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Who has the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// What the link does, and for how many seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<(LinkPurpose, i64)>,
}

/// What one does with the key in a part of a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskFacts {
    /// From then on.
    #[serde(with = "super::facts::epoch")]
    pub starts_at: Instant,
    /// Until then.
    #[serde(with = "super::facts::epoch")]
    pub ends_at: Instant,
    /// Whether one opens the door.
    pub opens: bool,
    /// From whom one takes over; an empty name is the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_over_from: Option<String>,
    /// To whom one hands over; an empty name is the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hands_over_to: Option<String>,
    /// Whether one closes the door.
    pub closes: bool,
}

/// A room to prepare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomFacts {
    /// The room.
    pub name: String,
    /// From then on.
    #[serde(with = "super::facts::epoch")]
    pub starts_at: Instant,
    /// Until then.
    #[serde(with = "super::facts::epoch")]
    pub ends_at: Instant,
    /// The layout, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Equipment, and how many of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<(String, i32)>,
    /// The reference of the booking; for the desk only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Somebody to ask for on the spot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFacts {
    /// Name.
    pub name: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}
