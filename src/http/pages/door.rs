//! The page at the door of a room. Opening it changes nothing; its button notes that somebody is there. It shows no names:
//! anybody who passes may read it.

use askama::Template;
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;

use super::link::{HEADERS, gone, unwritten};
use crate::{
    actions::doors::{self, AtDoor, CheckIn},
    domain::{
        booking::{Attendance, Booking, Visibility},
        failure::Failure,
        ids::BookingId,
    },
    http::{
        HttpState,
        extract::{Id, language::preferred},
        problem::Problem,
    },
    mail::words::Words,
};

#[derive(Template)]
#[template(path = "http/door.html")]
struct Page {
    lang: &'static str,
    title: String,
    told: Option<String>,
    fault: Option<String>,
    nothing: Option<String>,
    people: String,
    button: String,
    bookings: Vec<Line>,
}

/// A booking at the door.
struct Line {
    id: BookingId,
    what: String,
    noted: Option<String>,
}

/// Who is there.
#[derive(Deserialize)]
pub(super) struct Given {
    booking: BookingId,
    #[serde(default)]
    people: String,
}

/// Shows which bookings are on or begin soon.
pub(super) async fn show(
    State(state): State<HttpState>,
    Id(token): Id<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    match doors::look(&state.services, &token).await? {
        Some(door) => page(&state, &headers, StatusCode::OK, &door, None, None),
        None => gone(&headers),
    }
}

/// Notes that somebody is there.
pub(super) async fn act(
    State(state): State<HttpState>,
    Id(token): Id<String>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Result<Response, Problem> {
    let services = &state.services;
    let people = given.people.trim();
    let head_count = if people.is_empty() { Ok(None) } else { people.parse::<i32>().map(Some) };
    let done = match head_count {
        Ok(head_count) => {
            let check_in = CheckIn { services, token: &token, booking_id: given.booking, head_count };
            services.store.run(&check_in).await.map(|_| ())
        }
        Err(_) => Err(Failure::invalid("/people", "number", "A number of people.")),
    };
    let Some(door) = doors::look(services, &token).await? else { return gone(&headers) };
    let words = Words(preferred(&headers));
    match done {
        Ok(()) => page(&state, &headers, StatusCode::OK, &door, Some(words.say("page-door-thanks")), None),
        Err(Failure::Invalid(_)) => {
            let fault = words.say("page-door-number");
            page(&state, &headers, StatusCode::UNPROCESSABLE_ENTITY, &door, None, Some(fault))
        }
        Err(Failure::NotFound | Failure::InvalidTransition(_)) => {
            let fault = words.say("page-door-not-now");
            page(&state, &headers, StatusCode::CONFLICT, &door, None, Some(fault))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn page(
    state: &HttpState,
    headers: &HeaderMap,
    status: StatusCode,
    door: &AtDoor,
    told: Option<String>,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let locale = preferred(headers);
    let words = Words(locale);
    let minutes = words.count("minutes", i64::from(state.services.policy.check_in_minutes));
    let several = door.bookings.len() > 1;
    let page = Page {
        lang: locale.as_str(),
        title: format!("{}, {}", door.room.name, door.centre.name),
        told,
        fault,
        nothing: door.bookings.is_empty().then(|| words.tell("page-door-nothing", &[("minutes", &minutes)])),
        people: words.say("page-door-people"),
        button: words.say("page-door-button"),
        bookings: door.bookings.iter().map(|booking| line(booking, door, several, words)).collect(),
    };
    let html = page.render().map_err(|fault| unwritten(&fault))?;
    Ok((status, HEADERS, Html(html)).into_response())
}

/// When, the title where everybody may read it, and, where there are several, how the code ends: who booked knows it.
fn line(booking: &Booking, door: &AtDoor, several: bool, words: Words) -> Line {
    let mut what = words.span(booking.span.start(), booking.span.end(), door.centre.timezone);
    if booking.visibility == Visibility::Public {
        what = format!("{what}: {}", booking.title);
    }
    if several {
        let end: String = booking.reference.chars().skip(booking.reference.chars().count().saturating_sub(2)).collect();
        what = format!("{what} (…{end})");
    }
    let noted = (booking.attendance == Attendance::Attended).then(|| words.say("page-door-noted"));
    Line { id: booking.id, what, noted }
}
