//! GET /centres/{id}/day-sheet: what takes place on a day, to hang on the door.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{Html, IntoResponse, Response},
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        booking::BookingStatus,
        closure::ClosureReason,
        failure::Failure,
        ids::{BookingId, CentreId, RoomId},
        local_time::{LocalDay, date_of},
        person::Locale,
        time::{DAY, Span},
    },
    http::{
        HttpState,
        extract::{Id, Params, preferred},
        problem::{self, Problem, ProblemBody},
        render::{self, Moment},
    },
    mail::words::Words,
    store::{
        bookings::{self, Filter, Scope},
        catalogue::Catalogue,
        closures,
    },
};

/// Lines of a sheet at most.
const MOST: u64 = 2_000;

/// No booking is longer, seconds: what began before needs no looking at.
const LONGEST: i64 = 32 * DAY;

/// The form of a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SheetFormat {
    /// For programs.
    #[default]
    Json,
    /// A page for paper.
    Html,
}

/// Which day, in which form.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The day; today where absent.
    #[param(format = Date, example = "2026-12-10")]
    date: Option<String>,
    /// The form; `json` where absent.
    #[param(inline)]
    format: SheetFormat,
    /// The language of the page; that of the browser where absent.
    lang: Option<Locale>,
}

/// What takes place in a centre on a day.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DaySheet {
    /// The centre.
    centre_id: CentreId,
    /// Its name.
    centre_name: String,
    /// The day.
    #[schema(format = Date)]
    date: String,
    /// The time zone of the centre.
    timezone: String,
    /// What takes place, by room and then by start.
    entries: Vec<SheetEntry>,
}

/// A line of the sheet.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SheetEntry {
    /// The room.
    room_id: RoomId,
    /// Its name.
    room_name: String,
    /// First instant.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Moment,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Moment,
    /// The title; absent where it is not public.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Why the room is closed; absent where it is booked.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<ClosureReason>,
}

/// What takes place on a day, for the door
///
/// Every room in which something takes place, with the hours. It hangs where everybody reads it: titles are those of public
/// bookings only, and there are no names. With `format=html` a page for paper (A4) in large print.
#[utoipa::path(
    get, path = "/centres/{id}/day-sheet", tag = "centres",
    params(("id" = CentreId, Path, description = "The centre"), Query),
    responses(
        (status = 200, description = "The sheet", content((DaySheet = "application/json"), (String = "text/html"))),
        (status = 404, description = "No such centre", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not right", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security(())
)]
pub(crate) async fn day_sheet(
    State(state): State<HttpState>,
    Id(id): Id<CentreId>,
    Params(query): Params<Query>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let store = &state.services.store;
    let (centre, catalogue) = store.centre(id).await?;
    let zone = centre.timezone;
    let wanted = query.date.as_deref().map(date).transpose()?;
    let wanted = wanted.or_else(|| date_of(state.services.now(), zone));
    let day = wanted.and_then(|date| LocalDay::new(date, zone)).ok_or_else(no_date)?;
    let span = Span::new(day.start(), day.end()).ok_or_else(no_date)?;
    let sheet = DaySheet {
        centre_id: id,
        centre_name: centre.name.clone(),
        date: day.date().to_string(),
        timezone: zone.name().to_owned(),
        entries: entries(&state, &catalogue, id, zone, span).await?,
    };
    match query.format {
        SheetFormat::Json => Ok(Json(sheet).into_response()),
        SheetFormat::Html => page(&sheet, day, query.lang.unwrap_or_else(|| preferred(&headers))),
    }
}

fn no_date() -> Failure {
    Failure::invalid("date", "date", "A day is written like 2026-12-03.")
}

fn date(text: &str) -> Result<NaiveDate, Failure> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    date.filter(|date| date.to_string() == text).ok_or_else(no_date)
}

