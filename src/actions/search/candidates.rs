//! The rooms that may come into question, the nearest first, before anything is known of a time.

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::Criteria;
use crate::{
    actions::{
        availability::{Pools, claimable},
        prices,
    },
    domain::{
        availability::{Need, Needs, floor_needs},
        booking::{Alcohol, EquipmentWish, Music},
        centre::{Centre, CentreState, Neighbourhood},
        failure::Failure,
        geo::{self, Point},
        ids::{CentreId, ResourceId},
        price::Price,
        resource::UseState,
        room::Room,
        rules::{Asker, Wish},
        time::Span,
    },
    store::catalogue::Catalogue,
};

/// Where a room stands in a list: by distance in metres (0 where no place was named), then by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key(i64, String, String, uuid::Uuid);

/// A room that may come into question.
pub(in crate::actions) struct Candidate<'a> {
    pub(in crate::actions) key: Key,
    /// Metres from the place that was named.
    pub(in crate::actions) distance_m: Option<i64>,
    pub(in crate::actions) room: &'a Arc<Room>,
    pub(in crate::actions) centre: &'a Arc<Centre>,
    pub(in crate::actions) needs: Needs,
}

impl Candidate<'_> {
    /// The resources that it needs.
    pub(in crate::actions) fn resources(&self) -> impl Iterator<Item = ResourceId> {
        self.needs.all().map(|need| need.resource.id)
    }

    /// What somebody would ask for who books it for `span` like this.
    pub(in crate::actions) fn wish(&self, people: i32, span: Span) -> Wish {
        Wish {
            span,
            attendees: people,
            layout: None,
            shared: self.room.shared_places.is_some(),
            music: Music::None,
            alcohol: Alcohol::None,
            terms_version: None,
            terms_asked: false,
            key_holder: false,
        }
    }
}

/// The rooms that meet the criteria, sorted by their keys, those behind `after` only.
///
/// # Errors
/// [`Failure::Invalid`] where there is no such neighbourhood.
pub(in crate::actions) fn candidates<'a>(
    catalogue: &'a Catalogue,
    criteria: &Criteria,
    after: Option<&Key>,
) -> Result<Vec<Candidate<'a>>, Failure> {
    let neighbourhood = criteria.neighbourhood.as_deref().map(|text| named(catalogue, text)).transpose()?;
    let origin = criteria.near.or(neighbourhood.map(middle));
    // Around the middle of a neighbourhood lie rooms of the next ones too.
    let inside = neighbourhood.filter(|_| criteria.near.is_some() || criteria.radius_m.is_none());
    let centres: HashMap<CentreId, Option<f64>> = catalogue
        .centres
        .values()
        .filter(|centre| centre.state == CentreState::Open)
        .filter(|centre| inside.is_none_or(|inside| centre.neighbourhood_code.as_ref() == Some(&inside.code)))
        .map(|centre| (centre.id, origin.map(|origin| geo::distance_m(origin, centre.point()))))
        .filter(|(_, distance)| is_near(*distance, criteria.radius_m))
        .collect();
    let pools = Pools::of(catalogue);
    let mut found: Vec<Candidate<'_>> = catalogue
        .rooms
        .values()
        .filter(|room| room.state == UseState::Active && (room.accessible || !criteria.accessible))
        .filter_map(|room| {
            let distance_m = centres.get(&room.centre_id)?.map(geo::whole_metres);
            let centre = catalogue.centres.get(&room.centre_id)?;
            let key = Key(distance_m.unwrap_or(0), centre.name.clone(), room.name.clone(), room.id.0);
            if after.is_some_and(|after| key <= *after) {
                return None;
            }
            let equipment = equipment(&pools, room, &criteria.equipment)?;
            let places = room.shared_places.map(|_| criteria.people);
            let floors = floor_needs(&catalogue.floors(room), places);
            let people = pools.people(centre.id, criteria.people);
            Some(Candidate { key, distance_m, room, centre, needs: Needs { floors, equipment, people } })
        })
        .collect();
    found.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    Ok(found)
}

fn is_near(distance: Option<f64>, radius_m: Option<f64>) -> bool {
    distance.is_none_or(|distance| radius_m.is_none_or(|radius| distance <= radius))
}

fn named<'a>(catalogue: &'a Catalogue, text: &str) -> Result<&'a Neighbourhood, Failure> {
    let lower = text.to_lowercase();
    let is_named = |known: &&Neighbourhood| known.code.to_lowercase() == lower || known.name.to_lowercase() == lower;
    catalogue
        .neighbourhoods
        .iter()
        .find(is_named)
        .ok_or_else(|| Failure::invalid("neighbourhood", "unknown", "There is no such neighbourhood."))
}

fn middle(neighbourhood: &Neighbourhood) -> Point {
    Point { latitude: neighbourhood.latitude, longitude: neighbourhood.longitude }
}

/// What is needed of the centre's counted equipment besides what the room holds, one of each; none where a word is not to
/// be had.
fn equipment(pools: &Pools<'_>, room: &Room, words: &[String]) -> Option<Vec<Need>> {
    let mut needs: Vec<Need> = Vec::new();
    for word in words.iter().filter(|word| !room.equipment.iter().any(|held| held.to_lowercase() == **word)) {
        let need = Need { resource: claimable(pools.named(room.centre_id, word)?), quantity: 1 };
        if !needs.contains(&need) {
            needs.push(need);
        }
    }
    Some(needs)
}

/// A room that was found, with what is told of it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The room.
    pub room: Arc<Room>,
    /// Its centre.
    pub centre: Arc<Centre>,
    /// Metres from the place that was named.
    pub distance_m: Option<i64>,
    /// The counted equipment to ask for with it.
    pub equipment: Vec<(ResourceId, i32)>,
}

impl Place {
    /// What it would cost `asker` for `span`; none is 'no price', not 'free'.
    pub(super) fn price(&self, catalogue: &Catalogue, asker: &Asker, span: Span) -> Option<Price> {
        let equipment = self
            .equipment
            .iter()
            .map(|(resource_id, quantity)| EquipmentWish { resource_id: *resource_id, quantity: *quantity });
        prices::price(catalogue, &self.room, &self.centre, asker, span, equipment)
    }
}

impl From<&Candidate<'_>> for Place {
    fn from(candidate: &Candidate<'_>) -> Self {
        Self {
            room: Arc::clone(candidate.room),
            centre: Arc::clone(candidate.centre),
            distance_m: candidate.distance_m,
            equipment: candidate.needs.equipment.iter().map(|need| (need.resource.id, need.quantity)).collect(),
        }
    }
}
