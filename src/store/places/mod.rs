//! Neighbourhoods, centres, resources and rooms in the database. They are read through the catalogue; here they are
//! written, and held while something that bookings stand on changes.

mod centres;
mod hold;
mod neighbourhoods;
mod resources;
mod rooms;

pub use centres::{insert_centre, update_centre};
pub use hold::{Held, hold_centre};
pub use neighbourhoods::{insert_neighbourhood, update_neighbourhood};
pub use resources::{insert_resource, update_resource};
pub use rooms::{insert_room, update_room};

use crate::domain::failure::Failure;

/// One row was written over the version before it; none means that another unit changed it meanwhile.
fn one_changed(rows: u64) -> Result<(), Failure> {
    if rows == 1 { Ok(()) } else { Err(Failure::Stale) }
}
