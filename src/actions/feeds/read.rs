//! Reads a feed, with the rights that its owner has at that moment.

use std::collections::{BTreeSet, HashSet};

use super::{
    entries::{closed, entries},
    may_read,
};
use crate::{
    actions::Services,
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus},
        failure::Failure,
        feed::{FeedSubject, window},
        ids::{BookingId, CentreId, RoomId, SeriesId},
        time::Span,
    },
    mail::{
        published::{Entry, published},
        words::Words,
    },
    store::{
        Store,
        bookings::{self, Filter, Scope},
        catalogue::Catalogue,
        closures, feeds, organisations, people,
    },
};

/// Bookings of a feed at most, the first by start. No centre has as many in the time that a feed tells.
const MOST: u64 = 20_000;

/// The text of the calendar behind a token.
///
/// # Errors
/// [`Failure::NotFound`] for a token of no feed, and where its owner may not read it any more.
pub async fn read(services: &Services, token: &str) -> Result<String, Failure> {
    let store = &services.store;
    let feed = feeds::by_token(store, token).await?.ok_or(Failure::NotFound)?;
    let caller = people::caller(store, feed.person_id).await?;
    if !may_read(&caller, feed.subject) {
        return Err(Failure::NotFound);
    }
    let words = Words(caller.locale);
    let window = window(services.now());
    let (scope, filter) = match feed.subject {
        FeedSubject::Room(id) => (Scope::City, Filter { room_id: Some(id), ..Filter::default() }),
        FeedSubject::Centre(id) => (Scope::City, Filter { centre_id: Some(id), ..Filter::default() }),
        FeedSubject::Organisation(id) => {
            (Scope::of(&caller), Filter { organisation_id: Some(id), ..Filter::default() })
        }
        FeedSubject::Mine => (Scope::City, Filter { person: Some(caller.id), ..Filter::default() }),
    };
    let filter = Filter { holding: true, until: Some(window.end()), ..filter };
    // From the beginning of the window on, and not over all that was before it.
    let after = Some((window.start(), BookingId(uuid::Uuid::nil())));
    let mut found = bookings::list(store, &scope, &filter, after, MOST).await?;
    let catalogue = match found.first() {
        // Looks in the database where memory does not know a room, as another process may have made it.
        Some(first) => store.room(first.room_id).await?.2,
        None => store.catalogue().await?,
    };
    let (name, told, more) = match feed.subject {
        FeedSubject::Room(id) => {
            let (room, centre, catalogue) = store.room(id).await?;
            let closed = closures_of(store, &catalogue, words, centre.id, Some(id), window).await?;
            (format!("{}, {}", room.name, centre.name), Told::Public, closed)
        }
        FeedSubject::Centre(id) => {
            let (centre, catalogue) = store.centre(id).await?;
            let closed = closures_of(store, &catalogue, words, id, None, window).await?;
            (centre.name.clone(), Told::Public, closed)
        }
        FeedSubject::Organisation(id) => (organisations::get(store, id).await?.name, Told::All, Vec::new()),
        FeedSubject::Mine => (words.say("feed-mine"), Told::All, Vec::new()),
    };
    if told == Told::All {
        let others = other_dates(store, &found, |one| is_of(&caller, feed.subject, one)).await?;
        found.extend(others);
    }
    let may_tell = |booking: &Booking| told == Told::All || booking.is_public();
    let mut entries = entries(store, &catalogue, caller.locale, &found, may_tell).await?;
    entries.extend(more);
    Ok(published(&name, &entries))
}

/// Whose titles a feed tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Those of all its bookings: their reader may see them.
    All,
    /// Those of public ones only.
    Public,
}

/// Whether a booking belongs to a feed of somebody.
fn is_of(caller: &Caller, subject: FeedSubject, booking: &Booking) -> bool {
    match subject {
        FeedSubject::Mine => booking.booker_id == Some(caller.id),
        FeedSubject::Organisation(id) => booking.organisation_id == Some(id) && caller.may_see(booking),
        FeedSubject::Room(_) | FeedSubject::Centre(_) => false,
    }
}

/// The dates of the same series outside the window: the entry of a series has all of them.
async fn other_dates(
    store: &Store,
    found: &[Booking],
    wanted: impl Fn(&Booking) -> bool,
) -> Result<Vec<Booking>, Failure> {
    let of_series = found.iter().filter(|one| one.status == BookingStatus::Confirmed);
    let series: BTreeSet<SeriesId> = of_series.filter_map(|one| one.series_id).collect();
    let known: HashSet<BookingId> = found.iter().map(|one| one.id).collect();
    let all = bookings::of_many_series(store, &series.into_iter().collect::<Vec<_>>()).await?;
    let wanted = |one: &Booking| one.status == BookingStatus::Confirmed && !known.contains(&one.id) && wanted(one);
    Ok(all.into_iter().filter(wanted).collect())
}

/// The closures of a centre, or of one of its rooms, that touch the window.
async fn closures_of(
    store: &Store,
    catalogue: &Catalogue,
    words: Words,
    centre: CentreId,
    room: Option<RoomId>,
    window: Span,
) -> Result<Vec<Entry>, Failure> {
    let filter =
        closures::Filter { centre: Some(centre), from: Some(window.start()), until: Some(window.end()), after: None };
    let mut entries = Vec::new();
    for closure in closures::list(store, &filter, MOST).await? {
        match &closure.room_ids {
            None => entries.extend(closed(
                catalogue,
                words,
                &closure,
                room.and_then(|id| catalogue.rooms.get(&id)).map(AsRef::as_ref),
            )),
            Some(rooms) => {
                let rooms = rooms.iter().filter(|id| room.is_none_or(|room| room == **id));
                let rooms = rooms.filter_map(|id| catalogue.rooms.get(id));
                entries.extend(rooms.filter_map(|one| closed(catalogue, words, &closure, Some(one))));
            }
        }
    }
    Ok(entries)
}
