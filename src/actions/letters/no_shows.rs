//! The letter that nobody came too often: from then on the desk looks at bookings that were certain at once before. Written
//! once, when a time that nobody came reaches what a room allows.

use crate::{
    actions::Policy,
    domain::{
        attendance::{NoShows, USUAL_MONTHS, is_reviewed},
        booking::Booking,
        failure::Failure,
        person::Person,
    },
    mail::{Letter, Recipient},
    store::{Unit, bookings, catalogue::Catalogue, organisations, outbox as post, people},
};

/// Rooms that are named.
const MOST_ROOMS: usize = 20;

/// Tells those behind a booking to which nobody came, where rooms look at their bookings from now on.
pub(in crate::actions) async fn tell(unit: &Unit, policy: &Policy, booking: &Booking) -> Result<(), Failure> {
    let (organisation, person) = (booking.organisation_id, booking.booker_id);
    if organisation.is_none() && person.is_none() {
        return Ok(());
    }
    bookings::hold_no_shows(unit, organisation, person).await?;
    let (name, known) = match (organisation, person) {
        (Some(id), _) => {
            let standing = bookings::standing(unit, id).await?;
            (Some(standing.name), standing.no_shows)
        }
        (None, Some(person)) => (None, bookings::private_no_shows(unit, person).await?),
        (None, None) => return Ok(()),
    };
    let catalogue = unit.catalogue().await?;
    let crossed = Crossed::of(unit, &catalogue, booking, &known);
    if crossed.rooms.is_empty() || !bookings::note_no_show_letter(unit, booking.id).await? {
        return Ok(());
    }
    let letter = Letter::NoShows {
        organisation_name: name,
        times: crossed.times,
        months: crossed.months,
        rooms: crossed.rooms.into_iter().take(MOST_ROOMS).collect(),
    };
    let payload = serde_json::to_string(&letter).map_err(|fault| Failure::Internal(fault.to_string()))?;
    let rows: Vec<post::NewLetter> = recipients(unit, booking)
        .await?
        .into_iter()
        .map(|recipient| post::NewLetter {
            kind: letter.kind().to_owned(),
            stream: format!("{}:{}", booking.id, recipient.email),
            centre_id: Some(booking.centre_id),
            booking_id: Some(booking.id),
            recipient: recipient.email,
            recipient_name: recipient.name,
            locale: recipient.locale,
            payload: payload.clone(),
            message_domain: policy.mail_domain.clone(),
            may_wait: letter.may_wait(false),
        })
        .collect();
    post::write(unit, &rows).await
}

/// The rooms that look at bookings from this time on that nobody came, and by how many times in how many months.
struct Crossed {
    times: u32,
    months: u32,
    rooms: Vec<String>,
}

impl Crossed {
    fn of(unit: &Unit, catalogue: &Catalogue, booking: &Booking, known: &NoShows) -> Self {
        let now = unit.now();
        let before = known.without(booking.span.start());
        let mut rooms: Vec<_> = catalogue
            .rooms
            .values()
            .filter(|room| {
                let review = &room.rules.review;
                is_reviewed(review, known, now) && !is_reviewed(review, &before, now)
            })
            .filter_map(|room| Some((catalogue.centres.get(&room.centre_id)?, room)))
            .collect();
        // Those of the centre where it was first.
        rooms.sort_by_key(|(centre, room)| (centre.id != booking.centre_id, centre.name.clone(), room.name.clone()));
        let months =
            rooms.first().map_or(USUAL_MONTHS, |(_, room)| room.rules.review.no_show_months.unwrap_or(USUAL_MONTHS));
        Self {
            times: known.within(months, now),
            months,
            rooms: rooms.iter().map(|(centre, room)| format!("{}, {}", room.name, centre.name)).collect(),
        }
    }
}

/// The admins of the organisation; of a private booking who booked it.
async fn recipients(unit: &Unit, booking: &Booking) -> Result<Vec<Recipient>, Failure> {
    let people: Vec<Person> = match (booking.organisation_id, booking.booker_id) {
        (Some(id), _) => {
            let admins = organisations::admins(unit, id).await?;
            admins.into_iter().map(|member| member.person).collect()
        }
        (None, Some(person)) => vec![people::get(unit, person).await?],
        (None, None) => Vec::new(),
    };
    let recipient = |person: Person| Recipient { name: person.name, email: person.email, locale: person.locale };
    Ok(people.into_iter().map(recipient).collect())
}
