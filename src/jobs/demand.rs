//! Writes down what was wanted and could not be had, as this process noted it.

use crate::{
    actions::{Services, demand},
    domain::failure::Failure,
};

/// Writes what is noted; tells how many wishes were new.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached: the notes are kept.
pub async fn run_once(services: &Services) -> Result<usize, Failure> {
    demand::write_all(services).await
}
