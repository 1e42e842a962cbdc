//! The body of POST /series.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

use crate::{
    actions::{bookings::Draft, series::SeriesDraft},
    domain::{
        booking::{Activity, Alcohol, Audience, Contact, EquipmentWish, Music, Override, Visibility},
        clock_time::ClockTime,
        failure::{Failure, Fault},
        holidays::HolidaySet,
        ids::{KeyHolderId, OrganisationId, RoomId},
        recurrence::Recurrence,
        series::{OnConflict, Pattern, Template},
        time::Span,
    },
    http::api::bookings::request::{OnBehalfOf, OnSiteContact},
};

/// What is asked for.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct SeriesRequest {
    /// The room.
    pub room_id: RoomId,
    /// For which organisation; absent is privately.
    #[serde(default)]
    pub organisation_id: Option<OrganisationId>,
    /// When the first begins, on the clocks of the centre; it is one of the rule's dates.
    #[schema(example = "2027-01-28T19:00")]
    pub starts_at_local: String,
    /// How long each lasts: elapsed minutes.
    #[schema(example = 120)]
    pub duration_minutes: i64,
    /// The rule, an RRULE of RFC 5545 with COUNT or UNTIL: daily, weekly, monthly or yearly, at most 400 dates.
    #[schema(example = "FREQ=MONTHLY;BYDAY=-1TH;COUNT=12")]
    pub rrule: String,
    /// Dates of the rule to leave out.
    #[serde(default)]
    #[schema(example = json!(["2027-07-29"]))]
    pub exdates: Vec<String>,
    /// Dates besides those of the rule.
    #[serde(default)]
    #[schema(example = json!(["2027-08-05"]))]
    pub rdates: Vec<String>,
    /// Holidays on which the rule has no date.
    #[serde(default)]
    pub skip_holidays: Vec<HolidaySet>,
    /// Where a date is taken or breaks a rule: make nothing, or skip it. Nothing where absent.
    #[serde(default)]
    pub on_conflict: Option<OnConflict>,
    /// Title, 1 to 200 characters.
    pub title: String,
    /// People expected.
    pub attendees: i32,
    /// Layout by name.
    #[serde(default)]
    pub layout: Option<String>,
    /// Places of a shared room rather than the whole; absent is what the room is made for.
    #[serde(default)]
    pub shared: Option<bool>,
    /// Counted equipment.
    #[serde(default)]
    pub equipment: Vec<EquipmentWish>,
    /// Who may read the title; private where absent.
    #[serde(default)]
    pub visibility: Option<Visibility>,
    /// What for.
    #[serde(default)]
    pub activity: Option<Activity>,
    /// For whom.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// Whether anyone may walk in.
    #[serde(default)]
    pub open_to_all: Option<bool>,
    /// Music; none where absent.
    #[serde(default)]
    pub music: Option<Music>,
    /// Alcohol; none where absent.
    #[serde(default)]
    pub alcohol: Option<Alcohol>,
    /// The house rules that are accepted.
    #[serde(default)]
    pub terms_version: Option<String>,
    /// Who opens and closes.
    #[serde(default)]
    pub key_holder_id: Option<KeyHolderId>,
    /// Who is present on the spot.
    #[serde(default)]
    pub on_site_contact: Option<OnSiteContact>,
    /// A note to the desk, up to 2,000 characters.
    #[serde(default)]
    pub note: Option<String>,
    /// Staff: for whom.
    #[serde(default)]
    pub on_behalf_of: Option<OnBehalfOf>,
    /// Staff: rules set aside on every date, each with a reason.
    #[serde(default, rename = "override")]
    pub overrides: Vec<Override>,
}

