//! PATCH /series/{id}.

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    request::series_draft,
    steps::{Answer, ScopeName, run, scope},
    view::SeriesAnswer,
};
use crate::{
    actions::{
        Condition,
        bookings::Draft,
        series::{SeriesDraft, change},
    },
    auth::Caller,
    domain::{
        booking::{Activity, Alcohol, Audience, Contact, EquipmentWish, Music, Override, Visibility},
        clock_time::{ClockTime, weekday},
        failure::Failure,
        ids::{KeyHolderId, RoomId, SeriesId},
        series::{Move, OnConflict, Series},
        time::Span,
    },
    http::{
        HttpState,
        api::answers::{OfPatch, OfRight, OfThing},
        api::bookings::request::OnSiteContact,
        extract::{Body, Id, IfMatch, merge::merged},
        problem::ProblemBody,
    },
    store::series,
};

/// Which dates of a series change, and what they are to be; what is absent stays.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct SeriesChangeRequest {
    /// Which dates; all where absent.
    #[serde(default)]
    scope: ScopeName,
    /// The first date, with `following` and `range`.
    #[serde(default)]
    #[schema(example = "2027-01-28")]
    from: Option<NaiveDate>,
    /// The last date, with `range`.
    #[serde(default)]
    #[schema(example = "2027-03-25")]
    until: Option<NaiveDate>,
    /// Whether dates that were changed on their own come back into line.
    #[serde(default)]
    include_detached: bool,
    /// Where a date can't be had on its new time: change nothing, or leave that date as it is. Nothing where absent.
    #[serde(default)]
    on_conflict: Option<OnConflict>,
    /// The time of day at which each begins, on the clocks of the centre.
    #[schema(example = "19:30")]
    time: ClockTime,
    /// How long each lasts: elapsed minutes.
    duration_minutes: i64,
    /// Another day of the same week, or of each month as the same nth: `mo` to `su`. Only for a rule on one day of the
    /// week.
    #[serde(default)]
    #[schema(example = "fr")]
    weekday: Option<String>,
    /// The room.
    room_id: RoomId,
    /// Title, 1 to 200 characters.
    title: String,
    /// People expected.
    attendees: i32,
    /// Layout by name.
    layout: Option<String>,
    /// Places of a shared room rather than the whole; null is what the room is made for.
    shared: Option<bool>,
    /// Counted equipment.
    equipment: Vec<EquipmentWish>,
    /// Who may read the title.
    visibility: Visibility,
    /// What for.
    activity: Option<Activity>,
    /// For whom.
    audience: Option<Audience>,
    /// Whether anyone may walk in.
    open_to_all: bool,
    /// Music.
    music: Music,
    /// Alcohol.
    alcohol: Alcohol,
    /// The house rules that are accepted.
    terms_version: Option<String>,
    /// Who opens and closes.
    key_holder_id: Option<KeyHolderId>,
    /// Who is present on the spot.
    on_site_contact: Option<OnSiteContact>,
    /// A note to the desk, up to 2,000 characters.
    note: Option<String>,
    /// Staff: rules set aside on every date, each with a reason.
    #[serde(rename = "override")]
    overrides: Vec<Override>,
}

impl SeriesChangeRequest {
    /// The change that leaves a series as it is: what a merge patch is laid on.
    fn of(series: &Series) -> Self {
        let SeriesDraft { room_id, template, on_site_contact, pattern, .. } = SeriesDraft::of(series);
        Self {
            scope: ScopeName::All,
            from: None,
            until: None,
            include_detached: false,
            on_conflict: None,
            time: pattern.time,
            duration_minutes: pattern.duration_minutes,
            weekday: None,
            room_id,
            title: template.title,
            attendees: template.attendees,
            layout: template.layout,
            shared: template.shared,
            equipment: template.equipment,
            visibility: template.visibility,
            activity: template.activity,
            audience: template.audience,
            open_to_all: template.open_to_all,
            music: template.music,
            alcohol: template.alcohol,
            terms_version: template.terms_version,
            key_holder_id: template.key_holder_id,
            on_site_contact: on_site_contact.map(|contact| OnSiteContact { name: contact.name, phone: contact.phone }),
            note: template.note,
            overrides: template.overrides,
        }
    }

