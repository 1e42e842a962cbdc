//! The same letter to each of several mailboxes.

use crate::{
    actions::Policy,
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, CentreId},
    },
    mail::{Letter, Recipient},
    store::{Unit, outbox},
};

/// What a letter belongs to.
pub(super) struct About {
    /// Letters of one stream to one mailbox go in order.
    pub(super) stream: String,
    /// The centre whose desk may see it.
    pub(super) centre_id: Option<CentreId>,
    /// The booking it is about.
    pub(super) booking_id: Option<BookingId>,
}

impl About {
    /// A booking, in the order of what happened to it.
    pub(super) fn of(booking: &Booking) -> Self {
        Self { stream: booking.id.to_string(), centre_id: Some(booking.centre_id), booking_id: Some(booking.id) }
    }
}

/// Writes a letter that none of its readers asked for to each of them.
pub(super) async fn write(
    unit: &Unit,
    policy: &Policy,
    letter: &Letter,
    about: About,
    to: impl IntoIterator<Item = Recipient>,
) -> Result<(), Failure> {
    let payload = serde_json::to_string(letter).map_err(|fault| Failure::Internal(fault.to_string()))?;
    let rows: Vec<outbox::NewLetter> = to
        .into_iter()
        .map(|recipient| outbox::NewLetter {
            kind: letter.kind().to_owned(),
            stream: format!("{}:{}", about.stream, recipient.email),
            centre_id: about.centre_id,
            booking_id: about.booking_id,
            recipient: recipient.email,
            recipient_name: recipient.name,
            locale: recipient.locale,
            payload: payload.clone(),
            message_domain: policy.mail_domain.clone(),
            may_wait: letter.may_wait(false),
        })
        .collect();
    outbox::write(unit, &rows).await
}
