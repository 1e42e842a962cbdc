//! Makes the statements of the months that are over.

use crate::{
    actions::{
        Services,
        statements::{Make, everywhere},
    },
    domain::{failure::Failure, statement::Month},
    store::statements,
};

/// Organisations looked at in one go.
const BATCH: u64 = 100;
/// Months that are looked back at: a service that was off for a while misses none.
const MONTHS: usize = 3;

/// Makes the statements that are due, the oldest month first, and tells how many: one for each organisation that owes
/// something for a month that is over everywhere.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services) -> Result<usize, Failure> {
    let catalogue = services.store.catalogue().await?;
    let now = services.now();
    let this = Month::of(now.to_utc().date_naive());
    let months: Vec<Month> =
        std::iter::successors(Some(this), |month| Some(month.previous())).take(MONTHS + 1).collect();
    let mut made = 0;
    for month in months.into_iter().rev() {
        let Some(span) = everywhere(&catalogue, month).filter(|span| span.end() <= now) else { continue };
        loop {
            let owing = statements::owing(&services.store, month, span, BATCH).await?;
            let done = super::each("statements", owing, |organisation_id| async move {
                let make = Make { services: services.clone(), caller: None, organisation_id, month };
                services.store.run(&make).await.map(|made| made.new)
            })
            .await;
            made += done;
            // Where nothing moved, all that is left failed or is another process's.
            if done == 0 {
                break;
            }
        }
    }
    Ok(made)
}
