//! The snapshot that a letter tells: what was so when it was written.

use super::Occasion;
use crate::{
    domain::{
        booking::{Booking, BookingStatus},
        centre::Centre,
        failure::Alternative,
        room::Room,
        time::{DAY, Instant},
    },
    mail::{
        BookingFacts, Place, WarningFacts,
        facts::{Alternative as Offer, Previous},
    },
    store::{bookings::Parties, catalogue::Catalogue},
};

/// A request that must be answered within so many seconds had better be asked by telephone.
const TOO_NEAR: i64 = DAY;

/// What a snapshot is taken of.
pub(super) struct Snapshot<'a> {
    pub(super) booking: &'a Booking,
    pub(super) room: &'a Room,
    pub(super) centre: &'a Centre,
    pub(super) parties: &'a Parties,
}

impl Snapshot<'_> {
    /// The facts as they are told on this occasion. What only the desk is told is absent from other letters.
    pub(super) fn of(&self, occasion: Occasion, catalogue: &Catalogue, now: Instant) -> BookingFacts {
        let booking = self.booking;
        let for_desk = occasion.news().is_for_desk();
        let caller = booking.caller.as_ref();
        let booker = self.parties.booker.as_ref();
        let name = caller.map(|caller| &caller.name).or(booker.map(|booker| &booker.name));
        let phone = caller.and_then(|caller| caller.phone.as_ref());
        let phone = phone.or_else(|| booker.and_then(|booker| booker.phone.as_ref()));
        let phone = phone.or_else(|| booking.on_site_contact.as_ref().and_then(|contact| contact.phone.as_ref()));
        let price = booking.price.as_ref();
        let previous = self.previous(&occasion, catalogue);
        let (alternatives, comment) = match occasion {
            Occasion::Declined { alternatives } | Occasion::Expired { alternatives } => (alternatives, None),
            Occasion::Comment { text, .. } => (Vec::new(), Some(text)),
            _ => (Vec::new(), None),
        };
        BookingFacts {
            booking_id: booking.id,
            reference: booking.reference.clone(),
            title: booking.title.clone(),
            status: booking.status,
            place: place(self.room, self.centre),
            timezone: self.centre.timezone,
            starts_at: booking.span.start(),
            ends_at: booking.span.end(),
            attendees: booking.attendees,
            organisation_name: self.parties.organisation_name.clone(),
            booker_name: name.filter(|_| for_desk).cloned(),
            booker_phone: phone.filter(|_| for_desk).cloned(),
            note: booking.note.clone().filter(|_| for_desk),
            review_reasons: if for_desk { booking.review_reasons.clone() } else { Vec::new() },
            price_cents: price.map(|price| price.total.cents),
            due_cents: price.map(|price| price.due.cents),
            answer_by: booking.answer_by,
            call_centre: booking.status == BookingStatus::Requested
                && booking.answer_by.is_some_and(|answer_by| answer_by.since(now) < TOO_NEAR),
            hold_until: booking.hold_until,
            reason: booking.reason.clone(),
            comment,
            cancelled_by: booking.cancelled_by,
            alternatives: alternatives.into_iter().map(offer).collect(),
            previous,
            warnings: warnings([booking], catalogue, now),
            // The pages of bookings come later: a letter has no link to what is not there.
            path: None,
            // RFC 7986, section 5.3: the UUID alone, so that it stays the same whatever the service is called.
            calendar_uid: booking.id.to_string(),
            sequence: booking.sequence,
            recurring: None,
            in_calendar: false,
        }
    }

    /// Time and room before, where one of them is another now; a new title alone is no move.
    fn previous(&self, occasion: &Occasion, catalogue: &Catalogue) -> Option<Previous> {
        let (Occasion::Changed { before, before_room } | Occasion::PlaceBack { now_at: before, now_room: before_room }) =
            occasion
        else {
            return None;
        };
        let other_room = *before_room != self.booking.room_id;
        (other_room || *before != self.booking.span).then(|| Previous {
            starts_at: before.start(),
            ends_at: before.end(),
            room_name: catalogue.rooms.get(before_room).filter(|_| other_room).map(|room| room.name.clone()),
        })
    }
}

/// What is to be known of the times of bookings that stand, each once.
pub(super) fn warnings<'a>(
    bookings: impl IntoIterator<Item = &'a Booking>,
    catalogue: &Catalogue,
    now: Instant,
) -> Vec<WarningFacts> {
    let mut told: Vec<WarningFacts> = Vec::new();
    for booking in bookings.into_iter().filter(|booking| booking.status.holds_claims()) {
        for warning in catalogue.warnings(booking.room_id, booking.span, booking.organisation_id, now) {
            let warning = WarningFacts::from(&warning);
            if !told.contains(&warning) {
                told.push(warning);
            }
        }
    }
    told
}

/// Where a booking is.
pub(in crate::actions) fn place(room: &Room, centre: &Centre) -> Place {
    Place {
        room_name: room.name.clone(),
        centre_name: centre.name.clone(),
        street: centre.address.street.clone(),
        postal_code: centre.address.postal_code.clone(),
        city: centre.address.city.clone(),
        phone: centre.phone.clone(),
        contact_email: centre.contact_email.clone(),
    }
}

fn offer(alternative: Alternative) -> Offer {
    Offer {
        room_name: alternative.room_name,
        centre_name: alternative.centre_name,
        starts_at: alternative.starts_at,
        ends_at: alternative.ends_at,
        distance_m: alternative.distance_m,
        path: None,
    }
}
