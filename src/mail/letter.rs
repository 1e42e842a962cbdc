//! Letters: what a mail is about. A letter is the payload of an outbox row, as JSON.

use serde::{Deserialize, Serialize};

pub use super::news::{BookingNews, CalendarNews, IncidentNews, SeriesNews};
use super::{
    desk::{DayFacts, RequestsFacts},
    duty::{DutyFacts, DutyNews},
    facts::{BookingFacts, ClosureFacts, Recurring, ReturnsFacts, SeriesFacts},
    neighbours::{IncidentFacts, ReportFacts},
    reminder::AccessFacts,
};
use crate::domain::{
    booking::BookingStatus,
    ids::{BookingId, ClosureId, DutyId, InvitationId},
    letters::Topic,
    person::MemberRole,
    waiting::LONGEST_HOLD,
};

/// What a mail is about. Words are found when it is rendered, in the language of its recipient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// A link that proves an address. It names nobody, as a stranger may have asked for it.
    VerifyAddress {
        /// What the link is good for.
        link: LinkPurpose,
        /// How long the link works, in seconds from its sending.
        valid_for: i64,
    },
    /// A one-time link to sign in.
    SignInLink {
        /// What the link is good for.
        link: LinkPurpose,
        /// How long the link works, in seconds from its sending.
        valid_for: i64,
    },
    /// An invitation to join an organisation.
    Invitation {
        /// What the link is good for.
        link: LinkPurpose,
        /// How long the link works, in seconds from its sending.
        valid_for: i64,
        /// The organisation.
        organisation_name: String,
        /// Who invites.
        invited_by: String,
        /// What the invited person may do for it.
        role: MemberRole,
    },
    /// Somebody asks to join: to the admins of the organisation.
    JoinRequest {
        /// The organisation.
        organisation_name: String,
        /// Who asks.
        person_name: String,
        /// In their own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
        /// Path of the page to answer on, with a leading slash.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        path: Option<String>,
    },
    /// The organisation says yes: to who asked to join.
    JoinAccepted {
        /// The organisation.
        organisation_name: String,
        /// Path of the organisation's page, with a leading slash.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        path: Option<String>,
    },
    /// Two organisations are one from now on: to the admins of both. It is about rights, and so never switched off.
    Merged {
        /// The organisation that was the other one twice.
        merged_name: String,
        /// The one that stays.
        organisation_name: String,
    },
    /// The monthly statement of an organisation is ready. It is about money, and so never switched off.
    Statement {
        /// The organisation.
        organisation_name: String,
        /// The first day of its month.
        month: chrono::NaiveDate,
        /// What is due, in euro cents.
        total_cents: i64,
        /// The structured communication to pay it with.
        reference: String,
    },
    /// News of a booking.
    Booking {
        /// What happened.
        news: BookingNews,
        /// The booking as it is since.
        booking: Box<BookingFacts>,
    },
    /// News of a series: one letter, however many dates it has.
    Series {
        /// What happened.
        news: SeriesNews,
        /// The series as it is since.
        series: Box<SeriesFacts>,
    },
    /// Nobody came too often: the desk looks at bookings first from now on.
    NoShows {
        /// The organisation; none is privately.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation_name: Option<String>,
        /// How often nobody came.
        times: u32,
        /// In so many months.
        months: u32,
        /// The rooms, each with its centre.
        rooms: Vec<String>,
    },
    /// Too much went wrong: the desk looks at bookings first from now on.
    Incidents {
        /// The organisation; none is privately.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation_name: Option<String>,
        /// How often something went wrong.
        times: u32,
        /// In so many months.
        months: u32,
        /// The rooms, each with its centre.
        rooms: Vec<String>,
    },
    /// News of something that went wrong at a booking. It is about rights, and so never switched off.
    Incident {
        /// What happened.
        news: IncidentNews,
        /// The incident as it is since.
        incident: Box<IncidentFacts>,
    },
    /// A neighbour reported something: to the desk, and to who is on duty.
    Report {
        /// What.
        report: Box<ReportFacts>,
    },
    /// What a closure does to bookings: one letter, however many they are.
    Closure {
        /// The closure, and what becomes of each booking.
        closure: Box<ClosureFacts>,
    },
    /// Old places are free again after a closure: one letter, however many they are.
    Returns {
        /// The places, and where those who had them are now.
        returns: Box<ReturnsFacts>,
    },
    /// A booking is near: to who booked.
    Reminder {
        /// The booking.
        booking: Box<BookingFacts>,
        /// How to get in.
        access: Box<AccessFacts>,
    },
    /// What takes place in a centre on a day: to its desk.
    DaySheet {
        /// The day.
        day: Box<DayFacts>,
    },
    /// Which requests wait for an answer: to the desk.
    Requests {
        /// The requests.
        requests: Box<RequestsFacts>,
    },
    /// News of a duty or a key.
    Duty {
        /// What.
        news: DutyNews,
        /// The duty, or the key.
        duty: Box<DutyFacts>,
    },
}

