//! Letters about bookings: who is told what, in the unit of what happened. They lie in the outbox as snapshots of the
//! facts; a job renders and sends them.

pub mod choices;
pub mod closures;
pub mod day_before;
pub(in crate::actions) mod duties;
mod each;
pub(in crate::actions) mod facts;
pub(in crate::actions) mod incidents;
pub mod morning;
pub mod no_shows;
pub mod outbox;
mod recipients;
pub mod remind;
pub(in crate::actions) mod reports;
pub mod returns;
pub(in crate::actions) mod review;
pub mod series;
pub(in crate::actions) mod statement;
pub mod stop;

use crate::{
    actions::Policy,
    auth::Caller,
    domain::{
        booking::{Booking, BookingStatus, Side},
        failure::{Alternative, Failure},
        ids::RoomId,
        time::Span,
    },
    mail::{BookingNews, Letter, Recurring, letter::CalendarNews},
    store::{Unit, bookings, outbox as post},
};

/// What happened to a booking, and what its letter needs to know besides the booking as it is since.
#[derive(Clone, Debug, PartialEq)]
pub enum Occasion {
    /// Asked for; the desk answers. To the booker.
    RequestReceived,
    /// A request to answer. To the desk.
    RequestWaiting,
    /// A request that is still to be answered. To the staff named.
    AnswerReminder(Staff),
    /// Kept until a moment. To the booker, like all that follow.
    OptionHeld,
    /// Held for who waited for it.
    PlaceFree,
    /// The place that it had before a closure is free again, and held for it.
    PlaceBack {
        /// Its shown time now.
        now_at: Span,
        /// Its room now.
        now_room: RoomId,
    },
    /// Confirmed: at once, or by the desk, or an option that was taken.
    Confirmed,
    /// Nobody came, and the rest of its time was given up.
    Released,
    /// Declined by the desk.
    Declined {
        /// What is free instead, best first.
        alternatives: Vec<Alternative>,
    },
    /// Moved, resized or renamed.
    Changed {
        /// The shown time before.
        before: Span,
        /// The room before.
        before_room: RoomId,
    },
    /// One side wrote to the other.
    Comment {
        /// What.
        text: String,
        /// Which side wrote it.
        side: Side,
    },
    /// Cancelled, by the booker or by the centre.
    Cancelled,
    /// A request that nobody answered, or an option that lapsed.
    Expired {
        /// What is free instead, best first.
        alternatives: Vec<Alternative>,
    },
}

/// Whom a reminder goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staff {
    /// The desk's mail address.
    Desk,
    /// Every manager of the centre.
    Managers,
}

/// What the caller of [`write`] has at hand, so that it is not read once more.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The person who acts; used where the booking is for them.
    pub person: Option<&'a Caller>,
    /// The name of the organisation that the booking is for.
    pub organisation_name: Option<&'a str>,
    /// The address behind the link by which somebody acts who is not signed in.
    pub address: Option<&'a str>,
}

impl Known<'_> {
    /// Whether who has this mail address did what the letter tells of.
    fn asked(&self, email: &str) -> bool {
        self.address == Some(email) || self.person.is_some_and(|person| person.email == email)
    }
}

impl Occasion {
    const fn news(&self) -> BookingNews {
        match self {
            Self::RequestReceived => BookingNews::RequestReceived,
            Self::RequestWaiting => BookingNews::RequestWaiting,
            Self::AnswerReminder(_) => BookingNews::AnswerReminder,
            Self::OptionHeld | Self::PlaceBack { .. } => BookingNews::OptionHeld,
            Self::PlaceFree => BookingNews::PlaceFree,
            Self::Confirmed => BookingNews::Confirmed,
            Self::Released => BookingNews::Released,
            Self::Declined { .. } => BookingNews::Declined,
            Self::Changed { .. } => BookingNews::Changed,
            Self::Comment { side: Side::Booker, .. } => BookingNews::CommentForDesk,
            Self::Comment { side: Side::Centre, .. } => BookingNews::Comment,
            Self::Cancelled => BookingNews::Cancelled,
            Self::Expired { .. } => BookingNews::Expired,
        }
    }
}

