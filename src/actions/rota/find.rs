//! The duties of a centre: derived from bookings, from the key-holders that these name, and from the rota.

use std::{collections::HashMap, sync::Arc};

use crate::{
    domain::{
        booking::Booking,
        centre::Centre,
        duty::{Beside, Carrier, Lineup, line_up},
        failure::Failure,
        hours::{bookable_hours, open_hours},
        ids::{DutyId, KeyHolderId, UserId, VolunteerId},
        person::Locale,
        rota::{Shift, ShiftRole, ShiftState},
        spans::SpanSet,
        time::{DAY, Span},
    },
    store::{Access, catalogue::Catalogue, rota},
};

/// Most hours of a rota that are looked at in one go.
const MOST_SHIFTS: u64 = 5_000;

/// Who somebody is, as far as the same person hands over to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody with an account.
    Person(UserId),
    /// A key-holder without one.
    KeyHolder(KeyHolderId),
    /// Staff of the centre.
    Staff,
}

/// How somebody on duty is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub who: Who,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail address and language, where they have an account.
    pub mailbox: Option<(String, Locale)>,
}

/// From whom a key comes, or to whom it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Neighbour {
    /// Staff of the centre.
    Desk,
    /// Somebody else on duty, by name.
    Person(String),
}

/// What somebody on duty does in a part of their time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// From when until when they have the key.
    pub span: Span,
    /// Whether they open the door.
    pub opens: bool,
    /// From whom they take over.
    pub takes_over_from: Option<Neighbour>,
    /// To whom they hand over.
    pub hands_over_to: Option<Neighbour>,
    /// Whether they close the door.
    pub closes: bool,
}

/// A duty of somebody.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Identifier: that of the hours on the rota, or of the booking.
    pub id: DutyId,
    /// Where.
    pub centre: Arc<Centre>,
    /// What for.
    pub role: ShiftRole,
    /// When.
    pub span: Span,
    /// Whose.
    pub person: Person,
    /// What they do with the key.
    pub tasks: Vec<Task>,
    /// The bookings in that time.
    pub bookings: Vec<Booking>,
}

/// The duties of a centre, and what nobody does.
#[derive(Clone, Debug, Default)]
pub(in crate::actions) struct Found {
    /// By start.
    pub(in crate::actions) duties: Vec<Duty>,
    /// Bookings that need somebody and in part of whose time there is nobody, by start.
    pub(in crate::actions) unopened: Vec<Booking>,
}

/// The duties of a centre that touch `window`.
pub(in crate::actions) async fn of_centre<A: Access>(
    access: &A,
    catalogue: &Catalogue,
    centre: &Arc<Centre>,
    window: Span,
) -> Result<Found, Failure> {
    // What touches the window may be a part of a stretch that began before it.
    let wide = window.widened(DAY, DAY);
    let bookings = rota::confirmed_between(access, centre.id, wide).await?;
    let filter = rota::Filter { centre: centre.id, span: wide, state: None, after: None };
    let shifts = rota::list(access, &filter, MOST_SHIFTS).await?;
    if bookings.is_empty() && shifts.is_empty() {
        return Ok(Found::default());
    }
    let needs: Vec<SpanSet> = bookings.iter().map(|booking| needed(catalogue, centre, booking)).collect();
    let people = People::read(access, centre, &bookings, &shifts).await?;
    let carriers = people.carriers(centre, &bookings, &needs, &shifts);
    let of_carriers: Vec<Carrier<Who>> =
        carriers.iter().map(|one| Carrier { duty: one.id, person: one.person.who, span: one.span }).collect();
    let all: SpanSet = needs.iter().flat_map(SpanSet::iter).collect();
    let lineup = line_up(&all, &open_hours(centre, wide).staffed, &of_carriers);
    let mut duties: Vec<Duty> = Vec::new();
    for (n, one) in carriers.iter().enumerate() {
        if one.person.who != Who::Staff && one.span.overlaps(window) {
            duties.push(Duty { tasks: tasks(&lineup, n, &carriers), ..one.clone() });
        }
    }
    duties.extend(people.hosts(centre, &bookings, &shifts).filter(|duty| duty.span.overlaps(window)));
    duties.sort_by_key(|duty| (duty.span, duty.id));
    let lacks = |(booking, need): (Booking, &SpanSet)| {
        let lacking = booking.span.overlaps(window) && need.iter().any(|span| lineup.gaps.overlaps(span));
        lacking.then_some(booking)
    };
    let unopened = bookings.iter().cloned().zip(&needs).filter_map(lacks).collect();
    Ok(Found { duties, unopened })
}

