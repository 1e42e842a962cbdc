//! Letters about a series: one to each side, however many dates it has.

use std::collections::BTreeSet;

use super::{
    Known, Occasion,
    facts::{self, Snapshot},
    recipients,
};
use crate::{
    actions::{Policy, series::change::Done},
    domain::{
        booking::{Booking, BookingStatus},
        centre::Centre,
        failure::Failure,
        ids::{BookingId, SeriesId},
        series::{Missed, Series},
        time::{Instant, Span},
    },
    mail::{BookingFacts, BookingNews, ChangedDate, DateFacts, Letter, Recipient, Recurring, SeriesFacts, SeriesNews},
    store::{Unit, bookings, catalogue::Catalogue, outbox as post, series},
};

/// Dates of a series by whom they are for: one of them may have been given to somebody else. Each has a letter of their own.
pub fn by_whom(dates: &[Booking]) -> Vec<Vec<Booking>> {
    let mut parts: Vec<Vec<Booking>> = Vec::new();
    for date in dates {
        match parts.iter_mut().find(|part| part.first().is_some_and(|first| first.is_for_whom(date))) {
            Some(part) => part.push(date.clone()),
            None => parts.push(vec![date.clone()]),
        }
    }
    parts
}

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
    let told = |first: BookingFacts| SeriesFacts { first, dates: dates.clone(), skipped: skipped.clone() };
    let catalogue = unit.catalogue().await?;
    let (room, centre) = catalogue.room(series.room_id).ok_or(Failure::Stale)?;
    let parties = recipients::parties(unit, lead, BookingNews::Confirmed, known).await?;
    let snapshot = Snapshot { booking: lead, room: &room, centre: &centre, parties: &parties };
    let first = snapshot.of(occasion, &catalogue, unit.now());
    let first = BookingFacts { warnings: facts::warnings(made, &catalogue, unit.now()), ..first };
    // Dates that were taken up later join those that are in the entry already.
    let mut entry = match series.version {
        1 => Vec::new(),
        _ => bookings::dates_of_entry(unit, series.id).await?.0,
    };
    entry.retain(|known| made.iter().all(|one| one.id != known.id));
    entry.extend(of_status(made, BookingStatus::Confirmed).cloned());
    let first = in_calendars(series, &entry, &catalogue, &centre, first);
    let confirmed: Vec<BookingId> = of_status(made, BookingStatus::Confirmed).map(|booking| booking.id).collect();
    let sender = Sender { unit, policy, series, known };
    for recipient in recipients::booker_side(lead, &parties, &[]) {
        let email = recipient.email.clone();
        sender.send(lead, recipient, news, told(first.clone())).await?;
        bookings::note_series_entry(unit, &confirmed, &email).await?;
    }
    if requested.is_some() {
        waiting(unit, policy, series, lead, &made.iter().collect::<Vec<_>>(), &catalogue).await?;
    }
    Ok(())
}

/// The facts of a date that was confirmed, with the calendar entry of its series, in which it is from then on.
pub(super) async fn joined(
    unit: &Unit,
    id: SeriesId,
    booking: &Booking,
    centre: &Centre,
    facts: BookingFacts,
) -> Result<BookingFacts, Failure> {
    let before = series::get(unit, id).await?;
    let after = Series { sequence: before.sequence + 1, version: before.version + 1, ..before };
    series::update(unit, &after).await?;
    let (mut dates, _) = bookings::dates_of_entry(unit, id).await?;
    dates.retain(|date| date.id != booking.id);
    dates.push(booking.clone());
    let catalogue = unit.catalogue().await?;
    Ok(in_calendars(&after, &dates, &catalogue, centre, facts))
}

/// Writes the letter of dates that ended at once (cancelled, declined or expired), with the calendar entry as it is since
/// where one of them was in it: without them, or gone. `ended` is in order and not empty.
pub async fn ended(
    unit: &Unit,
    policy: &Policy,
    series: &Series,
    ended: &[Booking],
    occasion: Occasion,
    known: Known<'_>,
) -> Result<(), Failure> {
    let Some(lead) = ended.first() else { return Ok(()) };
    let (of_one, news) = match occasion {
        Occasion::Declined { .. } => (BookingNews::Declined, SeriesNews::Declined),
        Occasion::Expired { .. } => (BookingNews::Expired, SeriesNews::Expired),
        _ => (BookingNews::Cancelled, SeriesNews::Cancelled),
    };
    let catalogue = unit.catalogue().await?;
    let (room, centre) = catalogue.room(lead.room_id).ok_or(Failure::Stale)?;
    let parties = recipients::parties(unit, lead, of_one, known).await?;
    let snapshot = Snapshot { booking: lead, room: &room, centre: &centre, parties: &parties };
    let first = snapshot.of(occasion, &catalogue, unit.now());
    let (entry, holders) = bookings::dates_of_entry(unit, series.id).await?;
    let told = ended.iter().any(|one| entry.iter().any(|known| known.id == one.id));
    let first = in_calendars(series, &entry, &catalogue, &centre, first);
    let dates: Vec<DateFacts> = ended.iter().map(|booking| date(booking.span, Some(booking.status))).collect();
    let sender = Sender { unit, policy, series, known };
    for recipient in recipients::booker_side(lead, &parties, if told { &holders } else { &[] }) {
        let first = BookingFacts { in_calendar: told && holders.contains(&recipient.email), ..first.clone() };
        let facts = SeriesFacts { first, dates: dates.clone(), skipped: Vec::new() };
        sender.send(lead, recipient, news, facts).await?;
    }
    Ok(())
}

