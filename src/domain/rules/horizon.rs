//! At most so many days ahead, by priority class: who goes first is a horizon, not a favour.

use chrono::Days;
use chrono_tz::Tz;

use super::{Asker, RuleCode, Violation, wording::counted};
use crate::domain::{
    clock_time::ClockTime,
    local_time::{date_of, resolve},
    organisation::DEFAULT_CLASS,
    room::Rules,
    time::{Instant, Span},
};

/// Days ahead where a room's rules name neither the class nor `default`.
pub const USUAL_HORIZON_DAYS: u32 = 180;

/// Days ahead for the class of `asker`, or for `default`; none for the host of the centre, who has no horizon.
#[must_use]
pub fn days_ahead(rules: &Rules, asker: &Asker) -> Option<u32> {
    if asker.is_host {
        return None;
    }
    let by_class = |class: &str| rules.horizon_days.get(class).copied();
    Some(by_class(&asker.class).or_else(|| by_class(DEFAULT_CLASS)).unwrap_or(USUAL_HORIZON_DAYS))
}

/// The first instant at which a booking made now may no longer start: days are local dates, so that a whole day opens
/// at midnight. None where there is no horizon.
#[must_use]
pub fn first_start_beyond(rules: &Rules, zone: Tz, asker: &Asker, now: Instant) -> Option<Instant> {
    let last = date_of(now, zone)?.checked_add_days(Days::new(u64::from(days_ahead(rules, asker)?)))?;
    resolve(last, ClockTime::END_OF_DAY, zone)
}

/// Whether `span` starts too far ahead; the limit is in days.
#[must_use]
pub fn check(rules: &Rules, zone: Tz, asker: &Asker, span: Span, now: Instant) -> Option<Violation> {
    let days = days_ahead(rules, asker)?;
    let beyond = first_start_beyond(rules, zone, asker, now)?;
    let message = || format!("A booking starts at most {} ahead.", counted(days, "day"));
    (span.start() >= beyond).then(|| Violation::new(RuleCode::Horizon, message(), days))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono_tz::Europe::Brussels;

    use super::*;
    use crate::domain::sample::{at, span};

    fn rules() -> Rules {
        let horizon_days = BTreeMap::from([("default".to_owned(), 30), ("committee".to_owned(), 60)]);
        Rules { horizon_days, ..Rules::default() }
    }

    fn asker(class: &str) -> Asker {
        Asker { class: class.to_owned(), ..Asker::private() }
    }

    #[test]
    fn days_are_local_dates_and_the_last_one_is_whole() {
        let now = at("2027-03-01T15:00");
        let check = |from, until| check(&rules(), Brussels, &asker("default"), span(from, until), now);
        assert_eq!(check("2027-03-31T09:00", "2027-03-31T10:00"), None);
        assert_eq!(check("2027-03-31T23:30", "2027-04-01T02:00"), None, "the start counts, over a change of clock");
        let breach = check("2027-04-01T00:00", "2027-04-01T01:00").unwrap();
        assert_eq!((breach.message.as_str(), breach.limit), ("A booking starts at most 30 days ahead.", 30.into()));
    }

    #[test]
    fn the_class_counts_then_the_default_then_the_usual() {
        assert_eq!(days_ahead(&rules(), &asker("committee")), Some(60));
        assert_eq!(days_ahead(&rules(), &asker("unheard of")), Some(30));
        let none = Rules { horizon_days: BTreeMap::new(), ..Rules::default() };
        assert_eq!(days_ahead(&none, &asker("committee")), Some(USUAL_HORIZON_DAYS));
    }

    #[test]
    fn a_host_has_no_horizon() {
        let host = Asker { is_host: true, ..Asker::private() };
        let far = span("2099-03-01T10:00", "2099-03-01T11:00");
        assert_eq!(check(&rules(), Brussels, &host, far, at("2027-03-01T15:00")), None);
    }
}
