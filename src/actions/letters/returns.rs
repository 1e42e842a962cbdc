//! The letter that an old place is free again: one for each mailbox and organisation, with all places of theirs.

use std::collections::BTreeMap;

use super::{Occasion, facts::Snapshot, recipients};
use crate::{
    actions::Policy,
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, CentreId, ClosureId, OrganisationId},
    },
    mail::{BookingFacts, Letter, LinkPurpose, Recipient, ReturnsFacts},
    store::{Unit, bookings, outbox as post},
};

/// A place that is held for who had it before.
#[derive(Clone, Debug)]
pub(in crate::actions) struct Return {
    /// What holds it.
    pub(in crate::actions) held: Booking,
    /// The booking where it is now.
    pub(in crate::actions) now_at: Booking,
}

/// A letter in the making.
struct Draft {
    recipient: Recipient,
    places: Vec<BookingFacts>,
    about: (BookingId, CentreId),
}

/// Writes the letters of places that are held since a closure ended, or took less.
pub(in crate::actions) async fn write(
    unit: &Unit,
    policy: &Policy,
    ended: ClosureId,
    returns: &[Return],
) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let held: Vec<&Booking> = returns.iter().map(|one| &one.held).collect();
    if held.is_empty() {
        return Ok(());
    }
    let mut letters: BTreeMap<(Option<OrganisationId>, String), Draft> = BTreeMap::new();
    for (one, parties) in returns.iter().zip(bookings::parties_of_many(unit, &held).await?) {
        let (booking, now_at) = (&one.held, &one.now_at);
        let (room, centre) = catalogue.room(booking.room_id).ok_or(Failure::Stale)?;
        let occasion = Occasion::PlaceBack { now_at: now_at.span, now_room: now_at.room_id };
        let snapshot = Snapshot { booking, room: &room, centre: &centre, parties: &parties };
        let facts = snapshot.of(occasion, &catalogue, unit.now());
        // The code that they know.
        let facts = BookingFacts { reference: now_at.reference.clone(), ..facts };
        for recipient in recipients::booker_side(booking, &parties, &[]) {
            let key = (booking.organisation_id, recipient.email.clone());
            let draft = || Draft { recipient, places: Vec::new(), about: (now_at.id, booking.centre_id) };
            letters.entry(key).or_insert_with(draft).places.push(facts.clone());
        }
    }
    let mut rows = Vec::with_capacity(letters.len());
    for Draft { recipient, places, about: (booking_id, centre_id) } in letters.into_values() {
        let letter = Letter::Returns {
            returns: Box::new(ReturnsFacts { link: LinkPurpose::Returns { closure_id: ended }, places }),
        };
        rows.push(post::NewLetter {
            kind: letter.kind().to_owned(),
            stream: format!("return:{ended}:{}", recipient.email),
            centre_id: Some(centre_id),
            booking_id: Some(booking_id),
            recipient: recipient.email,
            recipient_name: recipient.name,
            locale: recipient.locale,
            payload: serde_json::to_string(&letter).map_err(|fault| Failure::Internal(fault.to_string()))?,
            message_domain: policy.mail_domain.clone(),
            may_wait: letter.may_wait(false),
        });
    }
    post::write(unit, &rows).await
}
