//! What letters have in common that tell of review: the desk looks at bookings that were certain at once before, because
//! nobody came too often, or because too much went wrong.

use std::sync::Arc;

use super::each::{self, About};
use crate::{
    actions::Policy,
    domain::{
        attendance::USUAL_MONTHS,
        booking::Booking,
        failure::Failure,
        ids::CentreId,
        person::Person,
        room::{Review, Room},
        time::Instant,
        times::Times,
    },
    mail::{Letter, Recipient},
    store::{Unit, bookings, organisations, people},
};

/// Rooms that are named.
const MOST_ROOMS: usize = 20;

/// What is counted of those behind a booking, and by which settings of a room.
pub(super) struct Counted {
    /// When it happened, this time included.
    pub(super) times: Times,
    /// This time.
    pub(super) this: Instant,
    /// Whether a room looks at bookings first after so many.
    pub(super) is_reviewed: fn(&Review, &Times, Instant) -> bool,
    /// The months in which a room counts.
    pub(super) months: fn(&Review) -> Option<u32>,
}

/// The rooms that look at bookings from this time on, and by how many times in how many months.
pub(super) struct Crossed {
    pub(super) times: u32,
    pub(super) months: u32,
    pub(super) rooms: Vec<String>,
}

impl Counted {
    /// The rooms that look at bookings from this time on, those of the centre where it was first; none where there are
    /// none.
    pub(super) async fn crossed(&self, unit: &Unit, centre_id: CentreId) -> Result<Option<Crossed>, Failure> {
        let (catalogue, now) = (unit.catalogue().await?, unit.now());
        let before = self.times.without(self.this);
        let mut rooms: Vec<_> = catalogue
            .rooms
            .values()
            .filter(|room| {
                let review = &room.rules.review;
                (self.is_reviewed)(review, &self.times, now) && !(self.is_reviewed)(review, &before, now)
            })
            .filter_map(|room| Some((catalogue.centres.get(&room.centre_id)?, room)))
            .collect();
        rooms.sort_by_key(|(centre, room)| (centre.id != centre_id, centre.name.clone(), room.name.clone()));
        let months = |(_, first): &(_, &Arc<Room>)| (self.months)(&first.rules.review).unwrap_or(USUAL_MONTHS);
        let named = rooms.iter().take(MOST_ROOMS).map(|(centre, room)| format!("{}, {}", room.name, centre.name));
        Ok(rooms.first().map(months).map(|months| Crossed {
            times: self.times.within(months, now),
            months,
            rooms: named.collect(),
        }))
    }
}

/// Tells the admins of the organisation; of a private booking who booked it.
pub(super) async fn tell(unit: &Unit, policy: &Policy, booking: &Booking, letter: &Letter) -> Result<(), Failure> {
    let recipients = recipients(unit, booking).await?;
    each::write(unit, policy, letter, About::of(booking), recipients).await
}

/// Whose troubles are counted with a booking: its organisation's with the name, or the person's who booked privately.
pub(super) struct Behind {
    /// The name of the organisation; none is privately.
    pub(super) organisation_name: Option<String>,
    /// When nobody came.
    pub(super) no_shows: Times,
    /// When something went wrong.
    pub(super) incidents: Times,
}

impl Behind {
    /// Of a booking; held for the rest of the unit, so that two cannot both be the last. None where it is of nobody with
    /// an account.
    pub(super) async fn hold(unit: &Unit, booking: &Booking) -> Result<Option<Self>, Failure> {
        let (organisation, person) = (booking.organisation_id, booking.booker_id);
        bookings::hold_troubles(unit, organisation, person).await?;
        Ok(match (organisation, person) {
            (Some(id), _) => {
                let standing = bookings::standing(unit, id).await?;
                let (organisation_name, no_shows, incidents) =
                    (Some(standing.name), standing.no_shows, standing.incidents);
                Some(Self { organisation_name, no_shows, incidents })
            }
            (None, Some(person)) => {
                let (no_shows, incidents) = bookings::troubles_of_person(unit, person).await?;
                Some(Self { organisation_name: None, no_shows, incidents })
            }
            (None, None) => None,
        })
    }
}

/// The admins of the organisation; of a private booking who booked it.
pub(super) async fn recipients(unit: &Unit, booking: &Booking) -> Result<Vec<Recipient>, Failure> {
    let people: Vec<Person> = match (booking.organisation_id, booking.booker_id) {
        (Some(id), _) => {
            let admins = organisations::admins(unit, id).await?;
            admins.into_iter().map(|member| member.person).collect()
        }
        (None, Some(person)) => vec![people::get(unit, person).await?],
        (None, None) => Vec::new(),
    };
    Ok(people.into_iter().map(recipient).collect())
}

/// A person as one to write to.
pub(in crate::actions) fn recipient(person: Person) -> Recipient {
    Recipient { name: person.name, email: person.email, locale: person.locale }
}