/// What the link in a mail is good for. Its token is made when the mail is sent and kept as a hash only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum LinkPurpose {
    /// Proves the address of the mail.
    VerifyAddress,
    /// Signs in the person of this address.
    SignIn,
    /// Accepts an invitation.
    Invitation {
        /// The invitation.
        invitation_id: InvitationId,
    },
    /// Accepts the places that a closure offers to bookings of this mailbox.
    Offers {
        /// The closure.
        closure_id: ClosureId,
    },
    /// Goes back to the places that bookings of this mailbox had before a closure.
    Returns {
        /// The closure that ended.
        closure_id: ClosureId,
    },
    /// Accepts a booking that is held for this mailbox.
    Held {
        /// The booking.
        booking_id: BookingId,
    },
    /// Stops letters of a topic to this mailbox.
    Stop {
        /// The topic.
        topic: Topic,
    },
    /// Takes a duty that is offered to this mailbox.
    TakeDuty {
        /// The duty.
        duty_id: DutyId,
    },
    /// Gives up a duty of this mailbox.
    DeclineDuty {
        /// The duty.
        duty_id: DutyId,
    },
}

impl LinkPurpose {
    /// Whether it signs somebody in; the others say yes or no to something.
    #[must_use]
    pub const fn signs_in(self) -> bool {
        matches!(self, Self::VerifyAddress | Self::SignIn | Self::Invitation { .. })
    }

    /// Whether it is about a duty rather than about bookings.
    #[must_use]
    pub const fn is_about_duty(self) -> bool {
        matches!(self, Self::TakeDuty { .. } | Self::DeclineDuty { .. })
    }
}

impl Letter {
    /// News of a booking.
    #[must_use]
    pub fn booking(news: BookingNews, facts: BookingFacts) -> Self {
        Self::Booking { news, booking: Box::new(facts) }
    }

