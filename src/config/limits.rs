//! Rate limits.

use super::Reader;

/// The section `limits`.
#[derive(Clone, Copy, Debug)]
pub struct LimitSettings {
    /// Whether the limits hold.
    pub enabled: bool,
    /// Requests per second that one address may make in the long run.
    pub requests_per_second: u32,
    /// Requests that one address may make at once.
    pub burst: u32,
    /// Attempts to sign in, to register, to ask for a link, to invite or to join, per minute and address.
    pub sign_in_per_minute: u32,
    /// Reports of neighbours that one address may make per hour.
    pub reports_per_hour: u32,
    /// Links that one recipient is mailed per hour.
    pub links_per_hour: u32,
}

impl LimitSettings {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self {
            enabled: reader.flag("limits.enabled"),
            requests_per_second: reader.number("limits.requests_per_second", 1..=100_000),
            burst: reader.number("limits.burst", 1..=100_000),
            sign_in_per_minute: reader.number("limits.sign_in_per_minute", 1..=10_000),
            reports_per_hour: reader.number("limits.reports_per_hour", 1..=10_000),
            links_per_hour: reader.number("limits.links_per_hour", 1..=1000),
        }
    }
}
