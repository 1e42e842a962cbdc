//! Whether a room makes sense in its centre.

use std::collections::HashSet;

use crate::domain::{
    person::Locale,
    resource::{ResourceKind, UseState},
    room::Room,
    site::Site,
    validation::{Faults, Lines, MOST_PEOPLE, layouts, optional_text, rules, text},
};

/// The most floors of a room.
const MOST_FLOORS: usize = 50;
/// The most words of what a room holds.
const MOST_EQUIPMENT: usize = 50;
/// The largest room, square metres.
const MOST_AREA: f64 = 1_000_000.0;

/// Looks at a room and at the floors of its centre, drops white space around its texts, and sorts its floors.
pub(super) fn check(site: &Site, room: &mut Room, faults: &mut Faults) {
    room.name = text(faults, "/name", &room.name, 200, Lines::One);
    description(room, faults);
    if let Some(area) = room.floor_area_m2 {
        faults.bound("/floor_area_m2", area, &(0.1..=MOST_AREA));
    }
    layouts(faults, "/layouts", &mut room.layouts);
    rules(faults, "/rules", &mut room.rules);
    if faults.bound_entries("/equipment", &room.equipment, MOST_EQUIPMENT) {
        for (index, word) in room.equipment.iter_mut().enumerate() {
            *word = text(faults, format!("/equipment/{index}"), word, 100, Lines::One);
        }
        let words = room.equipment.iter().enumerate();
        faults.unique(words.map(|(index, word)| (format!("/equipment/{index}"), word.as_str())));
    }
    if let Some(places) = room.shared_places {
        faults.bound("/shared_places", places, &(1..=MOST_PEOPLE));
    }
    floors(site, room, faults);
}

fn description(room: &mut Room, faults: &mut Faults) {
    let given = std::mem::take(&mut room.description);
    for (language, words) in given {
        let pointer = format!("/description/{}", language.replace('~', "~0").replace('/', "~1"));
        if Locale::parse(&language).is_none() {
            faults.add(pointer, "unknown", "A description is in nl, en or fr.");
        } else if let Some(words) = optional_text(faults, pointer, Some(&words), 2_000, Lines::Many) {
            room.description.insert(language, words);
        }
    }
}

fn floors(site: &Site, room: &mut Room, faults: &mut Faults) {
    if room.resource_ids.is_empty() {
        faults.add("/resource_ids", "required", "A room needs at least one floor.");
    }
    if !faults.bound_entries("/resource_ids", &room.resource_ids, MOST_FLOORS) {
        return;
    }
    let mut known = HashSet::new();
    for (index, id) in room.resource_ids.iter().enumerate() {
        let pointer = format!("/resource_ids/{index}");
        match site.resource(*id) {
            None => faults.add(pointer, "unknown", "The room's centre has no such resource."),
            Some(resource) if resource.kind != ResourceKind::Floor => {
                faults.add(pointer, "kind", "A room stands on floors.");
            }
            Some(resource) if resource.state == UseState::Retired && room.state == UseState::Active => {
                faults.add(pointer, "retired", "This floor is no longer in use.");
            }
            Some(_) if !known.insert(*id) => faults.add(pointer, "duplicate", "This is there already."),
            Some(resource) => {
                if room.shared_places.is_some_and(|places| places != resource.capacity) {
                    let message = format!("A shared room has as many places as its floor: {}.", resource.capacity);
                    faults.add("/shared_places", "conflicting", message);
                }
            }
        }
    }
    room.resource_ids.sort();
}