impl SeriesRequest {
    /// What actions work with.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with every fault of the rule, its times and dates, and of `on_behalf_of`.
    pub(crate) fn draft(self) -> Result<SeriesDraft, Failure> {
        let mut faults = Vec::new();
        let starts_at = local_time("/starts_at_local", &self.starts_at_local).map_err(|fault| faults.push(fault)).ok();
        let rule = Recurrence::parse(&self.rrule).map_err(|fault| faults.push(fault.into())).ok();
        let time = starts_at.map(|(_, time)| time);
        let exdates = dates("/exdates", &self.exdates, time, &mut faults);
        let rdates = dates("/rdates", &self.rdates, time, &mut faults);
        let behalf = self.on_behalf_of.map(|behalf| behalf.checked(&mut faults)).transpose();
        let (Some((first, time)), Some(rule), Ok(behalf), true) = (starts_at, rule, behalf, faults.is_empty()) else {
            return Err(Failure::Invalid(faults));
        };
        let on_site_contact = self.on_site_contact;
        let on_site_contact =
            on_site_contact.map(|contact| Contact { name: contact.name, phone: contact.phone, email: None });
        // Through the request for a booking, so that its texts are cleaned as they are there.
        let draft = Draft {
            room_id: self.room_id,
            organisation_id: self.organisation_id,
            span: Span::SOME_MINUTE,
            title: self.title,
            attendees: self.attendees,
            layout: self.layout,
            shared: self.shared,
            equipment: self.equipment,
            visibility: self.visibility.unwrap_or(Visibility::Private),
            activity: self.activity,
            audience: self.audience,
            open_to_all: self.open_to_all.unwrap_or(false),
            music: self.music.unwrap_or(Music::None),
            alcohol: self.alcohol.unwrap_or(Alcohol::None),
            terms_version: self.terms_version,
            key_holder_id: self.key_holder_id,
            on_site_contact,
            note: self.note,
            behalf,
            hold_until: None,
            overrides: self.overrides,
        }
        .cleaned();
        let pattern = Pattern {
            rule,
            first,
            time,
            duration_minutes: self.duration_minutes,
            exdates,
            rdates,
            skip_holidays: self.skip_holidays,
        };
        Ok(series_draft(draft, pattern, self.on_conflict.unwrap_or(OnConflict::Reject)))
    }
}

/// The request for a series with what all its bookings have alike from `draft`.
pub(super) fn series_draft(draft: Draft, pattern: Pattern, on_conflict: OnConflict) -> SeriesDraft {
    SeriesDraft {
        room_id: draft.room_id,
        organisation_id: draft.organisation_id,
        template: Template {
            title: draft.title,
            attendees: draft.attendees,
            layout: draft.layout,
            shared: draft.shared,
            equipment: draft.equipment,
            visibility: draft.visibility,
            activity: draft.activity,
            audience: draft.audience,
            open_to_all: draft.open_to_all,
            music: draft.music,
            alcohol: draft.alcohol,
            terms_version: draft.terms_version,
            key_holder_id: draft.key_holder_id,
            note: draft.note,
            overrides: draft.overrides,
        },
        on_site_contact: draft.on_site_contact,
        behalf: draft.behalf,
        pattern,
        on_conflict,
    }
}

/// A date and a time of day in whole minutes: `2027-01-28T19:00`, seconds of 00 may stand behind.
fn local_time(pointer: &str, text: &str) -> Result<(NaiveDate, ClockTime), Fault> {
    let parsed = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let parsed = parsed.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let minutes = parsed.filter(|at| at.second() == 0 && at.nanosecond() == 0);
    let clock = minutes.and_then(|at| ClockTime::from_minutes(u16::try_from(at.hour() * 60 + at.minute()).ok()?));
    parsed.zip(clock).map(|(at, clock)| (at.date(), clock)).ok_or_else(|| {
        let message = "A local time is written like 2027-01-28T19:00, without an offset: clocks of the centre show it.";
        Fault::new(pointer, "local_time", message)
    })
}

/// Dates, each `2027-01-28`; where a time of day stands behind, it is that of the series.
fn dates(pointer: &str, texts: &[String], time: Option<ClockTime>, faults: &mut Vec<Fault>) -> BTreeSet<NaiveDate> {
    let mut found = BTreeSet::new();
    for (n, text) in texts.iter().enumerate() {
        let pointer = format!("{pointer}/{n}");
        let date = if text.contains('T') {
            local_time(&pointer, text).and_then(|(date, at)| match time {
                Some(time) if time != at => {
                    Err(Fault::new(&pointer, "other_time", "Every date begins at the time of day of the first."))
                }
                _ => Ok(date),
            })
        } else {
            text.parse().map_err(|_| Fault::new(&pointer, "date", "A date is written like 2027-01-28."))
        };
        match date {
            Ok(date) => drop(found.insert(date)),
            Err(fault) => faults.push(fault),
        }
    }
    found
}
