//! Writes to each desk in the morning, by the clocks of its centre: what takes place, and which requests wait.

use crate::{
    actions::{
        Services,
        letters::morning::{Morning, day_due},
    },
    domain::{centre::CentreState, clock_time::ClockTime, failure::Failure, letters::Topic},
    store::letters,
};

/// The letters of a morning.
const TOPICS: [Topic; 2] = [Topic::DaySheet, Topic::Requests];

/// Writes the letters that are due since `morning` and tells for how many centres and topics it looked.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services, morning: ClockTime) -> Result<usize, Failure> {
    let catalogue = services.store.catalogue().await?;
    let now = services.now();
    let written = letters::mornings(&services.store).await?;
    let mut due = Vec::new();
    for centre in catalogue.centres.values().filter(|centre| centre.state == CentreState::Open) {
        let Some(day) = day_due(centre, morning, now) else { continue };
        let date = day.date().to_string();
        let is_due = |topic: &Topic| written.get(&(centre.id, *topic)).is_none_or(|last| *last < date);
        let policy = &services.policy;
        due.extend(TOPICS.into_iter().filter(is_due).map(|topic| Morning { policy, centre_id: centre.id, topic, day }));
    }
    Ok(super::each("mornings", due, |letter| async move { services.store.run(&letter).await }).await)
}
