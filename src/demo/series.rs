//! The committee of the demo meets every last Thursday: a series, made as people make them.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::{
    actions::{
        Services,
        series::{SeriesDraft, create::Create},
    },
    domain::{
        booking::{Activity, Alcohol, Music, Visibility},
        clock_time::ClockTime,
        failure::Failure,
        holidays::HolidaySet,
        local_time,
        recurrence::Recurrence,
        series::{OnConflict, Pattern, Template},
        time::DAY,
    },
    store::people,
};

const BY: &str = "comite@demo.lokaal";
const ROOM: &str = "Kamer 1";
const RULE: &str = "FREQ=MONTHLY;BYDAY=-1TH;COUNT=6";

/// Makes the series. Dates in school holidays are left out; those that can't be had are skipped.
pub(super) async fn load(services: &Services) -> Result<(), Failure> {
    let catalogue = services.store.catalogue().await?;
    let Some((person, _)) = people::by_email(&services.store, BY).await? else { return Ok(()) };
    let Some(room) = catalogue.rooms.values().find(|room| room.name == ROOM) else { return Ok(()) };
    let Some((_, centre)) = catalogue.room(room.id) else { return Ok(()) };
    let soon = local_time::date_of(services.now().plus(9 * DAY), centre.timezone);
    let (Some(first), Some(time), Ok(rule)) =
        (soon.and_then(last_thursday), ClockTime::from_minutes(14 * 60), Recurrence::parse(RULE))
    else {
        return Ok(());
    };
    let caller = people::caller(&services.store, person.id).await?;
    let draft = SeriesDraft {
        room_id: room.id,
        organisation_id: caller.memberships.first().map(|membership| membership.organisation_id),
        template: Template {
            title: "Maandelijks overleg".to_owned(),
            attendees: 8,
            layout: None,
            shared: None,
            equipment: Vec::new(),
            visibility: Visibility::Public,
            activity: Some(Activity::Meeting),
            audience: None,
            open_to_all: false,
            music: Music::None,
            alcohol: Alcohol::None,
            terms_version: room.rules.terms_version.clone(),
            key_holder_id: None,
            note: None,
            overrides: Vec::new(),
        },
        on_site_contact: None,
        behalf: None,
        pattern: Pattern {
            rule,
            first,
            time,
            duration_minutes: 120,
            exdates: BTreeSet::new(),
            rdates: BTreeSet::new(),
            skip_holidays: vec![HolidaySet::School],
        },
        on_conflict: OnConflict::Skip,
    };
    match services.store.run(&Create::new(services.clone(), caller, draft)).await {
        Ok(_) | Err(Failure::Dates(_)) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// The first last Thursday of a month from this date on.
fn last_thursday(from: NaiveDate) -> Option<NaiveDate> {
    let is_last = |date: &NaiveDate| date.weekday() == Weekday::Thu && (*date + Days::new(7)).month() != date.month();
    from.iter_days().take(62).find(is_last)
}
