//! What mails tell about bookings, series and incidents, and what they do to calendars.

use crate::domain::text_enum;

text_enum! {
    /// What a mail tells about a booking.
    BookingNews {
        // To the booker: asked, to be answered by the desk.
        RequestReceived = "request_received",
        // To the desk: a request to answer.
        RequestWaiting = "request_waiting",
        // To the desk, later the manager: half the time to answer has gone.
        AnswerReminder = "answer_reminder",
        // To the booker: kept until a moment.
        OptionHeld = "option_held",
        // To the booker, who waited for it: kept until a moment.
        PlaceFree = "place_free",
        Confirmed = "confirmed",
        // To the booker: nobody came, and the rest of the time was given up.
        Released = "released",
        Declined = "declined",
        Changed = "changed",
        Cancelled = "cancelled",
        // To the booker: the desk wrote something.
        Comment = "comment",
        // To the desk: the booker wrote something.
        CommentForDesk = "comment_for_desk",
        // A request that nobody answered, or an option that lapsed.
        Expired = "expired",
    }
}

text_enum! {
    /// What a mail tells about a series.
    SeriesNews {
        // To the booker: every date is confirmed.
        Confirmed = "series_confirmed",
        // To the booker: dates are still to be answered by the desk.
        Requested = "series_requested",
        // To the desk: dates to answer.
        Waiting = "series_waiting",
        // To the booker: dates are cancelled.
        Cancelled = "series_cancelled",
        // To the booker: dates are declined by the desk.
        Declined = "series_declined",
        // To the booker: dates are moved or otherwise changed.
        Changed = "series_changed",
        // To the booker: later dates go on as another series.
        Shortened = "series_shortened",
        // To the booker: it ends before the next season, and may be renewed.
        Ends = "series_ends",
        // To the booker: nobody answered dates in time.
        Expired = "series_expired",
    }
}

text_enum! {
    /// What a mail tells about an incident.
    IncidentNews {
        // To those who booked: something went wrong.
        Noted = "incident_noted",
        // To those who booked: what came of it.
        Decided = "incident_decided",
        // To the desk: what those who booked say of it.
        Replied = "incident_replied",
    }
}

impl SeriesNews {
    /// What the same would be of a single booking.
    #[must_use]
    pub const fn of_one(self) -> BookingNews {
        match self {
            Self::Confirmed | Self::Shortened | Self::Ends => BookingNews::Confirmed,
            Self::Requested => BookingNews::RequestReceived,
            Self::Waiting => BookingNews::RequestWaiting,
            Self::Cancelled => BookingNews::Cancelled,
            Self::Changed => BookingNews::Changed,
            Self::Declined => BookingNews::Declined,
            Self::Expired => BookingNews::Expired,
        }
    }
}

/// What a mail does to the recipient's calendar (RFC 5546, section 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarNews {
    /// `METHOD:REQUEST` with STATUS:CONFIRMED: the entry is written or replaced.
    Confirmed,
    /// `METHOD:REQUEST` with STATUS:TENTATIVE: an entry moves to a time that the desk still has to approve.
    Tentative,
    /// `METHOD:CANCEL`: the entry goes.
    Cancelled,
}

impl BookingNews {
    /// Whether it goes to the staff of the centre, and not to who booked.
    #[must_use]
    pub const fn is_for_desk(self) -> bool {
        matches!(self, Self::RequestWaiting | Self::AnswerReminder | Self::CommentForDesk)
    }
}