    /// The kind of mail in one word, for the outbox and for figures.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::VerifyAddress { .. } => "verify_address",
            Self::SignInLink { .. } => "sign_in_link",
            Self::Invitation { .. } => "invitation",
            Self::JoinRequest { .. } => "join_request",
            Self::JoinAccepted { .. } => "join_accepted",
            Self::Merged { .. } => "merged",
            Self::Booking { news, .. } => news.as_str(),
            Self::Series { news, .. } => news.as_str(),
            Self::Closure { .. } => "closure",
            Self::Returns { .. } => "returns",
            Self::Statement { .. } => "statement",
            Self::NoShows { .. } => "no_shows",
            Self::Reminder { .. } => Topic::Reminder.as_str(),
            Self::DaySheet { .. } => Topic::DaySheet.as_str(),
            Self::Requests { .. } => Topic::Requests.as_str(),
            Self::Incidents { .. } => "incidents",
            Self::Incident { news, .. } => news.as_str(),
            Self::Report { .. } => "report",
            Self::Duty { news, .. } => news.as_str(),
        }
    }

    /// What its link is good for: a letter that has one needs a token when it is rendered.
    #[must_use]
    pub fn link(&self) -> Option<LinkPurpose> {
        match self {
            Self::Closure { closure } => closure.link,
            Self::Returns { returns } => Some(returns.link),
            Self::Duty { duty, .. } => duty.link.map(|(link, _)| link),
            Self::Booking { news: BookingNews::PlaceFree, booking } => {
                Some(LinkPurpose::Held { booking_id: booking.booking_id })
            }
            Self::VerifyAddress { link, .. } | Self::SignInLink { link, .. } | Self::Invitation { link, .. } => {
                Some(*link)
            }
            _ => None,
        }
    }

    /// The booking that it tells of, of many the first; and whether it goes to the desk.
    #[must_use]
    pub fn booking_told(&self) -> Option<(&BookingFacts, bool)> {
        match self {
            Self::Booking { news, booking } => Some((booking, news.is_for_desk())),
            Self::Series { news, series } => Some((&series.first, news.of_one().is_for_desk())),
            Self::Closure { closure } => closure.fates.first().map(|fate| (&fate.booking, false)),
            Self::Returns { returns } => returns.places.first().map(|place| (place, false)),
            Self::Reminder { booking, .. } => Some((booking, false)),
            _ => None,
        }
    }

    /// Where an answer to it goes: to the desk, unless it is for the desk.
    #[must_use]
    pub fn reply_to(&self) -> Option<&str> {
        match self {
            Self::Incident { news: IncidentNews::Replied, .. } => None,
            Self::Incident { incident, .. } => incident.place.contact_email.as_deref(),
            _ => self.booking_told().filter(|(_, for_desk)| !for_desk)?.0.place.contact_email.as_deref(),
        }
    }

    /// How long its link works, in seconds from the sending.
    #[must_use]
    pub fn link_valid_for(&self) -> Option<i64> {
        match self {
            Self::Closure { closure } => closure.link.map(|_| closure.valid_for),
            Self::Duty { duty, .. } => duty.link.map(|(_, valid_for)| valid_for),
            // As long as it may be held; when it lapses, so does the link.
            Self::Booking { news: BookingNews::PlaceFree, .. } | Self::Returns { .. } => Some(LONGEST_HOLD),
            Self::VerifyAddress { valid_for, .. }
            | Self::SignInLink { valid_for, .. }
            | Self::Invitation { valid_for, .. } => Some(*valid_for),
            _ => None,
        }
    }

    /// The calendar parts that it carries, one for each entry.
    #[must_use]
    pub fn calendar_parts(&self) -> Vec<(CalendarNews, &BookingFacts)> {
        match self {
            Self::Closure { closure } => {
                closure.fates.iter().filter_map(|fate| Some((fate.calendar()?, &fate.booking))).collect()
            }
            Self::Returns { .. } | Self::Reminder { .. } => Vec::new(),
            _ => self.calendar().zip(self.booking_told().map(|(booking, _)| booking)).into_iter().collect(),
        }
    }

    /// What it does to the recipient's calendar: yes and moved write the entry, and no takes it away from who has it.
    #[must_use]
    pub fn calendar(&self) -> Option<CalendarNews> {
        if let Self::Series { news, series } = self {
            let dates_left = matches!(series.first.recurring, Some(Recurring::Whole { .. }));
            return match news {
                SeriesNews::Waiting | SeriesNews::Ends => None,
                SeriesNews::Confirmed | SeriesNews::Requested => dates_left.then_some(CalendarNews::Confirmed),
                SeriesNews::Changed if dates_left => Some(CalendarNews::Confirmed),
                _ => {
                    let since = if dates_left { CalendarNews::Confirmed } else { CalendarNews::Cancelled };
                    series.first.in_calendar.then_some(since)
                }
            };
        }
        let Self::Booking { news, booking } = self else { return None };
        match news {
            BookingNews::Confirmed => Some(CalendarNews::Confirmed),
            BookingNews::Changed if booking.status == BookingStatus::Confirmed => Some(CalendarNews::Confirmed),
            BookingNews::Changed if booking.in_calendar => Some(CalendarNews::Tentative),
            BookingNews::Cancelled | BookingNews::Declined | BookingNews::Expired if booking.in_calendar => {
                Some(CalendarNews::Cancelled)
            }
            _ => None,
        }
    }
}
