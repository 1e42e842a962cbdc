//! Letters about incidents: to those who booked what went wrong and what came of it, to the desk what they say of it; and
//! that the desk looks at their bookings first from now on. They are about rights, and so never switched off.

use super::{
    each::{self, About},
    facts, recipients,
    review::{self, Behind, Counted},
};
use crate::{
    actions::Policy,
    domain::{
        booking::Booking,
        failure::Failure,
        incident::{self, Incident},
        person::Locale,
    },
    mail::{IncidentFacts, IncidentNews, Letter, Recipient},
    store::{Unit, bookings, incidents, people},
};

/// Writes the letters that tell of an incident at a booking.
pub(in crate::actions) async fn write(
    unit: &Unit,
    policy: &Policy,
    booking: &Booking,
    incident: &Incident,
    news: IncidentNews,
) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let (room, centre) = catalogue.room(booking.room_id).ok_or(Failure::Stale)?;
    let organisation_name = match booking.organisation_id {
        Some(id) => bookings::organisation_name(unit, id).await?,
        None => None,
    };
    let letter = Letter::Incident {
        news,
        incident: Box::new(IncidentFacts {
            reference: booking.reference.clone(),
            title: booking.title.clone(),
            place: facts::place(&room, &centre),
            timezone: centre.timezone,
            starts_at: booking.span.start(),
            ends_at: booking.span.end(),
            organisation_name,
            incident: incident.kind,
            happened_at: incident.happened_at,
            by_neighbour: incident.report_id.is_some(),
            description: incident.description.clone(),
            state: incident.state,
            outcome: incident.outcome.clone(),
            reply: incident.reply.as_ref().map(|reply| reply.text.clone()),
        }),
    };
    let recipients = match news {
        IncidentNews::Replied => recipients::desk(&centre),
        IncidentNews::Noted | IncidentNews::Decided => behind(unit, booking).await?,
    };
    each::write(unit, policy, &letter, About::of(booking), recipients).await
}

/// The admins of the organisation, and who booked, each once.
async fn behind(unit: &Unit, booking: &Booking) -> Result<Vec<Recipient>, Failure> {
    let mut behind = review::recipients(unit, booking).await?;
    if let Some(booker) = booking.booker_id {
        behind.push(review::recipient(people::get(unit, booker).await?));
    }
    // Somebody who telephoned has no account: the desk wrote down who it was.
    if let Some((name, email)) = booking.caller.as_ref().and_then(|caller| Some((&caller.name, caller.email.as_ref()?)))
    {
        behind.push(Recipient { name: name.clone(), email: email.clone(), locale: Locale::default() });
    }
    let mut told: Vec<Recipient> = Vec::new();
    for recipient in behind {
        if told.iter().all(|known| known.email != recipient.email) {
            told.push(recipient);
        }
    }
    Ok(told)
}

/// Tells those behind an incident, where rooms look at their bookings from now on.
pub(in crate::actions) async fn tell_of_review(
    unit: &Unit,
    policy: &Policy,
    booking: &Booking,
    incident: &Incident,
) -> Result<(), Failure> {
    let Some(behind) = Behind::hold(unit, booking).await? else { return Ok(()) };
    let counted = Counted {
        times: behind.incidents,
        this: incident.happened_at,
        is_reviewed: incident::is_reviewed,
        months: |review| review.incident_months,
    };
    let Some(crossed) = counted.crossed(unit, booking.centre_id).await? else { return Ok(()) };
    if !incidents::note_review_letter(unit, incident.id).await? {
        return Ok(());
    }
    let letter = Letter::Incidents {
        organisation_name: behind.organisation_name,
        times: crossed.times,
        months: crossed.months,
        rooms: crossed.rooms,
    };
    review::tell(unit, policy, booking, &letter).await
}
