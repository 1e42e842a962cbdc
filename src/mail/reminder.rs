//! What a reminder says besides the booking: how to get in.

use serde::{Deserialize, Serialize};

use crate::domain::ids::RoomId;

/// How to get into a room at the start of a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessFacts {
    /// The room that the reminder is for: one that moves is reminded of anew.
    pub room_id: RoomId,
    /// Whether staff is there when it begins.
    pub staffed: bool,
    /// Who opens, where a key-holder was named: name and telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_holder: Option<(String, String)>,
    /// Telephone outside hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of_hours_phone: Option<String>,
    /// What else the desk wrote for who comes: the door, the code, the light.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
