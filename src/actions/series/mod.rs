//! Series: made whole or with dates left out, taken up again, answered, changed, cancelled, renewed.

pub mod answer;
pub mod cancel;
pub mod change;
mod consider;
pub mod create;
mod draft;
mod moving;
mod parts;
pub mod remind;
pub mod renew;
pub mod retry;
mod scope;
mod write;

pub use draft::SeriesDraft;
pub use scope::Scope;

use crate::{
    auth::Caller,
    domain::{
        booking::Booking,
        failure::Failure,
        series::{Missed, Series},
    },
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

/// A series that the caller may change.
///
/// # Errors
/// [`Failure::NotFound`] where its existence is none of theirs, [`Failure::Forbidden`] where they may only read it.
fn may_change(caller: &Caller, series: &Series) -> Result<(), Failure> {
    if caller.may_change_series(series) {
        Ok(())
    } else if caller.may_see_series(series) {
        Err(Failure::Forbidden)
    } else {
        Err(Failure::NotFound)
    }
}
