//! Who gets a letter about a booking.

use super::Known;
use crate::{
    domain::{booking::Booking, centre::Centre, failure::Failure, person::Locale},
    mail::{BookingNews, Recipient},
    store::{
        Unit,
        bookings::{self, Addressee, Parties},
    },
};

/// Who is behind the booking. Nothing is read where the caller knows it all; the desk is told more (a telephone), so
/// for the desk it is always read.
pub(super) async fn parties(
    unit: &Unit,
    booking: &Booking,
    news: BookingNews,
    known: Known<'_>,
) -> Result<Parties, Failure> {
    let person = known.person.filter(|person| booking.booker_id == Some(person.id));
    let needs_person = booking.booker_id.is_some() && person.is_none();
    // The organisation's address is needed only where there is nobody else to write to.
    let has_address = person.is_some() || booking.caller.as_ref().is_some_and(|caller| caller.email.is_some());
    let organisation = known.organisation_name.filter(|_| has_address);
    let needs_organisation = booking.organisation_id.is_some() && organisation.is_none();
    if needs_person || needs_organisation || news.is_for_desk() {
        return bookings::parties(unit, booking).await;
    }
    Ok(Parties {
        booker: person.map(|person| Addressee {
            email: person.email.clone(),
            name: person.name.clone(),
            locale: person.locale,
            phone: None,
        }),
        organisation_name: organisation.map(str::to_owned),
        organisation_email: None,
    })
}

/// The desk's mail address, where it has one. It reads Dutch.
pub(super) fn desk(centre: &Centre) -> Vec<Recipient> {
    let recipient = |email: &String| Recipient { name: centre.name.clone(), email: email.clone(), locale: Locale::Nl };
    centre.contact_email.iter().map(recipient).collect()
}

/// Those who work at the desk of the centre.
pub(super) async fn clerks(unit: &Unit, centre: &Centre) -> Result<Vec<Recipient>, Failure> {
    let clerks = bookings::clerks(unit, centre.id).await?;
    Ok(clerks.into_iter().map(recipient).collect())
}

/// The managers of the centre.
pub(super) async fn managers(unit: &Unit, centre: &Centre) -> Result<Vec<Recipient>, Failure> {
    let managers = bookings::managers(unit, centre.id).await?;
    Ok(managers.into_iter().map(recipient).collect())
}

fn recipient(to: Addressee) -> Recipient {
    Recipient { name: to.name, email: to.email, locale: to.locale }
}

/// The person it is for, or the caller, or the organisation; and every other mailbox that holds a calendar entry of it
/// (the organisation's address before it changed), which would otherwise keep what is no longer so.
pub(super) fn booker_side(booking: &Booking, parties: &Parties, holders: &[String]) -> Vec<Recipient> {
    let caller = booking.caller.as_ref().and_then(|caller| Some((&caller.name, caller.email.as_ref()?)));
    let organisation = parties.organisation_name.as_ref().zip(parties.organisation_email.as_ref());
    let first = match &parties.booker {
        Some(booker) => {
            Some(Recipient { name: booker.name.clone(), email: booker.email.clone(), locale: booker.locale })
        }
        None => caller.or(organisation).map(|(name, email)| Recipient {
            name: name.clone(),
            email: email.clone(),
            locale: Locale::default(),
        }),
    };
    let locale = first.as_ref().map(|first| first.locale).unwrap_or_default();
    let mut recipients: Vec<Recipient> = first.into_iter().collect();
    for holder in holders {
        if recipients.iter().all(|recipient| &recipient.email != holder) {
            recipients.push(Recipient { name: String::new(), email: holder.clone(), locale });
        }
    }
    recipients
}
