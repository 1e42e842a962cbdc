//! Neighbourhoods, centres, resources and rooms in the database. They are read through the catalogue; here they are
//! written, and held while something that bookings stand on changes.

mod centres;
mod hold;
mod neighbourhoods;
mod resources;
mod rooms;

pub use centres::{centre_exists, insert_centre, organisation_exists, update_centre};
pub use hold::{hold_centre, hold_centre_with, site};
pub use neighbourhoods::{insert_neighbourhood, neighbourhood_exists, update_neighbourhood};
pub use resources::{insert_resource, update_resource};
pub use rooms::{insert_room, update_room};

use crate::domain::failure::Failure;

/// One row was written over the version before it; none means that another unit changed it meanwhile.
fn one_changed(rows: u64) -> Result<(), Failure> {
    if rows == 1 { Ok(()) } else { Err(Failure::Stale) }
}
