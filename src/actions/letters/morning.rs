//! The letters of the morning to a desk: what takes place today, and which requests wait for an answer. Where nothing does,
//! there is none.

use super::{
    each::{self, About},
    recipients,
};
use crate::{
    actions::Policy,
    domain::{
        booking::Booking,
        centre::Centre,
        clock_time::ClockTime,
        closure::Closure,
        failure::Failure,
        ids::{BookingId, CentreId, RoomId},
        letters::Topic,
        local_time::{LocalDay, date_of},
        time::{DAY, Instant, Span},
    },
    mail::{
        Letter,
        desk::{DayBooking, DayClosure, DayFacts, RequestsFacts, WaitingRequest},
    },
    store::{
        Unit, UseCase,
        bookings::{self, Filter, Parties, Scope},
        catalogue::Catalogue,
        closures, letters, organisations,
    },
};

/// Lines of a letter at most.
const MOST: usize = 200;

/// No booking is longer, seconds: what began before needs no looking at.
const LONGEST: i64 = 32 * DAY;

/// The local day whose letters are due at a centre: from that hour of the morning on, until the day ends.
#[must_use]
pub fn day_due(centre: &Centre, morning: ClockTime, now: Instant) -> Option<LocalDay> {
    let day = LocalDay::new(date_of(now, centre.timezone)?, centre.timezone)?;
    (day.at(morning) <= now).then_some(day)
}

/// Writes a letter of the morning to a desk. Gives false where it was written for this day already.
pub struct Morning<'a> {
    /// What the city has decided.
    pub policy: &'a Policy,
    /// The centre.
    pub centre_id: CentreId,
    /// What takes place, or what waits for an answer.
    pub topic: Topic,
    /// The day.
    pub day: LocalDay,
}

impl UseCase for Morning<'_> {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        let date = self.day.date().to_string();
        if !letters::note_morning(unit, self.centre_id, self.topic, &date).await? {
            return Ok(false);
        }
        let catalogue = unit.catalogue().await?;
        let Some(centre) = catalogue.centres.get(&self.centre_id) else { return Err(Failure::Stale) };
        let letter = match self.topic {
            Topic::Requests => requests(unit, &catalogue, centre).await?,
            _ => day_sheet(unit, &catalogue, centre, self.day).await?,
        };
        if let Some(letter) = letter {
            self.send(unit, centre, &letter, &date).await?;
        }
        Ok(true)
    }
}

impl Morning<'_> {
    /// To each who works at the desk; where nobody there has an account, to the desk's own address.
    async fn send(&self, unit: &Unit, centre: &Centre, letter: &Letter, date: &str) -> Result<(), Failure> {
        let mut to = recipients::clerks(unit, centre).await?;
        if to.is_empty() {
            to = recipients::desk(centre);
        }
        let stream = format!("{}:{}:{date}", letter.kind(), centre.id);
        let about = About { stream, centre_id: Some(centre.id), booking_id: None };
        each::write(unit, self.policy, letter, about, to).await
    }
}

