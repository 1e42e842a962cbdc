//! A neighbour of the demo reports the evening before, as neighbours do: the desk has something to look at.

use crate::{
    actions::{Services, neighbours::report::MakeReport},
    domain::{clock_time::ClockTime, failure::Failure, local_time, report::ReportKind, time::DAY},
};

/// A room of the centre that is meant.
const ROOM: &str = "Zaal";
/// Ten past eleven in the evening.
const MINUTES: u16 = 23 * 60 + 10;

/// Makes the report.
pub(super) async fn load(services: &Services) -> Result<(), Failure> {
    let catalogue = services.store.catalogue().await?;
    let Some(room) = catalogue.rooms.values().find(|room| room.name == ROOM) else { return Ok(()) };
    let Some((_, centre)) = catalogue.room(room.id) else { return Ok(()) };
    let yesterday = local_time::date_of(services.now().plus(-DAY), centre.timezone);
    let at = yesterday.zip(ClockTime::from_minutes(MINUTES));
    let report = MakeReport {
        services: services.clone(),
        centre_id: centre.id,
        kind: ReportKind::Noise,
        happened_at: at.and_then(|(date, time)| local_time::resolve(date, time, centre.timezone)),
        text: "De muziek stond na elven nog heel hard, met de ramen open.".to_owned(),
        contact: Some("Gerda van de overkant, +32 470 00 00 03".to_owned()),
    };
    services.store.run(&report).await
}
