//! How values look in answers.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use chrono::{Datelike, Offset, SecondsFormat, Timelike};
use chrono_tz::Tz;
use serde::{Serialize, Serializer, ser::Error};

use crate::domain::time::Instant;

/// An instant as RFC 3339 with the offset of `zone`.
#[must_use]
pub fn moment(instant: Instant, zone: Tz) -> String {
    instant.in_zone(zone).to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// An instant that is written as [`moment`] has it, without a text of its own: answers about time hold hundreds.
#[derive(Clone, Copy, Debug)]
pub struct Moment(pub Instant, pub Tz);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let local = self.0.in_zone(self.1);
        let offset = local.offset().fix().local_minus_utc();
        if !(0..=9999).contains(&local.year()) || offset % 60 != 0 {
            return serializer.collect_str(&moment(self.0, self.1));
        }
        let mut text = *b"0000-00-00T00:00:00+00:00";
        let mut digits = |at: usize, count: usize, mut value: u32| {
            for place in (at..at + count).rev() {
                text[place] = b'0' + u8::try_from(value % 10).unwrap_or(0);
                value /= 10;
            }
        };
        digits(0, 4, local.year().unsigned_abs());
        digits(5, 2, local.month());
        digits(8, 2, local.day());
        digits(11, 2, local.hour());
        digits(14, 2, local.minute());
        digits(17, 2, local.second());
        digits(20, 2, offset.unsigned_abs() / 3600);
        digits(23, 2, offset.unsigned_abs() / 60 % 60);
        if offset < 0 {
            text[19] = b'-';
        }
        serializer.serialize_str(std::str::from_utf8(&text).map_err(S::Error::custom)?)
    }
}

/// The entity tag (RFC 9110, section 8.8.3) of a version.
#[must_use]
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// Headers of an answer that carries one thing: its `ETag`, and `Location` where it is new.
#[must_use]
pub fn headers(version: Option<i64>, location: Option<&str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(tag) = version.and_then(|version| HeaderValue::try_from(etag(version)).ok()) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(location) = location.and_then(|location| HeaderValue::try_from(location).ok()) {
        headers.insert(header::LOCATION, location);
    }
    headers
}

/// The headers of a page for paper: nothing from elsewhere, and nothing that runs.
pub(in crate::http) const PAPER: [(HeaderName, HeaderValue); 2] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
];

/// A page of a list.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The things.
    pub items: Vec<T>,
    /// What to ask the next page with; null on the last.
    pub next_cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America::St_Johns, Asia::Kathmandu, Europe::Brussels};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_moment_is_written_as_its_text(
            seconds in Instant::EARLIEST.epoch_seconds()..=Instant::LATEST.epoch_seconds() + 86_400,
            zone in prop::sample::select(vec![Brussels, St_Johns, Kathmandu, chrono_tz::Africa::Monrovia]),
        ) {
            let instant = Instant::from_epoch_seconds(seconds);
            let written = serde_json::to_value(Moment(instant, zone)).expect("JSON");
            prop_assert_eq!(written, moment(instant, zone));
        }
    }

    #[test]
    fn the_ends_of_time_are_written_too() {
        for (instant, text) in
            [(Instant::EARLIEST, "1970-01-01T01:00:00+01:00"), (Instant::LATEST, "+10000-01-01T00:59:00+01:00")]
        {
            assert_eq!(serde_json::to_value(Moment(instant, Brussels)).expect("JSON"), text);
        }
        let liberia = Instant::from_epoch_seconds(1);
        let zone = chrono_tz::Africa::Monrovia;
        assert_eq!(serde_json::to_value(Moment(liberia, zone)).expect("JSON"), moment(liberia, zone));
    }
}
