//! GET /search/next.

use axum::{Json, extract::State};
use chrono::Weekday;
use serde::Deserialize;

use super::{
    Looking, OfferView,
    criteria::{Reader, Sent},
    offer_view,
};
use crate::{
    actions::{
        demand,
        search::{self, Criteria, Key, next::Asked},
    },
    domain::{
        clock_time::{ClockTime, weekday},
        failure::{Failure, Fault},
        ids::OrganisationId,
        time::{DAY, HOUR, Instant, MINUTE, Span},
    },
    http::{
        HttpState, cursor,
        extract::{MaybeCaller, Params, Visitor, params},
        problem::{Problem, ProblemBody},
        render::Page,
    },
};

/// Days of a window at most.
const MOST_DAYS: i64 = 400;

/// Days that are searched where no end is named.
const USUAL_DAYS: i64 = 180;

/// What kind of time, what a room has to offer, and where.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Minutes it lasts; in a room with parts of the day at least.
    #[param(required, minimum = 1, maximum = 44640, example = 120)]
    duration_minutes: Option<i64>,
    /// It starts then or later: RFC 3339, whole minutes; now where absent.
    #[param(format = DateTime)]
    from: Option<String>,
    /// It ends then or earlier: at most 400 days after `from`, 180 where absent.
    #[param(format = DateTime)]
    until: Option<String>,
    /// It starts on one of these days, between commas: mo, tu, we, th, fr, sa, su.
    #[param(example = "mo,tu")]
    weekdays: Option<String>,
    /// It starts at this local time or later, HH:MM.
    #[param(example = "19:00")]
    time_from: Option<String>,
    /// It ends at this local time or earlier, HH:MM; at or before `time_from`, that of the next day.
    #[param(example = "23:00")]
    time_until: Option<String>,
    /// People expected; 1 where absent.
    #[param(minimum = 1)]
    people: Option<i32>,
    /// Words between commas: what the room holds, or counted equipment of its centre.
    #[param(example = "projector,kitchen")]
    equipment: Option<String>,
    /// True: a wheelchair has to get in.
    accessible: Option<bool>,
    /// In this neighbourhood, by code or name; with `radius_m`, around its middle.
    neighbourhood: Option<String>,
    /// Near this place: latitude,longitude in degrees (WGS 84).
    #[param(example = "50.8798,4.7005")]
    near: Option<String>,
    /// At most so many metres away, as the crow flies.
    #[param(minimum = 0)]
    radius_m: Option<f64>,
    /// For this organisation of the caller's; absent is privately.
    organisation_id: Option<OrganisationId>,
    /// Rooms on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Minutes of a month: longer times are not looked for.
const MOST_MINUTES: i64 = 31 * 24 * 60;

impl Query {
    fn read(&self, now: Instant) -> Result<(Asked, Criteria), Failure> {
        let mut reader = Reader::default();
        let seconds = reader.keep(duration(self.duration_minutes));
        let window = self.window(&mut reader, now);
        let weekdays = self.weekdays.as_deref().and_then(|days| reader.keep(weekdays(days)));
        let mut clock = |name: &str, sent: Option<&str>| sent.and_then(|sent| reader.keep(clock_time(name, sent)));
        let time_from = clock("time_from", self.time_from.as_deref());
        let time_until = clock("time_until", self.time_until.as_deref());
        let criteria = reader.criteria(&Sent {
            people: self.people,
            equipment: self.equipment.as_deref(),
            accessible: self.accessible,
            neighbourhood: self.neighbourhood.as_deref(),
            near: self.near.as_deref(),
            radius_m: self.radius_m,
            organisation_id: self.organisation_id,
        });
        match (seconds, window) {
            (Some(seconds), Some(window)) if reader.faults.is_empty() => {
                Ok((Asked { window, seconds, weekdays, time_from, time_until }, criteria))
            }
            _ => Err(Failure::Invalid(reader.faults)),
        }
    }

    fn window(&self, reader: &mut Reader, now: Instant) -> Option<Span> {
        let from = self.from.as_deref().map_or(Some(now), |from| reader.instant("from", Some(from)))?;
        let until = match self.until.as_deref() {
            Some(until) => reader.instant("until", Some(until))?,
            None => from.plus(USUAL_DAYS * DAY),
        };
        let span = Span::new(from, until);
        let fault = match span {
            None => Some(("order", "The window ends after it begins.")),
            // A day of 25 hours is a day.
            Some(span) if span.seconds() > MOST_DAYS * DAY + HOUR => {
                Some(("range", "The window is at most 400 days long."))
            }
            Some(_) => None,
        };
        reader.faults.extend(fault.map(|(code, message)| Fault::new("until", code, message)));
        span
    }
}

fn duration(minutes: Option<i64>) -> Result<i64, Fault> {
    let fault = |code, message| Err(Fault::new("duration_minutes", code, message));
    match minutes {
        None => fault("required", "This is needed."),
        Some(minutes @ 1..=MOST_MINUTES) => Ok(minutes * MINUTE),
        Some(_) => fault("range", "It lasts 1 to 44,640 minutes."),
    }
}

fn weekdays(text: &str) -> Result<Vec<Weekday>, Fault> {
    let day = |text: &str| weekday::parse(text.trim().to_lowercase().as_str());
    let days: Option<Vec<Weekday>> = text.split(',').map(day).collect();
    days.ok_or_else(|| Fault::new("weekdays", "weekday", "A day of the week is one of mo, tu, we, th, fr, sa, su."))
}

fn clock_time(name: &str, text: &str) -> Result<ClockTime, Fault> {
    let fault = || Fault::new(name, "clock_time", "A time of day is written HH:MM, from 00:00 to 24:00.");
    ClockTime::parse(text).ok_or_else(fault)
}

/// Search the first free time of each room
///
/// For each room that the caller could book at a time like this, the first such time. The nearest rooms first, or by
/// the names of centre and room where no place is named.
#[utoipa::path(
    get, path = "/search/next", tag = "search", params(Query),
    responses(
        (status = 200, description = "A page of rooms, each with its first time", body = Page<OfferView>),
        (status = 401, description = "The token does not hold, or the organisation asks for one", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 403, description = "Not a member of the organisation", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not right", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security((), ("bearer" = []))
)]
pub(crate) async fn search_next(
    State(state): State<HttpState>,
    MaybeCaller(caller): MaybeCaller,
    Visitor(visitor): Visitor,
    Params(query): Params<Query>,
) -> Result<Json<Page<OfferView>>, Problem> {
    let (asked, criteria) = query.read(state.services.now())?;
    let limit = usize::try_from(params::limit(query.limit)?).unwrap_or(usize::MAX);
    let after = query.cursor.as_deref().map(cursor::decode::<Key>).transpose()?;
    let found = search::next::times(&state.services, caller.as_ref(), &criteria, &asked, after.as_ref(), limit).await?;
    let looking = Looking::of(&state, query.organisation_id).await?;
    if found.items.is_empty() && after.is_none() {
        let caller = caller.as_ref();
        let note = demand::of_search(&looking.catalogue, caller, visitor, &criteria, asked.window, asked.seconds);
        state.services.note([note]);
    }
    let next_cursor = found.next.as_ref().map(cursor::encode).transpose()?;
    let shown = |first: search::next::First| {
        offer_view(&looking, &first.place, first.span, None, first.price, first.review_reasons, &first.quotas)
    };
    let items = found.items.into_iter().map(shown);
    Ok(Json(Page { items: items.collect(), next_cursor }))
}
