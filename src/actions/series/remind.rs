//! Reminding of a series that ends before the next season.

use crate::{
    actions::{
        Policy,
        letters::{self, Known},
    },
    domain::{failure::Failure, ids::SeriesId},
    store::{Unit, UseCase, bookings, series},
};

/// Writes the reminder to renew a series, once a year. Gives false where it was written already, or there is nothing left
/// to go on from.
pub struct Remind<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// The series.
    pub id: SeriesId,
    /// The year.
    pub year: i32,
}

impl UseCase for Remind<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        if !series::note_reminded(unit, self.id, self.year).await? {
            return Ok(false);
        }
        let series = series::get(unit, self.id).await?;
        let all = bookings::of_series(unit, self.id).await?;
        let Some(last) = all.iter().filter(|one| one.status.holds_claims()).max_by_key(|one| one.span) else {
            return Ok(false);
        };
        letters::series::ends(unit, self.policy, &series, last, Known::default()).await?;
        Ok(true)
    }
}