async fn entries(
    state: &HttpState,
    catalogue: &Catalogue,
    centre: CentreId,
    zone: Tz,
    day: Span,
) -> Result<Vec<SheetEntry>, Failure> {
    let store = &state.services.store;
    let filter = Filter {
        centre_id: Some(centre),
        from: Some(day.start()),
        until: Some(day.end()),
        status: Some(BookingStatus::Confirmed),
        ..Filter::default()
    };
    let after = Some((day.start().plus(-LONGEST), BookingId(uuid::Uuid::nil())));
    let mut entries = Vec::new();
    let mut add = |room: RoomId, span: Span, title: Option<String>, closed: Option<ClosureReason>| {
        let Some(room_name) = catalogue.rooms.get(&room).map(|room| room.name.clone()) else { return };
        let (starts_at, ends_at) = (Moment(span.start(), zone), Moment(span.end(), zone));
        entries.push(SheetEntry { room_id: room, room_name, starts_at, ends_at, title, closed });
    };
    for booking in bookings::list(store, &Scope::City, &filter, after, MOST).await? {
        let title = booking.is_public().then(|| booking.title.clone());
        add(booking.room_id, booking.span, title, None);
    }
    let filter =
        closures::Filter { centre: Some(centre), from: Some(day.start()), until: Some(day.end()), after: None };
    for closure in closures::list(store, &filter, MOST).await? {
        let all = || catalogue.rooms_of(centre).map(|room| room.id).collect();
        for room in closure.room_ids.clone().unwrap_or_else(all) {
            add(room, closure.span, None, Some(closure.reason));
        }
    }
    entries.sort_by(|a, b| (&a.room_name, a.room_id, a.starts_at.0).cmp(&(&b.room_name, b.room_id, b.starts_at.0)));
    Ok(entries)
}

#[derive(Template)]
#[template(path = "http/series_list.html")]
struct Page {
    lang: &'static str,
    title: String,
    lines: Vec<String>,
    months: Vec<Room>,
    nothing: String,
}

/// What takes place in one room, as the template has a month.
struct Room {
    name: String,
    rows: Vec<Row>,
}

struct Row {
    when: String,
    takes_place: bool,
    note: Option<String>,
}

/// The page, in the same large print as the dates of a series.
fn page(sheet: &DaySheet, day: LocalDay, locale: Locale) -> Result<Response, Problem> {
    let words = Words(locale);
    let mut rooms: BTreeMap<(String, RoomId), Vec<Row>> = BTreeMap::new();
    for entry in &sheet.entries {
        let what = match (&entry.title, entry.closed) {
            (_, Some(_)) => words.say("feed-closed"),
            (Some(title), None) => title.clone(),
            (None, None) => words.say("feed-taken"),
        };
        let Moment(start, zone) = entry.starts_at;
        // Of what lasts for days the sheet has the hours of this one.
        let (from, until) = (start.max(day.start()), entry.ends_at.0.min(day.end()));
        let row = Row { when: words.hours(from, until, zone), takes_place: true, note: Some(what) };
        rooms.entry((entry.room_name.clone(), entry.room_id)).or_default().push(row);
    }
    let page = Page {
        lang: locale.as_str(),
        title: words.date(day.date()),
        lines: vec![sheet.centre_name.clone()],
        months: rooms.into_iter().map(|((name, _), rows)| Room { name, rows }).collect(),
        nothing: words.say("day-sheet-nothing"),
    };
    let html = page.render().map_err(|fault| {
        tracing::error!(%fault, "a day sheet was not written");
        Problem::new(problem::INTERNAL)
    })?;
    Ok((render::PAPER, Html(html)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_one_way_only() {
        assert!(date("2026-12-03").is_ok());
        for text in ["", "2026-12-3", "+2026-12-03", "2026-02-30", "12026-12-03", "2026-12-03T10:00:00Z"] {
            assert!(date(text).is_err(), "{text}");
        }
        assert!(LocalDay::new(date("0001-01-01").unwrap(), Tz::Europe__Brussels).is_none());
    }
}
