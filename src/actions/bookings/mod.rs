//! Bookings: made, quoted, changed, answered, confirmed, cancelled, and who came.

pub mod answer;
pub mod attendance;
pub mod cancel;
pub mod change;
pub mod confirm;
pub mod create;
mod difference;
pub mod draft;
pub mod expire;
mod outcome;
pub mod plan;
pub mod quote;
mod record;
mod step;

pub use draft::{Behalf, Draft};