/// When somebody with a key has to be there for a booking.
pub(in crate::actions) fn needed(catalogue: &Catalogue, centre: &Centre, booking: &Booking) -> SpanSet {
    let staffed = match catalogue.rooms.get(&booking.room_id) {
        Some(room) => bookable_hours(centre, room, booking.span).staffed,
        None => open_hours(centre, booking.span).staffed,
    };
    staffed.complement_in(booking.span)
}

fn tasks(lineup: &Lineup, own: usize, carriers: &[Duty]) -> Vec<Task> {
    let neighbour = |beside| match beside {
        Beside::Desk => Some(Neighbour::Desk),
        Beside::Carrier(other) if carriers[other].person.who == Who::Staff => Some(Neighbour::Desk),
        Beside::Carrier(other) => Some(Neighbour::Person(carriers[other].person.name.clone())),
        Beside::Door | Beside::Same => None,
    };
    let legs = lineup.legs.iter().filter(|leg| leg.carrier == own);
    legs.map(|leg| Task {
        span: leg.span,
        opens: leg.before == Beside::Door,
        takes_over_from: neighbour(leg.before),
        hands_over_to: neighbour(leg.after),
        closes: leg.after == Beside::Door,
    })
    .collect()
}

/// Those who may be on duty.
struct People {
    on_rota: HashMap<VolunteerId, rota::OnRota>,
    holders: HashMap<KeyHolderId, rota::Holder>,
}

impl People {
    async fn read<A: Access>(
        access: &A,
        centre: &Centre,
        bookings: &[Booking],
        shifts: &[Shift],
    ) -> Result<Self, Failure> {
        let on_rota = match shifts {
            [] => Vec::new(),
            _ => rota::on_rota(access, centre.id).await?,
        };
        let on_rota = on_rota.into_iter().map(|one| (one.volunteer.id, one)).collect();
        Ok(Self { on_rota, holders: rota::holders(access, bookings, None).await? })
    }

    /// Who can open: on the rota, or as the key-holder of a booking that needs one.
    fn carriers(&self, centre: &Arc<Centre>, bookings: &[Booking], needs: &[SpanSet], shifts: &[Shift]) -> Vec<Duty> {
        let keys = shifts.iter().filter(|shift| shift.role == ShiftRole::Key && shift.state.is_covered());
        let on_rota = keys.filter_map(|shift| self.of_shift(centre, bookings, shift));
        let named = bookings.iter().zip(needs).filter(|(_, need)| !need.is_empty());
        let holders = named.filter_map(|(booking, _)| self.of_booking(centre, booking));
        on_rota.chain(holders).collect()
    }

    fn hosts(&self, centre: &Arc<Centre>, bookings: &[Booking], shifts: &[Shift]) -> impl Iterator<Item = Duty> {
        let hosts = shifts.iter().filter(|shift| shift.role == ShiftRole::Host && shift.state == ShiftState::Taken);
        hosts.filter_map(|shift| self.of_shift(centre, bookings, shift))
    }

    fn of_shift(&self, centre: &Arc<Centre>, bookings: &[Booking], shift: &Shift) -> Option<Duty> {
        let person = match shift.volunteer_id {
            None => Person { who: Who::Staff, name: centre.name.clone(), phone: None, mailbox: None },
            Some(id) => {
                let one = self.on_rota.get(&id)?;
                Person {
                    who: Who::Person(one.volunteer.person_id),
                    name: one.name.clone(),
                    phone: one.phone.clone(),
                    mailbox: Some((one.email.clone(), one.locale)),
                }
            }
        };
        let inside = bookings.iter().filter(|booking| booking.span.overlaps(shift.span)).cloned().collect();
        Some(Duty {
            id: DutyId(shift.id.0),
            centre: Arc::clone(centre),
            role: shift.role,
            span: shift.span,
            person,
            tasks: Vec::new(),
            bookings: inside,
        })
    }

    fn of_booking(&self, centre: &Arc<Centre>, booking: &Booking) -> Option<Duty> {
        let holder = self.holders.get(&booking.key_holder_id?)?;
        if !holder.current || !holder.training.holds(booking.span, centre.timezone) {
            return None;
        }
        let person = Person {
            who: holder.user_id.map_or(Who::KeyHolder(holder.id), Who::Person),
            name: holder.name.clone(),
            phone: Some(holder.phone.clone()),
            mailbox: holder.email.clone().zip(holder.locale),
        };
        Some(Duty {
            id: DutyId(booking.id.0),
            centre: Arc::clone(centre),
            role: ShiftRole::Key,
            span: booking.span,
            person,
            tasks: Vec::new(),
            bookings: vec![booking.clone()],
        })
    }
}
