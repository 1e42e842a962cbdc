//! Which letters can be switched off, which may wait for the end of quiet hours, and for how long they are of use.

use super::letter::{BookingNews, IncidentNews, Letter, SeriesNews};
use crate::domain::{booking::BookingStatus, letters::Topic, time::Instant};

/// Kinds of letters besides those about a booking or a series, none of which can be switched off.
const ALWAYS: [&str; 12] = [
    "verify_address",
    "sign_in_link",
    "invitation",
    "join_request",
    "join_accepted",
    "merged",
    "statement",
    "no_shows",
    "incidents",
    "report",
    "closure",
    "returns",
];

/// Whether letters of this kind are always sent.
#[must_use]
pub fn is_always_sent(kind: &str) -> bool {
    let of_series = SeriesNews::parse(kind).is_some_and(|news| news != SeriesNews::Ends);
    let known = BookingNews::parse(kind).is_some() || IncidentNews::parse(kind).is_some();
    ALWAYS.contains(&kind) || known || of_series
}

impl Letter {
    /// The topic by which it can be switched off; none is always sent.
    #[must_use]
    pub const fn topic(&self) -> Option<Topic> {
        match self {
            Self::Reminder { .. } => Some(Topic::Reminder),
            Self::DaySheet { .. } => Some(Topic::DaySheet),
            Self::Requests { .. } => Some(Topic::Requests),
            Self::Series { news: SeriesNews::Ends, .. } => Some(Topic::Renewal),
            _ => None,
        }
    }

    /// Whether it may wait for the end of quiet hours. What somebody asked for this moment does not, nor what goes to the
    /// desk at work, nor that a room closed at once, nor what neighbours report to who is on duty. `asked`: its recipient
    /// did what it tells of.
    #[must_use]
    pub fn may_wait(&self, asked: bool) -> bool {
        match self {
            Self::VerifyAddress { .. } | Self::SignInLink { .. } | Self::Report { .. } => false,
            Self::Booking { news, .. } => {
                !asked && !matches!(news, BookingNews::RequestReceived | BookingNews::RequestWaiting)
            }
            Self::Series { news, .. } => !asked && !matches!(news, SeriesNews::Requested | SeriesNews::Waiting),
            Self::Closure { closure } => !closure.at_once,
            _ => true,
        }
    }

    /// When it is too late to wait: the booking begins, an offer lapses, an answer is due.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        match self {
            Self::Closure { closure } => closure
                .fates
                .iter()
                .flat_map(|fate| {
                    let before = fate.booking.previous.as_ref().map(|previous| previous.starts_at);
                    [Some(fate.booking.starts_at), before, fate.until]
                })
                .flatten()
                .min(),
            Self::Duty { duty, .. } if duty.key.is_none() => {
                Some(duty.deadline.map_or(duty.starts_at, |deadline| deadline.min(duty.starts_at)))
            }
            Self::Series { news: SeriesNews::Ends, .. } | Self::Duty { .. } => None,
            Self::Returns { returns } => returns.places.iter().filter_map(|place| place.hold_until).min(),
            Self::DaySheet { day } => Some(day.ends_at),
            Self::Requests { requests } => requests.requests.iter().filter_map(|request| request.answer_by).min(),
            _ => {
                let (booking, _) = self.booking_told()?;
                let before = booking.previous.as_ref().map(|previous| previous.starts_at);
                // Deadlines of the stage that it is in: one that is over hurries nobody.
                let until = match booking.status {
                    BookingStatus::Requested => booking.answer_by,
                    BookingStatus::Held => booking.hold_until,
                    _ => None,
                };
                [Some(booking.starts_at), before, until].into_iter().flatten().min()
            }
        }
    }

    /// When it is of no use any more, where that comes.
    #[must_use]
    pub fn useless_from(&self) -> Option<Instant> {
        match self {
            Self::Reminder { booking, .. } => Some(booking.starts_at),
            Self::DaySheet { day } => Some(day.ends_at),
            _ => None,
        }
    }
}
