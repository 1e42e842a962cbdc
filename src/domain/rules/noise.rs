//! Limits to amplified music: a latest end by day of the week, and so many events a year in the whole centre.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::{RuleCode, Violation, Wish, wording::counted};
use crate::domain::{
    booking::Music,
    clock_time::{ClockTime, weekday},
    local_time::{local, resolve},
    room::{Noise, Rules},
    time::Instant,
};

/// Minutes after midnight at which the night ends: a limit before it belongs to the night after the day, so that
/// '01:00' for Saturday is one o'clock in the night to Sunday.
const NIGHT_ENDS: u16 = 6 * 60;

/// Whether amplified music would last too long, or there has been enough of it this year. The limit is a time of day
/// (`"22:00"`) or a number of events.
#[must_use]
pub fn check(rules: &Rules, zone: Tz, wish: &Wish, amplified_this_year: u32) -> Option<Violation> {
    let noise = rules.noise.as_ref().filter(|_| wish.music == Music::Amplified)?;
    let breach = |message, limit: serde_json::Value| Some(Violation::new(RuleCode::Noise, message, limit));
    if let Some((until, latest)) = latest_end(noise, zone, wish.span.start())
        && wish.span.end() > latest
    {
        return breach(format!("Amplified music ends at {until} at the latest."), until.to_string().into());
    }
    noise.amplified_per_year.filter(|most| amplified_this_year >= *most).map(too_many)
}

/// There are so many amplified events in the year already.
#[must_use]
pub fn too_many(most: u32) -> Violation {
    let message = format!("The centre has at most {} with amplified music a year.", counted(most, "event"));
    Violation::new(RuleCode::Noise, message, most)
}

/// The latest end for a booking that starts at `start`: as the clock shows it, and as an instant.
fn latest_end(noise: &Noise, zone: Tz, start: Instant) -> Option<(ClockTime, Instant)> {
    let start = local(start, zone)?;
    let date: NaiveDate = start.date();
    let until = *noise.amplified_until.get(weekday::text(date.weekday()))?;
    let starts_by_day = start.signed_duration_since(date.into()).num_minutes() >= i64::from(NIGHT_ENDS);
    let date = if until.minutes() < NIGHT_ENDS && starts_by_day { date.succ_opt()? } else { date };
    Some((until, resolve(date, until, zone)?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono_tz::Europe::Brussels;
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::sample::{clock, span, wish};

    fn limit(music: Music, from: &str, until: &str, this_year: u32) -> Option<Value> {
        let amplified_until = BTreeMap::from([("fr".to_owned(), clock("22:00")), ("sa".to_owned(), clock("01:00"))]);
        let noise = Some(Noise { amplified_until, amplified_per_year: Some(12) });
        let wish = Wish { music, span: span(from, until), ..wish() };
        check(&Rules { noise, ..Rules::default() }, Brussels, &wish, this_year).map(|breach| breach.limit)
    }

    #[test]
    fn music_ends_by_the_limit_of_the_day_on_which_it_starts() {
        let amplified = |from, until| limit(Music::Amplified, from, until, 0);
        assert_eq!(amplified("2027-03-05T19:00", "2027-03-05T22:00"), None);
        assert_eq!(amplified("2027-03-05T19:00", "2027-03-05T22:30"), Some(json!("22:00")));
        assert_eq!(amplified("2027-03-05T19:00", "2027-03-06T00:30"), Some(json!("22:00")), "Friday's, not Saturday's");
        assert_eq!(amplified("2027-03-04T19:00", "2027-03-05T03:00"), None, "Thursday has no limit");
    }

    #[test]
    fn a_limit_after_midnight_is_of_the_night_that_follows() {
        let amplified = |from, until| limit(Music::Amplified, from, until, 0);
        assert_eq!(amplified("2027-03-06T19:00", "2027-03-07T01:00"), None);
        assert_eq!(amplified("2027-03-06T19:00", "2027-03-07T01:30"), Some(json!("01:00")));
        assert_eq!(amplified("2027-03-06T00:00", "2027-03-06T03:00"), Some(json!("01:00")), "already in the night");
    }

    #[test]
    fn other_music_has_no_limit() {
        assert_eq!(limit(Music::Background, "2027-03-05T19:00", "2027-03-06T03:00", 99), None);
        assert_eq!(limit(Music::None, "2027-03-05T19:00", "2027-03-06T03:00", 99), None);
    }

    #[test]
    fn a_year_has_so_many_events() {
        assert_eq!(limit(Music::Amplified, "2027-03-05T19:00", "2027-03-05T22:00", 11), None);
        assert_eq!(limit(Music::Amplified, "2027-03-05T19:00", "2027-03-05T22:00", 12), Some(12.into()));
    }
}
