//! The link at the door of a room: who comes in notes it there, without an account.

mod check_in;
mod keep;

pub use check_in::{AtDoor, CheckIn, look};
pub use keep::{MakeDoor, RemoveDoor};
