//! GET /bookings/export.

use axum::{extract::State, response::Response};
use chrono_tz::Tz;
use serde::Deserialize;

use super::list;
use crate::{
    actions::feeds::entries::entries,
    auth::Caller,
    domain::{
        booking::{Activity, Audience, Booking, BookingStatus},
        failure::Failure,
        ids::{CentreId, OrganisationId, RoomId},
        time::Instant,
    },
    http::{
        HttpState,
        extract::Params,
        problem::{Problem, ProblemBody},
        render::moment,
        sheet::{self, Cell, Sheet},
    },
    mail::{published::published, words::Words},
    store::{
        bookings::{self, Scope},
        catalogue::Catalogue,
    },
};

/// Bookings of one file at most.
const MOST: u64 = 10_000;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileFormat {
    /// CSV (RFC 4180).
    Csv,
    /// iCalendar (RFC 5545).
    Ics,
    /// A sheet of Excel.
    Xlsx,
}

/// Which bookings are wanted, as in `GET /bookings`, and in which form.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// The form of the file.
    #[param(inline)]
    format: FileFormat,
    /// Ends after it: RFC 3339, whole minutes.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Starts before it.
    #[param(format = DateTime)]
    until: Option<String>,
    /// In this centre.
    centre_id: Option<CentreId>,
    /// In this room.
    room_id: Option<RoomId>,
    /// For this organisation.
    organisation_id: Option<OrganisationId>,
    /// In this stage.
    status: Option<BookingStatus>,
    /// True: only those that are for the caller in person.
    mine: Option<bool>,
    /// With this reference.
    reference: Option<String>,
    /// With this in one of its texts; as in `GET /bookings`.
    q: Option<String>,
}

/// Take bookings away as a file
///
/// The bookings that `GET /bookings` lists for the same parameters, at most 10,000: where there are more, nothing is given
/// and the problem says `too_many`, so that no file is taken for all there is. In CSV (RFC 4180) texts that a program would
/// take for a formula begin with an apostrophe. As `ics`, entries and UIDs are those of the mails.
#[utoipa::path(
    get, path = "/bookings/export", tag = "bookings", params(ExportQuery),
    responses(
        (status = 200, description = "The file", content(
            (String = "text/csv"),
            (String = "text/calendar"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        (status = 422, description = "A parameter is not right, or there are too many bookings", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub(crate) async fn export_bookings(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<ExportQuery>,
) -> Result<Response, Problem> {
    let store = &state.services.store;
    let ExportQuery { format, from, until, centre_id, room_id, organisation_id, status, mine, reference, q } = query;
    let wanted = list::Query {
        from,
        until,
        centre_id,
        room_id,
        organisation_id,
        status,
        mine,
        reference,
        q,
        ..Default::default()
    };
    let found = match wanted.filter(&caller)? {
        Some(filter) => bookings::list(store, &Scope::of(&caller), &filter, None, MOST + 1).await?,
        None => Vec::new(),
    };
    if u64::try_from(found.len()).is_ok_and(|found| found > MOST) {
        let message = "More than 10,000 bookings are no file: name a shorter time.";
        return Err(Failure::invalid("from", "too_many", message).into());
    }
    let catalogue = match found.first() {
        Some(first) => store.room(first.room_id).await?.2,
        None => store.catalogue().await?,
    };
    if format == FileFormat::Ics {
        let entries = entries(store, &catalogue, caller.locale, &found, |_| true).await?;
        let text = published(&Words(caller.locale).say("export-name"), &entries);
        let name = "attachment; filename=\"bookings.ics\"";
        return Ok(sheet::file("text/calendar; charset=utf-8", name, text.into_bytes()));
    }
    let names = bookings::organisation_names_of_many(store, &found).await?;
    let row = |booking: &Booking| {
        let organisation = booking.organisation_id.and_then(|id| names.get(&id).cloned());
        row(booking, &catalogue, organisation)
    };
    let table = Sheet { columns: &COLUMNS, rows: found.iter().map(row).collect() };
    Ok(match format {
        FileFormat::Xlsx => sheet::file(sheet::XLSX, "attachment; filename=\"bookings.xlsx\"", table.xlsx()?),
        _ => sheet::file(sheet::CSV, "attachment; filename=\"bookings.csv\"", table.csv().into_bytes()),
    })
}

const COLUMNS: [&str; 24] = [
    "id",
    "reference",
    "status",
    "centre",
    "room",
    "organisation",
    "title",
    "starts_at",
    "ends_at",
    "attendees",
    "layout",
    "shared",
    "visibility",
    "activity",
    "audience",
    "music",
    "alcohol",
    "price",
    "due",
    "attendance",
    "head_count",
    "series_id",
    "note",
    "created_at",
];

fn row(booking: &Booking, catalogue: &Catalogue, organisation: Option<String>) -> Vec<Cell> {
    let room = catalogue.rooms.get(&booking.room_id).map(|room| room.name.clone());
    let centre = catalogue.centres.get(&booking.centre_id);
    let zone = centre.map_or(Tz::UTC, |centre| centre.timezone);
    let at = |instant: Instant| Cell::Text(moment(instant, zone));
    let word = |word: &str| Cell::Text(word.to_owned());
    let cents = |cents: Option<i64>| cents.map_or(Cell::Empty, Cell::Cents);
    vec![
        Cell::Text(booking.id.to_string()),
        word(&booking.reference),
        word(booking.status.as_str()),
        Cell::text(centre.map(|centre| centre.name.clone())),
        Cell::text(room),
        Cell::text(organisation),
        word(&booking.title),
        at(booking.span.start()),
        at(booking.span.end()),
        Cell::Whole(booking.attendees.into()),
        Cell::text(booking.layout.clone()),
        word(if booking.shared { "true" } else { "false" }),
        word(booking.visibility.as_str()),
        Cell::text(booking.activity.map(Activity::as_str)),
        Cell::text(booking.audience.map(Audience::as_str)),
        word(booking.music.as_str()),
        word(booking.alcohol.as_str()),
        cents(booking.price.as_ref().map(|price| price.total.cents)),
        cents(booking.price.as_ref().map(|price| price.due.cents)),
        word(booking.attendance.as_str()),
        Cell::whole(booking.head_count),
        Cell::text(booking.series_id.map(|id| id.to_string())),
        Cell::text(booking.note.clone()),
        at(booking.created_at),
    ]
}
