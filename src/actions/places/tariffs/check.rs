//! Whether a tariff makes sense in its centre.

use crate::domain::{
    price::Money,
    site::Site,
    tariff::{Surcharge, Tariff, TariffUnit},
    validation::{Faults, Lines, dayparts, optional_text, text},
};

/// The highest amount: a hundred thousand euro.
const MOST_CENTS: i64 = 10_000_000;
/// The most surcharges of a tariff.
const MOST_SURCHARGES: usize = 24;
/// The most rooms that a tariff names.
const MOST_ROOMS: usize = 200;

/// Looks at a tariff, drops white space around its texts, and sorts its rooms.
pub(super) fn check(site: &Site, tariff: &mut Tariff, faults: &mut Faults) {
    tariff.name = text(faults, "/name", &tariff.name, 200, Lines::One);
    tariff.category = optional_text(faults, "/category", tariff.category.as_deref(), 40, Lines::One);
    money(faults, "/price", &tariff.price, 0);
    if let Some(deposit) = &tariff.deposit {
        money(faults, "/deposit", deposit, 1);
    }
    if faults.bound_entries("/surcharges", &tariff.surcharges, MOST_SURCHARGES) {
        for (n, surcharge) in tariff.surcharges.iter_mut().enumerate() {
            look_at(faults, &format!("/surcharges/{n}"), surcharge);
        }
    }
    let kinds = tariff.free_kinds.iter().enumerate();
    faults.unique(kinds.map(|(n, kind)| (format!("/free_kinds/{n}"), *kind)));
    if tariff.valid_until.is_some_and(|until| until < tariff.valid_from) {
        faults.add("/valid_until", "backwards", "The last date is not before the first.");
    }
    rooms(site, tariff, faults);
    parts(site, tariff, faults);
}

fn money(faults: &mut Faults, pointer: &str, money: &Money, least: i64) {
    faults.bound(format!("{pointer}/cents"), money.cents, &(least..=MOST_CENTS));
    if money.currency != "EUR" {
        faults.add(format!("{pointer}/currency"), "unknown", "Prices are in EUR.");
    }
}

fn look_at(faults: &mut Faults, pointer: &str, surcharge: &mut Surcharge) {
    surcharge.name = text(faults, format!("{pointer}/name"), &surcharge.name, 200, Lines::One);
    money(faults, &format!("{pointer}/price"), &surcharge.price, 0);
    let equipment = surcharge.equipment.as_deref();
    surcharge.equipment = optional_text(faults, format!("{pointer}/equipment"), equipment, 200, Lines::One);
    let Some(months) = &surcharge.months else { return };
    let here = format!("{pointer}/months");
    if months.is_empty() {
        faults.add(here.as_str(), "required", "There is at least one month.");
    }
    if faults.bound_entries(&here, months, 12) {
        for (n, month) in months.iter().enumerate() {
            faults.bound(format!("{here}/{n}"), *month, &(1..=12));
        }
        faults.unique(months.iter().enumerate().map(|(n, month)| (format!("{here}/{n}"), *month)));
    }
}

fn rooms(site: &Site, tariff: &mut Tariff, faults: &mut Faults) {
    if !faults.bound_entries("/room_ids", &tariff.room_ids, MOST_ROOMS) {
        return;
    }
    for (n, id) in tariff.room_ids.iter().enumerate() {
        if site.room(*id).is_none() {
            faults.add(format!("/room_ids/{n}"), "unknown", "The centre has no such room.");
        }
    }
    faults.unique(tariff.room_ids.iter().enumerate().map(|(n, id)| (format!("/room_ids/{n}"), *id)));
    tariff.room_ids.sort();
}

/// A tariff for parts of the day knows them, or each room it names does.
fn parts(site: &Site, tariff: &mut Tariff, faults: &mut Faults) {
    match (tariff.unit, &mut tariff.dayparts) {
        (TariffUnit::Hour, Some(_)) => {
            faults.add("/dayparts", "conflicting", "A price per hour has no parts of the day.");
        }
        (TariffUnit::Daypart, Some(given)) => dayparts(faults, "/dayparts", given),
        (TariffUnit::Daypart, None) => {
            let mut named = tariff.room_ids.iter().filter_map(|id| site.room(*id));
            if tariff.room_ids.is_empty() || named.any(|room| room.rules.dayparts.is_none()) {
                let message = "A room that it is for has no parts of the day of its own: name them here.";
                faults.add("/dayparts", "required", message);
            }
        }
        (TariffUnit::Hour, None) => {}
    }
}
