//! GET /series/{id}/list: the dates in large print, to hang on a wall.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::view::timezone;
use crate::{
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        ids::SeriesId,
        local_time,
        series::{Series, Skipped},
        time::{Instant, MINUTE},
    },
    http::{
        HttpState,
        api::answers::OfThing,
        api::bookings::show,
        extract::{Id, Params},
        problem::{self, Problem, ProblemBody},
        render,
    },
    mail::words::Words,
    store::{bookings, catalogue::Catalogue, series},
};

#[derive(Template)]
#[template(path = "http/series_list.html")]
struct Page {
    lang: &'static str,
    title: String,
    lines: Vec<String>,
    months: Vec<Month>,
    nothing: String,
}

struct Month {
    name: String,
    rows: Vec<Row>,
}

struct Row {
    when: String,
    takes_place: bool,
    note: Option<String>,
}

/// Which dates are listed.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Only those of this year; all where absent.
    #[param(example = 2027)]
    year: Option<i32>,
}

/// The dates in large print
///
/// A page for paper (A4) in the language of the caller, that needs nothing from elsewhere: every date with its hours, what
/// still waits for an answer, and what is left out and why.
#[utoipa::path(
    get, path = "/series/{id}/list", tag = "series",
    params(("id" = SeriesId, Path, description = "The series"), Query),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 422, description = "A parameter is not right", body = ProblemBody,
            content_type = "application/problem+json"),
        OfThing,
    ),
    security(("bearer" = []))
)]
pub(crate) async fn print(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<SeriesId>,
    Params(query): Params<Query>,
) -> Result<Response, Problem> {
    let store = &state.services.store;
    let found = series::get(store, id).await?;
    if !caller.may_see_series(&found) {
        return Err(Failure::NotFound.into());
    }
    let bookings = bookings::of_series(store, id).await?;
    let skipped = series::skipped(store, id).await?;
    let (_, _, catalogue) = store.room(found.room_id).await?;
    let organisation = show::organisation_name(&state.services, found.organisation_id).await?;
    let words = Words(caller.locale);
    let rows = rows(words, &found, &bookings, &skipped, &catalogue)?;
    let page = Page {
        lang: caller.locale.as_str(),
        title: found.template.title.clone(),
        lines: lines(&found, &catalogue, organisation),
        months: months(words, rows, query.year),
        nothing: words.say("series-list-nothing"),
    };
    let html = page.render().map_err(|fault| {
        tracing::error!(%fault, "a list was not written");
        Problem::new(problem::INTERNAL)
    })?;
    Ok((render::PAPER, Html(html)).into_response())
}

/// Whose it is, and where.
fn lines(series: &Series, catalogue: &Catalogue, organisation: Option<String>) -> Vec<String> {
    let room = catalogue.rooms.get(&series.room_id).map(|room| room.name.clone());
    let centre = catalogue.centres.get(&series.centre_id);
    let place = [room, centre.map(|centre| centre.name.clone())].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let address = centre.map(|centre| {
        let city = [&centre.address.postal_code, &centre.address.city].into_iter().flatten().cloned();
        let city = city.collect::<Vec<_>>().join(" ");
        let parts = [centre.address.street.clone().unwrap_or_default(), city];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    });
    let phone = centre.and_then(|centre| centre.phone.clone());
    [organisation, Some(place), address, phone].into_iter().flatten().filter(|line| !line.is_empty()).collect()
}

/// Every date by its beginning: the bookings, what could not be had, and the holidays of its rule.
fn rows(
    words: Words,
    series: &Series,
    bookings: &[Booking],
    skipped: &[Skipped],
    catalogue: &Catalogue,
) -> Result<Vec<(NaiveDate, Row)>, Failure> {
    let zone = timezone(series, catalogue);
    let length = series.pattern.duration_minutes * MINUTE;
    let mut rows = Vec::new();
    let mut add = |start: Instant, end: Instant, takes_place: bool, note: Option<String>| {
        let Some(date) = local_time::date_of(start, zone) else { return };
        rows.push((start, date, Row { when: words.span(start, end, zone), takes_place, note }));
    };
    let mut known = BTreeSet::new();
    for booking in bookings {
        known.extend(booking.series_starts_at);
        let elsewhere = catalogue.rooms.get(&booking.room_id).filter(|room| room.id != series.room_id);
        let (takes_place, note) = match booking.status {
            BookingStatus::Confirmed => (true, elsewhere.map(|room| room.name.clone())),
            BookingStatus::Requested | BookingStatus::Held => (true, Some(words.say("series-list-waits"))),
            _ => (false, Some(words.say("series-list-cancelled"))),
        };
        add(booking.span.start(), booking.span.end(), takes_place, note);
    }
    for one in skipped.iter().filter(|one| known.insert(one.starts_at)) {
        add(one.starts_at, one.starts_at.plus(length), false, Some(words.say("series-list-skipped")));
    }
    for (date, holiday) in series.pattern.occurrences(zone)?.holidays {
        if let Some(start) = local_time::resolve(date, series.pattern.time, zone)
            && known.insert(start)
        {
            add(start, start.plus(length), false, Some(words.say(&holiday.key())));
        }
    }
    rows.sort_by_key(|(start, ..)| *start);
    Ok(rows.into_iter().map(|(_, date, row)| (date, row)).collect())
}

fn months(words: Words, rows: Vec<(NaiveDate, Row)>, year: Option<i32>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for (date, row) in rows.into_iter().filter(|(date, _)| year.is_none_or(|year| date.year() == year)) {
        let name = words.month(date);
        match months.last_mut() {
            Some(month) if month.name == name => month.rows.push(row),
            _ => months.push(Month { name, rows: vec![row] }),
        }
    }
    months
}
