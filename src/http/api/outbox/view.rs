//! How a letter looks in answers: never what it says.

use chrono_tz::Tz;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    domain::{
        ids::{BookingId, CentreId},
        person::Locale,
    },
    http::render::moment,
    store::{
        catalogue::Catalogue,
        outbox::{Letter, LetterState},
    },
};

/// A letter.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LetterView {
    /// Identifier.
    id: Uuid,
    /// What it is about: `confirmed`, `sign_in_link` …
    #[schema(example = "confirmed")]
    kind: String,
    /// What became of it.
    state: LetterState,
    /// Mail address of the recipient.
    recipient: String,
    /// Language it is written in.
    locale: Locale,
    /// The centre whose desk sees it; null is for administrators only.
    centre_id: Option<CentreId>,
    /// The booking it is about.
    booking_id: Option<BookingId>,
    /// How often it was tried.
    attempts: i32,
    /// What went wrong last: the step and the codes of the mail server.
    #[schema(example = "RCPT TO: 550 5.1.1")]
    error: Option<String>,
    /// When it was written.
    #[schema(format = DateTime, example = "2026-12-03T19:00:00+01:00")]
    created_at: String,
    /// When it is tried next, where it waits.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// When it was sent.
    #[schema(format = DateTime)]
    sent_at: Option<String>,
}

impl LetterView {
    /// The letter; its times with the offset of its centre, or in UTC.
    pub(crate) fn new(letter: Letter, catalogue: &Catalogue) -> Self {
        let centre = letter.centre_id.and_then(|id| catalogue.centres.get(&id));
        let zone = centre.map_or(Tz::UTC, |centre| centre.timezone);
        Self {
            id: letter.public_id,
            kind: letter.kind,
            state: letter.state,
            recipient: letter.recipient,
            locale: letter.locale,
            centre_id: letter.centre_id,
            booking_id: letter.booking_id,
            attempts: letter.attempts,
            error: letter.error,
            created_at: moment(letter.created_at, zone),
            due_at: (letter.state == LetterState::Pending).then(|| moment(letter.due_at, zone)),
            sent_at: letter.sent_at.map(|at| moment(at, zone)),
        }
    }
}
