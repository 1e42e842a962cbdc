//! What the city decides about bookings.

use super::Reader;

/// The section `booking`.
#[derive(Clone, Copy, Debug)]
pub struct BookingSettings {
    /// Days in which a request is to be answered before it expires.
    pub answer_days: u32,
    /// Minutes before a booking begins from which on it can be noted that somebody came.
    pub check_in_minutes: u32,
    /// Days that the contact of a neighbour who reported something is kept.
    pub keep_contact_days: u32,
    /// Days that the text of what a neighbour reported is kept.
    pub keep_report_days: u32,
}

impl BookingSettings {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self {
            answer_days: reader.number("booking.answer_days", 1..=90),
            check_in_minutes: reader.number("booking.check_in_minutes", 0..=1440),
            keep_contact_days: reader.number("booking.keep_contact_days", 1..=3650),
            keep_report_days: reader.number("booking.keep_report_days", 1..=3650),
        }
    }
}
