//! What runs beside the requests.

use std::time::Duration;

use super::Reader;
use crate::domain::clock_time::ClockTime;

/// The section `jobs`.
#[derive(Clone, Copy, Debug)]
pub struct JobSettings {
    /// Whether this process runs the jobs.
    pub enabled: bool,
    /// How often the outbox is looked at.
    pub outbox_poll: Duration,
    /// How often requests and options that have run out are looked for.
    pub expiry_interval: Duration,
    /// How often requests that wait for an answer are looked for.
    pub reminder_interval: Duration,
    /// The local time at which the desk of each centre is written what the day brings.
    pub morning: ClockTime,
}

impl JobSettings {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self {
            enabled: reader.flag("jobs.enabled"),
            outbox_poll: Duration::from_millis(reader.number("jobs.outbox_poll_milliseconds", 10..=600_000)),
            expiry_interval: Duration::from_secs(reader.number("jobs.expiry_seconds", 1..=3600)),
            reminder_interval: Duration::from_secs(reader.number("jobs.reminder_seconds", 1..=86_400)),
            morning: morning(reader),
        }
    }
}

fn morning(reader: &mut Reader) -> ClockTime {
    let read = ClockTime::parse(&reader.text("jobs.morning")).filter(|time| *time < ClockTime::END_OF_DAY);
    read.unwrap_or_else(|| {
        reader.refuse("jobs.morning", "must be a time of day, HH:MM, from 00:00 to 23:59");
        ClockTime::START_OF_DAY
    })
}
