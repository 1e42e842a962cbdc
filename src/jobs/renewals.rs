//! Reminds in April of series that end before the next season: then there is still time to ask for it.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Europe::Brussels;

use crate::{
    actions::{Services, series::remind::Remind},
    domain::{clock_time::ClockTime, failure::Failure, local_time},
    store::series,
};

/// Series looked at in one go.
const BATCH: u64 = 100;
/// The month of the reminders, and that in which a season begins.
const APRIL: u32 = 4;
const SEPTEMBER: u32 = 9;

/// Writes the reminders that are due and tells how many series they are about: one in each year for a series that has no
/// date left from September on.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services) -> Result<usize, Failure> {
    let now = services.now();
    let Some(today) = local_time::date_of(now, Brussels).filter(|today| today.month() == APRIL) else { return Ok(0) };
    let year = today.year();
    let season = NaiveDate::from_ymd_opt(year, SEPTEMBER, 1);
    let Some(season) = season.and_then(|date| local_time::resolve(date, ClockTime::START_OF_DAY, Brussels)) else {
        return Ok(0);
    };
    let mut reminded = 0;
    loop {
        let due = series::to_renew(&services.store, year, now, season, BATCH).await?;
        let done = super::each("renewals", due, |id| async move {
            services.store.run(&Remind { policy: &services.policy, id, year }).await
        })
        .await;
        reminded += done;
        // Where nothing moved, all that is left failed or is another process's.
        if done == 0 {
            return Ok(reminded);
        }
    }
}