/// What takes place on the day; none where nothing does.
async fn day_sheet(
    unit: &Unit,
    catalogue: &Catalogue,
    centre: &Centre,
    day: LocalDay,
) -> Result<Option<Letter>, Failure> {
    let window = Span::new(day.start(), day.end()).ok_or_else(|| Failure::Internal("an empty day".into()))?;
    let filter = Filter {
        centre_id: Some(centre.id),
        from: Some(day.start()),
        until: Some(day.end()),
        holding: true,
        ..Filter::default()
    };
    let after = Some((day.start().plus(-LONGEST), BookingId(uuid::Uuid::nil())));
    let all = bookings::list(unit, &Scope::City, &filter, after, u64::MAX).await?;
    let closures = closed(unit, catalogue, centre, window).await?;
    if all.is_empty() && closures.is_empty() {
        return Ok(None);
    }
    let (listed, more) = cut(&all);
    let parties = bookings::parties_of_many(unit, &listed).await?;
    let key_holders = organisations::who_open(unit, listed.iter().filter_map(|booking| booking.key_holder_id)).await?;
    let line = |(booking, parties): (&&Booking, Parties)| DayBooking {
        starts_at: booking.span.start(),
        ends_at: booking.span.end(),
        room_name: room_name(catalogue, booking.room_id),
        reference: booking.reference.clone(),
        title: booking.title.clone(),
        status: booking.status,
        whom: whom(booking, parties),
        attendees: booking.attendees,
        layout: booking.layout.clone(),
        equipment: booking
            .equipment
            .iter()
            .filter_map(|wish| Some((wish.quantity, catalogue.resources.get(&wish.resource_id)?.name.clone())))
            .collect(),
        key_holder: booking.key_holder_id.and_then(|id| key_holders.get(&id)).map(|(name, _)| name.clone()),
        note: booking.note.clone(),
    };
    let day = DayFacts {
        centre_name: centre.name.clone(),
        timezone: centre.timezone,
        date: day.date(),
        ends_at: day.end(),
        bookings: listed.iter().zip(parties).map(line).collect(),
        more,
        closures,
    };
    Ok(Some(Letter::DaySheet { day: Box::new(day) }))
}

/// What is closed on the day, and when on it.
async fn closed(unit: &Unit, catalogue: &Catalogue, centre: &Centre, day: Span) -> Result<Vec<DayClosure>, Failure> {
    let filter =
        closures::Filter { centre: Some(centre.id), from: Some(day.start()), until: Some(day.end()), after: None };
    let found = closures::list(unit, &filter, u64::try_from(MOST).unwrap_or(u64::MAX)).await?;
    let told = found.into_iter().filter(|closure| closure.lifted_at.is_none() && !closure.provisional);
    let line = |closure: Closure| {
        let span = closure.span.intersection(day)?;
        let rooms = closure.room_ids.unwrap_or_default();
        Some(DayClosure {
            starts_at: span.start(),
            ends_at: span.end(),
            rooms: rooms.into_iter().map(|room| room_name(catalogue, room)).collect(),
            reason: closure.reason,
        })
    };
    Ok(told.filter_map(line).collect())
}

/// What waits for an answer; none where nothing does.
async fn requests(unit: &Unit, catalogue: &Catalogue, centre: &Centre) -> Result<Option<Letter>, Failure> {
    let all = letters::unanswered(unit, centre.id, u64::MAX).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let (listed, more) = cut(&all);
    let parties = bookings::parties_of_many(unit, &listed).await?;
    let line = |(booking, parties): (&&Booking, Parties)| WaitingRequest {
        starts_at: booking.span.start(),
        ends_at: booking.span.end(),
        room_name: room_name(catalogue, booking.room_id),
        reference: booking.reference.clone(),
        title: booking.title.clone(),
        whom: whom(booking, parties),
        answer_by: booking.answer_by,
        review_reasons: booking.review_reasons.clone(),
    };
    let requests = RequestsFacts {
        centre_name: centre.name.clone(),
        timezone: centre.timezone,
        requests: listed.iter().zip(parties).map(line).collect(),
        more,
    };
    Ok(Some(Letter::Requests { requests: Box::new(requests) }))
}

/// Those that are listed, and how many are not.
fn cut(all: &[Booking]) -> (Vec<&Booking>, u32) {
    (all.iter().take(MOST).collect(), u32::try_from(all.len().saturating_sub(MOST)).unwrap_or(u32::MAX))
}

fn room_name(catalogue: &Catalogue, room: RoomId) -> String {
    catalogue.rooms.get(&room).map(|room| room.name.clone()).unwrap_or_default()
}

/// The organisation, or who booked.
fn whom(booking: &Booking, parties: Parties) -> Option<String> {
    let caller = booking.caller.as_ref().map(|caller| caller.name.clone());
    parties.organisation_name.or(caller).or(parties.booker.map(|booker| booker.name))
}
