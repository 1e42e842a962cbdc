//! Bookings: made, quoted, changed, answered, confirmed, cancelled, and who came.

pub mod answer;
pub mod attendance;
pub mod by_link;
pub mod cancel;
pub mod change;
mod claimed;
pub mod comment;
pub mod confirm;
pub mod create;
mod difference;
pub mod draft;
pub mod expire;
pub(in crate::actions) mod hold;
pub mod offered;
pub(in crate::actions) mod outcome;
pub mod plan;
mod price;
pub mod quote;
pub(in crate::actions) mod record;
mod returns;
pub(in crate::actions) mod step;
pub(in crate::actions) mod years;

pub use draft::{Behalf, Draft};
