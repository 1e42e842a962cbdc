//! Letters about a series: one to each side, however many dates it has.

use std::collections::BTreeSet;

use super::{Known, Occasion, facts::Snapshot, recipients};
use crate::{
    actions::Policy,
    domain::{
        booking::{Booking, BookingStatus},
        centre::Centre,
        failure::Failure,
        ids::BookingId,
        series::{Missed, Series},
        time::{Instant, Span},
    },
    mail::{BookingFacts, BookingNews, DateFacts, Letter, Recipient, Recurring, SeriesFacts, SeriesNews},
    store::{Unit, bookings, outbox as post},
};

/// Writes the letters of a series that was made: to its booker and, where the desk is to look at dates, to the desk.
/// `made` is in order and not empty.
pub async fn made(
    unit: &Unit,
    policy: &Policy,
    series: &Series,
    made: &[Booking],
    missed: &[Missed],
    known: Known<'_>,
) -> Result<(), Failure> {
    let requested = made.iter().find(|booking| booking.status == BookingStatus::Requested);
    let Some(lead) = requested.or(made.first()) else { return Ok(()) };
    let (news, occasion) = match requested {
        Some(_) => (SeriesNews::Requested, Occasion::RequestReceived),
        None => (SeriesNews::Confirmed, Occasion::Confirmed),
    };
    let dates: Vec<DateFacts> = made.iter().map(|booking| date(booking.span, Some(booking.status))).collect();
    let skipped: Vec<DateFacts> = missed.iter().map(|missed| date(missed.span, None)).collect();
    let facts = |first: BookingFacts| SeriesFacts { first, dates: dates.clone(), skipped: skipped.clone() };
    let catalogue = unit.catalogue().await?;
    let (room, centre) = catalogue.room(series.room_id).ok_or(Failure::Stale)?;
    let parties = recipients::parties(unit, lead, BookingNews::Confirmed, known).await?;
    let snapshot = Snapshot { booking: lead, room: &room, centre: &centre, parties: &parties };
    let first = snapshot.of(occasion, &catalogue, unit.now());
    let first = in_calendars(series, made, &centre, first);
    let confirmed: Vec<BookingId> = of_status(made, BookingStatus::Confirmed).map(|booking| booking.id).collect();
    for recipient in recipients::booker_side(lead, &parties, &[]) {
        let email = recipient.email.clone();
        send(unit, policy, series, lead, recipient, news, facts(first.clone())).await?;
        bookings::note_series_entry(unit, &confirmed, &email).await?;
    }
    if requested.is_some() {
        let parties = bookings::parties(unit, lead).await?;
        let snapshot = Snapshot { booking: lead, room: &room, centre: &centre, parties: &parties };
        let first = snapshot.of(Occasion::RequestWaiting, &catalogue, unit.now());
        for recipient in recipients::desk(&centre) {
            send(unit, policy, series, lead, recipient, SeriesNews::Waiting, facts(first.clone())).await?;
        }
    }
    Ok(())
}

/// The facts with the calendar entry of the series: its confirmed dates. There is none where there is no such date.
fn in_calendars(series: &Series, bookings: &[Booking], centre: &Centre, facts: BookingFacts) -> BookingFacts {
    let starts: BTreeSet<Instant> =
        of_status(bookings, BookingStatus::Confirmed).filter_map(|booking| booking.series_starts_at).collect();
    let last = of_status(bookings, BookingStatus::Confirmed).map(|booking| booking.span.end()).max();
    let told = last.and_then(|last| Some((last, series.pattern.calendar(&starts, centre.timezone)?)));
    let recurring = told.map(|(last, told)| Recurring::Whole {
        first: told.first,
        end: told.end,
        last,
        rrule: told.rrule,
        exdates: told.exdates,
        rdates: told.rdates,
    });
    BookingFacts { calendar_uid: series.id.to_string(), sequence: series.sequence, recurring, ..facts }
}

fn of_status(bookings: &[Booking], status: BookingStatus) -> impl Iterator<Item = &Booking> {
    bookings.iter().filter(move |booking| booking.status == status)
}

fn date(span: Span, status: Option<BookingStatus>) -> DateFacts {
    DateFacts { starts_at: span.start(), ends_at: span.end(), status }
}

async fn send(
    unit: &Unit,
    policy: &Policy,
    series: &Series,
    about: &Booking,
    recipient: Recipient,
    news: SeriesNews,
    facts: SeriesFacts,
) -> Result<(), Failure> {
    let letter = Letter::Series { news, series: Box::new(facts) };
    let row = post::NewLetter {
        kind: letter.kind().to_owned(),
        stream: format!("{}:{}", series.id, recipient.email),
        centre_id: Some(series.centre_id),
        booking_id: Some(about.id),
        recipient: recipient.email,
        recipient_name: recipient.name,
        locale: recipient.locale,
        payload: serde_json::to_string(&letter).map_err(|fault| Failure::Internal(fault.to_string()))?,
        message_domain: policy.mail_domain.clone(),
    };
    post::write(unit, &[row]).await
}
