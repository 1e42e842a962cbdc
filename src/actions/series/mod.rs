//! Series: made whole, or with dates left out.

mod consider;
pub mod create;
mod draft;
mod write;

pub use draft::SeriesDraft;

use crate::domain::{
    booking::Booking,
    series::{Missed, Series},
};

/// A series as it is since, with its bookings and the dates that could not be had.
pub struct Outcome {
    /// The series.
    pub series: Series,
    /// The bookings that were made of it, by start.
    pub bookings: Vec<Booking>,
    /// The dates that could not be had, in order.
    pub missed: Vec<Missed>,
    /// The name of its organisation.
    pub organisation_name: Option<String>,
}