    /// What the dates are to be.
    fn wishes(self, series: &Series) -> Result<change::Wishes, Failure> {
        let day = self.weekday.as_deref().map(|text| {
            let message = "A day of the week is one of mo, tu, we, th, fr, sa, su.";
            weekday::parse(text).ok_or_else(|| Failure::invalid("/weekday", "weekday", message))
        });
        let change =
            Move { time: Some(self.time), duration_minutes: Some(self.duration_minutes), weekday: day.transpose()? };
        let on_site_contact =
            self.on_site_contact.map(|contact| Contact { name: contact.name, phone: contact.phone, email: None });
        // Through the request for a booking, so that its texts are cleaned as they are there.
        let draft = Draft {
            room_id: self.room_id,
            organisation_id: series.organisation_id,
            span: Span::SOME_MINUTE,
            title: self.title,
            attendees: self.attendees,
            layout: self.layout,
            shared: self.shared,
            equipment: self.equipment,
            visibility: self.visibility,
            activity: self.activity,
            audience: self.audience,
            open_to_all: self.open_to_all,
            music: self.music,
            alcohol: self.alcohol,
            terms_version: self.terms_version,
            key_holder_id: self.key_holder_id,
            on_site_contact,
            note: self.note,
            behalf: None,
            hold_until: None,
            overrides: self.overrides,
        }
        .cleaned();
        let SeriesDraft { room_id, template, on_site_contact, .. } =
            series_draft(draft, series.pattern.clone(), series.on_conflict);
        Ok(change::Wishes { room_id, template, on_site_contact, change })
    }
}

/// Change dates of a series
///
/// A merge patch (RFC 7396): the time of day, the length, the day of the week, the room, the title and whatever else its
/// bookings have alike; with `scope` for all dates that are ahead, for those from a date on, or between two. Dates that
/// were changed on their own stay so, unless `include_detached`. With `on_conflict: reject` nothing changes where a date
/// can't be had, and every such date is listed; with `skip` those dates stay as they are and are listed.
///
/// Where earlier dates stay as they are, the rest goes on as a series of its own: the answer is that series, and
/// `continues` names the old one, whose rule ends. The dates of a range stay in their series and count as changed on their
/// own.
#[utoipa::path(
    patch, path = "/series/{id}", tag = "series", request_body = SeriesChangeRequest,
    params(("id" = SeriesId, Path, description = "The series"),
        ("If-Match" = String, Header, description = "The ETag that was read")),
    responses(
        (status = 200, description = "Changed", body = SeriesAnswer,
            headers(("ETag" = String, description = "Its version"))),
        (status = 409, description = "Dates are taken, or none is ahead", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 422, description = "Something is not right, or dates break rules", body = ProblemBody,
            content_type = "application/problem+json"),
        OfRight, OfThing, OfPatch,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn change(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<SeriesId>,
    if_match: IfMatch,
    body: Body<Value>,
) -> Answer {
    let services = state.services.clone();
    let before = series::get(&services.store, id).await?;
    if !caller.may_change_series(&before) {
        let failure = if caller.may_see_series(&before) { Failure::Forbidden } else { Failure::NotFound };
        return Err(failure.into());
    }
    let condition: Condition = if_match.required()?;
    condition.check(before.version)?;
    let request = merged(&SeriesChangeRequest::of(&before), &body.value)?;
    let scope = scope(request.scope, request.from, request.until)?;
    let include_detached = request.include_detached;
    let on_conflict = request.on_conflict.unwrap_or(OnConflict::Reject);
    let wishes = request.wishes(&before)?;
    // Looks in the database where memory does not know the room, as another process may have made it.
    services.store.room(wishes.room_id).await?;
    let action = change::Change {
        services,
        caller: caller.clone(),
        id,
        version: before.version,
        scope,
        include_detached,
        on_conflict,
        wishes,
    };
    run(&state, &caller, &action).await
}