/// Writes the letters of an occasion into the outbox. `booking` is as it is since; its `sequence` rose with whatever
/// its calendar entry has to tell. Nobody with a mail address: no letter.
pub async fn write(
    unit: &Unit,
    policy: &Policy,
    booking: &Booking,
    occasion: Occasion,
    known: Known<'_>,
) -> Result<(), Failure> {
    let news = occasion.news();
    let catalogue = unit.catalogue().await?;
    // A room that is not in memory yet: the runner renews it and tries again.
    let (room, centre) = catalogue.room(booking.room_id).ok_or(Failure::Stale)?;
    let parties = recipients::parties(unit, booking, news, known).await?;
    let holders = if may_be_in_calendars(booking, news) {
        bookings::calendar_entries(unit, booking.id).await?
    } else {
        Vec::new()
    };
    let recipients = match occasion {
        Occasion::RequestWaiting
        | Occasion::AnswerReminder(Staff::Desk)
        | Occasion::Comment { side: Side::Booker, .. } => recipients::desk(&centre),
        Occasion::AnswerReminder(Staff::Managers) => recipients::managers(unit, &centre).await?,
        _ => recipients::booker_side(booking, &parties, &holders),
    };
    let mut facts = facts::Snapshot { booking, room: &room, centre: &centre, parties: &parties }.of(
        occasion,
        &catalogue,
        unit.now(),
    );
    let date = booking.series_id.zip(booking.series_starts_at);
    // What came into calendars as a date of a series is that date ever after.
    if let Some((series, starts_at)) = date
        && !holders.is_empty()
        && bookings::is_date_of_entry(unit, booking.id).await?
    {
        facts.calendar_uid = series.to_string();
        facts.sequence = series::of_date(&crate::store::series::get(unit, series).await?, booking);
        facts.recurring = Some(Recurring::Date { starts_at });
    }
    // A date that is confirmed later joins the entry of its series, which has its other dates already. One that moved
    // before it ever was in there stands by itself.
    let in_its_place = date.filter(|(_, starts_at)| *starts_at == booking.span.start());
    let joins = in_its_place.filter(|_| news == BookingNews::Confirmed && facts.recurring.is_none());
    if let Some((series, _)) = joins {
        facts = series::joined(unit, series, booking, &centre, facts).await?;
    }
    let stream = booking.series_id.map_or(booking.id.0, |series| series.0);
    for recipient in recipients {
        let in_calendar = holders.contains(&recipient.email);
        let letter = Letter::booking(news, crate::mail::BookingFacts { in_calendar, ..facts.clone() });
        let row = post::NewLetter {
            kind: letter.kind().to_owned(),
            stream: format!("{stream}:{}", recipient.email),
            centre_id: Some(booking.centre_id),
            booking_id: Some(booking.id),
            may_wait: letter.may_wait(known.asked(&recipient.email)),
            recipient: recipient.email.clone(),
            recipient_name: recipient.name,
            locale: recipient.locale,
            payload: serde_json::to_string(&letter).map_err(|fault| Failure::Internal(fault.to_string()))?,
            message_domain: policy.mail_domain.clone(),
        };
        post::write(unit, &[row]).await?;
        if joins.is_some() {
            bookings::note_series_entry(unit, &[booking.id], &recipient.email).await?;
        } else if matches!(letter.calendar(), Some(CalendarNews::Confirmed | CalendarNews::Tentative)) {
            bookings::note_calendar_entry(unit, booking.id, &recipient.email, booking.sequence).await?;
        }
    }
    Ok(())
}

/// Whether somebody may hold a calendar entry of the booking, so that it is worth asking. Nobody does before the first
/// confirmation, and letters to the desk have no calendar part.
fn may_be_in_calendars(booking: &Booking, news: BookingNews) -> bool {
    let new = booking.version == 1;
    let never_confirmed = booking.status == BookingStatus::Held || news == BookingNews::RequestReceived;
    !new && !never_confirmed && !news.is_for_desk() && news != BookingNews::Comment
}
