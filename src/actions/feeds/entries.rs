//! Bookings as entries of a calendar: with the UIDs that mails have, each series as one entry.

use std::collections::{BTreeMap, HashSet};

use crate::{
    actions::letters::{facts::place, series::recurring},
    domain::{
        booking::{Booking, BookingStatus},
        closure::Closure,
        failure::Failure,
        ids::{BookingId, SeriesId},
        person::Locale,
        room::Room,
        time::Instant,
    },
    mail::{Place, letter::CalendarNews, published::Entry, words::Words},
    store::{Access, bookings, catalogue::Catalogue, series},
};

/// The entries of bookings, by start. Of those that are not `told` only the time is there.
pub(crate) async fn entries<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    locale: Locale,
    bookings: &[Booking],
    told: impl Fn(&Booking) -> bool,
) -> Result<Vec<Entry>, Failure> {
    let words = Words(locale);
    let mut dates: BTreeMap<SeriesId, Vec<Booking>> = BTreeMap::new();
    let in_series = in_series(access, bookings).await?;
    let mut entries = Vec::new();
    for booking in bookings {
        let series = booking.series_id.filter(|_| told(booking) && in_series.contains(&booking.id));
        match series {
            Some(series) => dates.entry(series).or_default().push(booking.clone()),
            None => entries.extend(alone(catalogue, words, booking, told(booking))),
        }
    }
    let ids: Vec<SeriesId> = dates.keys().copied().collect();
    for series in series::by_ids(access, &ids).await? {
        let dates = dates.remove(&series.id).unwrap_or_default();
        let Some((room, centre)) = catalogue.room(series.room_id) else { continue };
        let Some(whole) = recurring(&series, &dates, catalogue, &centre) else {
            entries.extend(dates.iter().filter_map(|date| alone(catalogue, words, date, true)));
            continue;
        };
        let Some(first) = dates.iter().min_by_key(|date| date.span.start()) else { continue };
        let changed = dates.iter().map(|date| date.updated_at).max().unwrap_or(series.updated_at);
        entries.push(Entry {
            news: CalendarNews::Confirmed,
            uid: series.id.to_string(),
            sequence: series.sequence,
            stamp: changed.max(series.updated_at),
            starts_at: first.span.start(),
            ends_at: first.span.end(),
            timezone: centre.timezone,
            recurring: Some(whole),
            title: series.template.title.clone(),
            place: place(&room, &centre),
            description: words.tell("calendar-reference", &[("reference", &first.reference)]),
        });
    }
    entries.sort_by_key(|entry| (entry.starts_at, entry.uid.clone()));
    Ok(entries)
}

/// The bookings that are dates of the entry of their series: confirmed, and where the rule has them or in calendars as
/// one of its dates. One that moved before it ever was in there stands by itself, as in mails.
async fn in_series<A: Access>(access: &A, bookings: &[Booking]) -> Result<HashSet<BookingId>, Failure> {
    let of_series = bookings.iter().filter(|one| one.series_id.is_some() && one.status == BookingStatus::Confirmed);
    let (in_place, moved): (Vec<&Booking>, Vec<&Booking>) =
        of_series.partition(|one| one.series_starts_at == Some(one.span.start()));
    let moved: Vec<BookingId> = moved.into_iter().map(|one| one.id).collect();
    let known = bookings::calendar_entries_of(access, &moved).await?;
    let known = known.into_iter().filter(|entry| entry.in_series).map(|entry| entry.booking_id);
    Ok(in_place.into_iter().map(|one| one.id).chain(known).collect())
}

/// A booking that is an entry by itself.
fn alone(catalogue: &Catalogue, words: Words, booking: &Booking, told: bool) -> Option<Entry> {
    let (room, centre) = catalogue.room(booking.room_id)?;
    let news = match booking.status {
        BookingStatus::Confirmed => CalendarNews::Confirmed,
        BookingStatus::Requested | BookingStatus::Held => CalendarNews::Tentative,
        BookingStatus::Declined | BookingStatus::Expired | BookingStatus::Cancelled => CalendarNews::Cancelled,
    };
    let reference = || words.tell("calendar-reference", &[("reference", &booking.reference)]);
    Some(Entry {
        news: if told { news } else { CalendarNews::Confirmed },
        uid: booking.id.to_string(),
        sequence: booking.sequence,
        stamp: booking.updated_at,
        starts_at: booking.span.start(),
        ends_at: booking.span.end(),
        timezone: centre.timezone,
        recurring: None,
        title: if told { booking.title.clone() } else { words.say("feed-taken") },
        place: place(&room, &centre),
        description: if told { reference() } else { String::new() },
    })
}

/// A closure of a room, or of the whole centre where there is none.
pub(super) fn closed(catalogue: &Catalogue, words: Words, closure: &Closure, room: Option<&Room>) -> Option<Entry> {
    let centre = catalogue.centres.get(&closure.centre_id)?;
    let at = match room {
        Some(room) => place(room, centre),
        None => Place { room_name: centre.name.clone(), ..place(catalogue.rooms_of(centre.id).next()?, centre) },
    };
    // A closure has no time of its last change; its identifier tells when it was made.
    let made = closure.id.0.get_timestamp().map_or(0, |at| at.to_unix().0);
    let room_id = room.map(|room| format!("-{}", room.id)).unwrap_or_default();
    Some(Entry {
        news: CalendarNews::Confirmed,
        uid: format!("{}{room_id}", closure.id),
        sequence: i32::try_from(closure.version - 1).unwrap_or(i32::MAX),
        stamp: Instant::from_epoch_seconds(i64::try_from(made).unwrap_or(0)),
        starts_at: closure.span.start(),
        ends_at: closure.span.end(),
        timezone: centre.timezone,
        recurring: None,
        title: words.say("feed-closed"),
        place: at,
        description: String::new(),
    })
}
