//! Mail: what is written to people, in their language, and how it leaves the house.
//!
//! A [`letter::Letter`] is written as JSON into the outbox, in the transaction of what caused it. Later a worker makes
//! a message of it ([`render::render`]) and hands that to a [`transport::Transport`]. Nothing here reads the clock or
//! makes identifiers: the same letter, date and Message-ID give the same bytes, so a mail that is sent twice is the
//! same mail twice.

pub mod calendar;
mod clean;
mod content;
pub mod desk;
pub mod duty;
pub mod facts;
pub mod letter;
pub mod neighbours;
mod news;
pub mod published;
pub mod reminder;
pub mod render;
pub mod transport;
mod vtimezone;
pub mod waiting;
pub mod words;

use uuid::Uuid;

pub use self::{
    duty::{ContactFacts, DutyFacts, DutyNews, RoomFacts, TaskFacts},
    facts::{
        Alternative, BookingFacts, ChangedDate, ClosureFacts, DateFacts, FateFacts, Place, Recurring, ReturnsFacts,
        SeriesFacts, WarningFacts,
    },
    letter::{BookingNews, IncidentNews, Letter, LinkPurpose, SeriesNews},
    neighbours::{IncidentFacts, ReportFacts},
    render::{Recipient, RenderError, Sending, render},
    transport::{SendError, SetupError, Transport, sender},
};

/// A message ready to be sent.
pub type Message = lettre::Message;

/// A mail address with or without a name, as in `Lokaal <lokaal@example.org>`.
pub type Mailbox = lettre::message::Mailbox;

/// The Message-ID (RFC 5322, section 3.6.4) of the mail with this identifier, angle brackets included. `domain` is
/// that of the sender's address; characters that no domain has are left out.
#[must_use]
pub fn message_id(id: Uuid, domain: &str) -> String {
    let domain: String = domain.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
    let domain = if domain.is_empty() { "localhost" } else { domain.as_str() };
    format!("<{id}@{domain}>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_names_the_mail_and_the_house() {
        let id = Uuid::from_u128(7);
        assert_eq!(message_id(id, "leuven.example"), "<00000000-0000-0000-0000-000000000007@leuven.example>");
        assert_eq!(message_id(id, "a>\r\nBcc: b"), "<00000000-0000-0000-0000-000000000007@aBccb>");
        assert_eq!(message_id(id, ""), "<00000000-0000-0000-0000-000000000007@localhost>");
    }
}