/// Writes the letters of dates that changed: to the booker with the calendar entry as it is since, and to the desk where it
/// is to look at dates.
pub async fn changed(
    unit: &Unit,
    policy: &Policy,
    series: &Series,
    done: &Done,
    known: Known<'_>,
) -> Result<(), Failure> {
    let asked = |booking: &Booking| done.asked.contains(&booking.id);
    let at = done.moved.iter().position(asked).unwrap_or(0);
    let (Some(lead), Some(before)) = (done.moved.get(at), done.before.get(at)) else { return Ok(()) };
    let catalogue = unit.catalogue().await?;
    let (room, centre) = catalogue.room(lead.room_id).ok_or(Failure::Stale)?;
    let parties = recipients::parties(unit, lead, BookingNews::Changed, known).await?;
    let snapshot = Snapshot { booking: lead, room: &room, centre: &centre, parties: &parties };
    let occasion = Occasion::Changed { before: before.span, before_room: before.room_id };
    let first = snapshot.of(occasion, &catalogue, unit.now());
    let first = BookingFacts { warnings: facts::warnings(&done.moved, &catalogue, unit.now()), ..first };
    let (mut entry, holders) = bookings::dates_of_entry(unit, series.id).await?;
    entry.retain(|known| done.moved.iter().all(|one| one.id != known.id));
    entry.extend(of_status(&done.moved, BookingStatus::Confirmed).cloned());
    let first = in_calendars(series, &entry, &catalogue, &centre, first);
    let confirmed: Vec<BookingId> = of_status(&done.moved, BookingStatus::Confirmed).map(|one| one.id).collect();
    let told = |first: BookingFacts| SeriesFacts {
        first,
        dates: done.moved.iter().chain(&done.left_out).map(|one| date(one.span, Some(one.status))).collect(),
        skipped: done.stayed.iter().map(|one| date(one.span, None)).collect(),
    };
    let sender = Sender { unit, policy, series, known };
    for recipient in recipients::booker_side(lead, &parties, &holders) {
        let email = recipient.email.clone();
        let first = BookingFacts { in_calendar: holders.contains(&email), ..first.clone() };
        sender.send(lead, recipient, SeriesNews::Changed, told(first)).await?;
        bookings::note_series_entry(unit, &confirmed, &email).await?;
    }
    if asked(lead) {
        let to_answer: Vec<&Booking> = done.moved.iter().filter(|one| asked(one)).collect();
        waiting(unit, policy, series, lead, &to_answer, &catalogue).await?;
    }
    Ok(())
}

/// Writes the letter of a series whose later dates go on as another: the calendar entry with what it has left. Who holds
/// the entry would otherwise see those dates twice. `entry` is what was in it before, `holders` who has it.
pub async fn shortened(
    unit: &Unit,
    policy: &Policy,
    series: &Series,
    entry: &[Booking],
    holders: &[String],
    known: Known<'_>,
) -> Result<(), Failure> {
    let (left, _) = bookings::dates_of_entry(unit, series.id).await?;
    let Some(lead) = left.first().or(entry.first()) else { return Ok(()) };
    let catalogue = unit.catalogue().await?;
    let (room, centre) = catalogue.room(lead.room_id).ok_or(Failure::Stale)?;
    let parties = recipients::parties(unit, lead, BookingNews::Changed, known).await?;
    let snapshot = Snapshot { booking: lead, room: &room, centre: &centre, parties: &parties };
    let first = snapshot.of(Occasion::Confirmed, &catalogue, unit.now());
    let first = in_calendars(series, &left, &catalogue, &centre, first);
    let first = BookingFacts { in_calendar: true, ..first };
    let dates: Vec<DateFacts> =
        of_status(&left, BookingStatus::Confirmed).map(|one| date(one.span, Some(one.status))).collect();
    let sender = Sender { unit, policy, series, known };
    for recipient in recipients::booker_side(lead, &parties, holders) {
        if holders.contains(&recipient.email) {
            let facts = SeriesFacts { first: first.clone(), dates: dates.clone(), skipped: Vec::new() };
            sender.send(lead, recipient, SeriesNews::Shortened, facts).await?;
        }
    }
    Ok(())
}

/// Writes the letter that a series ends, to who may want to renew it. `last` is its last date.
pub async fn ends(
    unit: &Unit,
    policy: &Policy,
    series: &Series,
    last: &Booking,
    known: Known<'_>,
) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let (room, centre) = catalogue.room(last.room_id).ok_or(Failure::Stale)?;
    let parties = recipients::parties(unit, last, BookingNews::Confirmed, known).await?;
    let snapshot = Snapshot { booking: last, room: &room, centre: &centre, parties: &parties };
    let first = snapshot.of(Occasion::Confirmed, &catalogue, unit.now());
    let sender = Sender { unit, policy, series, known };
    for recipient in recipients::booker_side(last, &parties, &[]) {
        let facts = SeriesFacts { first: first.clone(), dates: Vec::new(), skipped: Vec::new() };
        sender.send(last, recipient, SeriesNews::Ends, facts).await?;
    }
    Ok(())
}

