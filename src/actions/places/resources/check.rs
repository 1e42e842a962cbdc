//! Whether a resource makes sense in its centre.

use crate::domain::{
    resource::{Resource, ResourceKind, UseState},
    site::Site,
    validation::{Faults, Lines, MOST_PEOPLE, text},
};

/// Looks at a resource beside the others of its centre, and drops white space around its name.
pub(super) fn check(site: &Site, resource: &mut Resource, faults: &mut Faults) {
    resource.name = text(faults, "/name", &resource.name, 200, Lines::One);
    faults.bound("/capacity", resource.capacity, &(1..=MOST_PEOPLE));
    let people = |known: &Resource| known.kind == ResourceKind::People && known.state == UseState::Active;
    if people(resource) && site.resources.iter().any(|known| known.id != resource.id && people(known)) {
        faults.add("/kind", "duplicate", "The people of this building are counted already.");
    }
}
