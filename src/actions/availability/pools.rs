//! Counted equipment by centre and name, and the people of a building.

use std::collections::HashMap;

use crate::{
    domain::{
        availability::Need,
        booking::EquipmentWish,
        claim::Claimable,
        ids::CentreId,
        resource::{Resource, ResourceKind, UseState},
    },
    store::catalogue::Catalogue,
};

/// The counted equipment of each centre, and the people that its building may hold.
pub struct Pools<'a> {
    equipment: HashMap<CentreId, Vec<&'a Resource>>,
    people: HashMap<CentreId, Claimable>,
}

impl<'a> Pools<'a> {
    /// What is in use.
    #[must_use]
    pub fn of(catalogue: &'a Catalogue) -> Self {
        let mut pools = Self { equipment: HashMap::new(), people: HashMap::new() };
        for resource in catalogue.resources.values().filter(|resource| resource.state == UseState::Active) {
            match resource.kind {
                ResourceKind::Equipment => pools.equipment.entry(resource.centre_id).or_default().push(resource),
                ResourceKind::People => drop(pools.people.insert(resource.centre_id, claimable(resource))),
                ResourceKind::Floor => {}
            }
        }
        pools
    }

    /// What so many people take of a building's people, where those are counted.
    #[must_use]
    pub fn people(&self, centre: CentreId, attendees: i32) -> Option<Need> {
        let resource = *self.people.get(&centre)?;
        Some(Need { resource, quantity: attendees })
    }

    /// The pool of a centre that has this name, whatever the case of its letters.
    #[must_use]
    pub fn named(&self, centre: CentreId, name: &str) -> Option<&'a Resource> {
        let name = name.to_lowercase();
        self.equipment.get(&centre)?.iter().find(|pool| pool.name.to_lowercase() == name).copied()
    }

    /// What the wishes need of a centre's equipment: in another centre, of the pools with the same names. None where
    /// the centre has too little.
    #[must_use]
    pub fn like(&self, catalogue: &Catalogue, wishes: &[EquipmentWish], centre: CentreId) -> Option<Vec<Need>> {
        let need = |wish: &EquipmentWish| {
            let asked = catalogue.resources.get(&wish.resource_id)?;
            let pool = if asked.centre_id == centre { asked } else { self.named(centre, &asked.name)? };
            (wish.quantity <= pool.capacity).then_some(Need { resource: claimable(pool), quantity: wish.quantity })
        };
        wishes.iter().map(need).collect()
    }
}

/// A resource as far as claiming goes.
#[must_use]
pub fn claimable(resource: &Resource) -> Claimable {
    Claimable { id: resource.id, capacity: resource.capacity }
}
