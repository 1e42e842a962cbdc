//! What a booking costs by the tariffs of its centre.
//!
//! Rounding: time is elapsed time, so that a night in which clocks change costs what it lasts. Every half hour that is
//! begun is billed. Whole hours cost the price of an hour; the half hour that may be left over costs half of it, half a
//! cent rounded up. Every line is a whole quantity times whole cents, and the total is their sum: nothing else is rounded.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::{Surcharge, SurchargePer, Tariff, TariffUnit};
use crate::domain::{
    dayparts,
    local_time::{date_of, days_from},
    organisation::OrganisationKind,
    price::{Money, Price, PriceLine},
    room::{Daypart, Room},
    time::{DAY, MINUTE, Span},
};

/// Seconds of half an hour.
const HALF_HOUR: i64 = 30 * MINUTE;

/// What is to be priced, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Priced<'a> {
    /// The time that is shown: set-up and clean-up cost nothing.
    pub span: Span,
    /// The room.
    pub room: &'a Room,
    /// The zone of its centre.
    pub zone: Tz,
    /// The kind that prices treat them as: private until verified, and for people.
    pub kind: OrganisationKind,
    /// The tariff category; none until verified.
    pub category: Option<&'a str>,
    /// The counted equipment that is asked for, by name.
    pub equipment: &'a [(String, i32)],
}

/// The price by the tariff that holds; none is 'no price', not 'free'. Of several the one that names the room comes
/// before one for all rooms, then the one of their category before one for everybody, then the one that holds since the
/// latest date.
#[must_use]
pub fn price<'a>(tariffs: impl IntoIterator<Item = &'a Tariff>, priced: &Priced<'_>) -> Option<Price> {
    let date = date_of(priced.span.start(), priced.zone)?;
    let (tariff, measure) = tariffs
        .into_iter()
        .filter(|tariff| tariff.is_for(priced, date))
        .filter_map(|tariff| Some((tariff, Measure::of(tariff, priced)?)))
        .max_by_key(|(tariff, _)| {
            (!tariff.room_ids.is_empty(), tariff.category.is_some(), tariff.valid_from, tariff.id)
        })?;
    let mut lines = Vec::new();
    measure.charge(&mut lines, "room", &tariff.name, &tariff.price, 1);
    for surcharge in &tariff.surcharges {
        let pieces = surcharge.pieces(priced, date);
        match surcharge.per {
            SurchargePer::Booking => charge(&mut lines, "surcharge", &surcharge.name, &surcharge.price, pieces),
            SurchargePer::Unit => measure.charge(&mut lines, "surcharge", &surcharge.name, &surcharge.price, pieces),
        }
    }
    if tariff.free_kinds.contains(&priced.kind) {
        let off = -sum(&lines);
        let unit = Money { cents: off, ..tariff.price.clone() };
        charge(&mut lines, "free_of_charge", &tariff.name, &unit, 1);
    }
    let total = Money { cents: sum(&lines), ..tariff.price.clone() };
    Some(Price { due: total.clone(), total, lines, deposit: tariff.deposit.clone() })
}

impl Tariff {
    fn is_for(&self, priced: &Priced<'_>, date: NaiveDate) -> bool {
        let category = |own: &str| priced.category.is_some_and(|theirs| theirs.eq_ignore_ascii_case(own));
        self.centre_id == priced.room.centre_id
            && (self.room_ids.is_empty() || self.room_ids.contains(&priced.room.id))
            && self.category.as_deref().is_none_or(category)
            && self.valid_from <= date
            && self.valid_until.is_none_or(|until| date <= until)
    }
}

impl Surcharge {
    /// How often it is charged: not at all where a condition is not met.
    fn pieces(&self, priced: &Priced<'_>, date: NaiveDate) -> i64 {
        if self.months.as_ref().is_some_and(|months| !months.contains(&date.month())) {
            return 0;
        }
        let Some(name) = &self.equipment else { return 1 };
        let name = name.to_lowercase();
        let asked = priced.equipment.iter().filter(|(known, _)| known.to_lowercase() == name);
        asked.map(|(_, quantity)| i64::from(*quantity)).sum()
    }
}

/// How much of a tariff's unit a booking takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    HalfHours(i64),
    Dayparts(i64),
}

impl Measure {
    /// None where a tariff for parts of the day meets a room without them.
    fn of(tariff: &Tariff, priced: &Priced<'_>) -> Option<Self> {
        match tariff.unit {
            TariffUnit::Hour => Some(Self::HalfHours(half_hours(priced.span))),
            TariffUnit::Daypart => {
                let parts = priced.room.rules.dayparts.as_ref().or(tariff.dayparts.as_ref())?;
                Some(Self::Dayparts(dayparts_of(parts, priced.zone, priced.span)))
            }
        }
    }

    fn charge(self, lines: &mut Vec<PriceLine>, code: &str, text: &str, price: &Money, pieces: i64) {
        match self {
            Self::HalfHours(count) => {
                charge(lines, &format!("{code}_hour"), text, price, pieces * (count / 2));
                let half = Money { cents: half_up(price.cents), ..price.clone() };
                charge(lines, &format!("{code}_half_hour"), text, &half, pieces * (count % 2));
            }
            Self::Dayparts(count) => charge(lines, &format!("{code}_daypart"), text, price, pieces * count),
        }
    }
}

/// Half hours that are begun.
fn half_hours(span: Span) -> i64 {
    (span.seconds() + HALF_HOUR - 1) / HALF_HOUR
}

/// Half of an amount of zero or more, half a cent rounded up.
fn half_up(cents: i64) -> i64 {
    cents / 2 + cents % 2
}

fn sum(lines: &[PriceLine]) -> i64 {
    lines.iter().map(|line| line.total.cents).sum()
}

fn charge(lines: &mut Vec<PriceLine>, code: &str, text: &str, unit: &Money, quantity: i64) {
    if quantity == 0 || (unit.cents == 0 && code == "free_of_charge") {
        return;
    }
    let total = Money { cents: unit.cents.saturating_mul(quantity), ..unit.clone() };
    lines.push(PriceLine { code: code.to_owned(), text: text.to_owned(), quantity, unit: unit.clone(), total });
}

/// Parts of the day that are billed: those that the time is made of, or else as few as reach over all of it that lies in
/// any; at least one.
fn dayparts_of(parts: &[Daypart], zone: Tz, span: Span) -> i64 {
    let made_of = dayparts::count_in(parts, zone, span);
    let count = made_of.unwrap_or_else(|| touched(parts, zone, span));
    i64::try_from(count).unwrap_or(i64::MAX).max(1)
}

/// As few parts as reach over all of `span` that lies in any part.
fn touched(parts: &[Daypart], zone: Tz, span: Span) -> usize {
    // One that began the evening before may reach into it.
    let days = days_from(span.start().plus(-DAY), zone).take_while(|day| day.start() < span.end());
    let mut found: Vec<Span> =
        days.flat_map(|day| dayparts::parts_of(parts, day)).filter(|part| part.overlaps(span)).collect();
    found.sort_unstable();
    let (mut count, mut reached) = (0, span.start());
    while reached < span.end() {
        let ahead = || found.iter().filter(|part| part.end() > reached);
        let covering = ahead().filter(|part| part.start() <= reached).max_by_key(|part| part.end());
        // Between two parts nothing is billed.
        let Some(next) = covering.or_else(|| ahead().min_by_key(|part| (part.start(), -part.seconds()))) else { break };
        count += 1;
        reached = next.end();
    }
    count
}