/// Writes the letter to the desk about dates that it is to look at, of which `lead` is one.
async fn waiting(
    unit: &Unit,
    policy: &Policy,
    series: &Series,
    lead: &Booking,
    dates: &[&Booking],
    catalogue: &Catalogue,
) -> Result<(), Failure> {
    let (room, centre) = catalogue.room(lead.room_id).ok_or(Failure::Stale)?;
    let parties = bookings::parties(unit, lead).await?;
    let snapshot = Snapshot { booking: lead, room: &room, centre: &centre, parties: &parties };
    let first = snapshot.of(Occasion::RequestWaiting, catalogue, unit.now());
    let dates: Vec<DateFacts> = dates.iter().map(|one| date(one.span, Some(one.status))).collect();
    let sender = Sender { unit, policy, series, known: Known::default() };
    for recipient in recipients::desk(&centre) {
        let facts = SeriesFacts { first: first.clone(), dates: dates.clone(), skipped: Vec::new() };
        sender.send(lead, recipient, SeriesNews::Waiting, facts).await?;
    }
    Ok(())
}

/// The facts with the calendar entry of the series: its confirmed dates. There is none where there is no such date.
fn in_calendars(
    series: &Series,
    bookings: &[Booking],
    catalogue: &Catalogue,
    centre: &Centre,
    facts: BookingFacts,
) -> BookingFacts {
    let recurring = recurring(series, bookings, catalogue, centre);
    BookingFacts { calendar_uid: series.id.to_string(), sequence: series.sequence, recurring, ..facts }
}

/// The calendar entry of a series that has the confirmed ones of these dates; none where there is no such date.
pub(in crate::actions) fn recurring(
    series: &Series,
    bookings: &[Booking],
    catalogue: &Catalogue,
    centre: &Centre,
) -> Option<Recurring> {
    let starts: BTreeSet<Instant> =
        of_status(bookings, BookingStatus::Confirmed).filter_map(|booking| booking.series_starts_at).collect();
    let last = of_status(bookings, BookingStatus::Confirmed).map(|booking| booking.span.end()).max()?;
    let told = series.pattern.calendar(&starts, centre.timezone)?;
    Some(Recurring::Whole {
        first: told.first,
        end: told.end,
        last,
        rrule: told.rrule,
        exdates: told.exdates,
        rdates: told.rdates,
        changed: of_status(bookings, BookingStatus::Confirmed)
            .filter(|booking| booking.detached)
            .filter_map(|booking| of_its_own(series, booking, catalogue))
            .collect(),
    })
}

/// A date as it was changed on its own.
fn of_its_own(series: &Series, booking: &Booking, catalogue: &Catalogue) -> Option<ChangedDate> {
    let (room, centre) = catalogue.room(booking.room_id)?;
    Some(ChangedDate {
        date: booking.series_starts_at?,
        starts_at: booking.span.start(),
        ends_at: booking.span.end(),
        sequence: of_date(series, booking),
        title: booking.title.clone(),
        place: facts::place(&room, &centre),
    })
}

/// SEQUENCE of one date of a series: it rises with each change of the date, and with each of the whole.
pub(super) fn of_date(series: &Series, booking: &Booking) -> i32 {
    series.sequence + booking.sequence
}

fn of_status(bookings: &[Booking], status: BookingStatus) -> impl Iterator<Item = &Booking> {
    bookings.iter().filter(move |booking| booking.status == status)
}

fn date(span: Span, status: Option<BookingStatus>) -> DateFacts {
    DateFacts { starts_at: span.start(), ends_at: span.end(), status }
}

/// Writes letters of a series.
struct Sender<'a> {
    unit: &'a Unit,
    policy: &'a Policy,
    series: &'a Series,
    known: Known<'a>,
}

impl Sender<'_> {
    /// Writes one, about this date.
    async fn send(
        &self,
        about: &Booking,
        recipient: Recipient,
        news: SeriesNews,
        facts: SeriesFacts,
    ) -> Result<(), Failure> {
        let letter = Letter::Series { news, series: Box::new(facts) };
        let row = post::NewLetter {
            kind: letter.kind().to_owned(),
            stream: format!("{}:{}", self.series.id, recipient.email),
            centre_id: Some(self.series.centre_id),
            booking_id: Some(about.id),
            may_wait: letter.may_wait(self.known.asked(&recipient.email)),
            recipient: recipient.email,
            recipient_name: recipient.name,
            locale: recipient.locale,
            payload: serde_json::to_string(&letter).map_err(|fault| Failure::Internal(fault.to_string()))?,
            message_domain: self.policy.mail_domain.clone(),
        };
        post::write(self.unit, &[row]).await
    }
}
