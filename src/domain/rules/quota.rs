//! Quotas: so much in a period.

use super::{RuleCode, Violation, wording};
use crate::domain::{
    centre::Centre,
    quota::{Area, Measure, Period, Standing, Usage},
    room::Room,
    time::{Instant, Span},
};

/// Every quota that a booking of this time would pass. The limit is in minutes or in bookings.
pub fn check(
    usage: &Usage,
    centre: &Centre,
    room: &Room,
    span: Span,
    now: Instant,
) -> impl Iterator<Item = Violation> + use<> {
    let passed = move |standing: &Standing| standing.used + standing.quota.counts(span) > standing.quota.most;
    usage.standings(centre, room, span.start(), now).into_iter().filter(passed).map(|standing| violation(&standing))
}

fn violation(standing: &Standing) -> Violation {
    let quota = &standing.quota;
    let (most, left) = (amount(quota.measure, quota.most), amount(quota.measure, standing.left()));
    let place = match quota.area {
        Area::City => "in the city",
        Area::Centre(_) => "in this centre",
        Area::Room(_) => "in this room",
    };
    let time = match quota.period {
        Period::Week => "a week",
        Period::Month => "a month",
        Period::Year => "a year",
        Period::Open => "open at the same time",
    };
    Violation::new(RuleCode::Quota, format!("At most {most} {time} {place}; {left} left."), quota.most)
}

/// In words; hours stay hours, as nobody counts a quota in days.
fn amount(measure: Measure, number: i64) -> String {
    match measure {
        Measure::Bookings => wording::counted(number, "booking"),
        Measure::Minutes if number % 60 == 0 => wording::counted(number / 60, "hour"),
        Measure::Minutes => wording::counted(number, "minute"),
    }
}
