//! Letters about duties and keys: who is asked, who is told, and what the desk has to decide.

use super::recipients;
use crate::{
    actions::{
        Policy,
        rota::{Duty, Neighbour, Task, duties::equipment},
    },
    domain::{
        booking::Booking,
        centre::Centre,
        duty::shows_contact,
        failure::Failure,
        ids::DutyId,
        key::{Key, Loan},
        rota::{Shift, ShiftRole, ShiftState},
        time::{HOUR, Instant, Span},
    },
    mail::{ContactFacts, DutyFacts, DutyNews, Letter, LinkPurpose, Place, Recipient, RoomFacts, TaskFacts},
    store::{Unit, bookings, catalogue::Catalogue, outbox as post, people, rota},
};

/// Asks those on the rota who takes hours.
pub(in crate::actions) async fn offered(
    unit: &Unit,
    policy: &Policy,
    centre: &Centre,
    shift: &Shift,
    to: &[rota::OnRota],
) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let inside = inside(unit, centre, shift).await?;
    let facts = DutyFacts {
        deadline: shift.offer_until,
        rooms: rooms(&catalogue, &inside, false),
        link: Some((LinkPurpose::TakeDuty { duty_id: DutyId(shift.id.0) }, valid_for(unit.now(), shift.span))),
        ..of_shift(centre, shift)
    };
    let letter = (shift.id.0, Letter::Duty { news: DutyNews::Offered, duty: Box::new(facts) });
    write(unit, policy, centre, letter, to.iter().map(on_rota).collect()).await
}

/// Tells somebody that they have hours now.
pub(in crate::actions) async fn taken(
    unit: &Unit,
    policy: &Policy,
    centre: &Centre,
    shift: &Shift,
    by: &rota::OnRota,
) -> Result<(), Failure> {
    to_one(unit, policy, centre, shift, (DutyNews::Taken, by)).await
}

/// Tells somebody that they need not come.
pub(in crate::actions) async fn dropped(
    unit: &Unit,
    policy: &Policy,
    centre: &Centre,
    shift: &Shift,
    to: &rota::OnRota,
) -> Result<(), Failure> {
    to_one(unit, policy, centre, shift, (DutyNews::Dropped, to)).await
}

async fn to_one(
    unit: &Unit,
    policy: &Policy,
    centre: &Centre,
    shift: &Shift,
    (news, to): (DutyNews, &rota::OnRota),
) -> Result<(), Failure> {
    let letter = Letter::Duty { news, duty: Box::new(of_shift(centre, shift)) };
    write(unit, policy, centre, (shift.id.0, letter), vec![on_rota(to)]).await
}

/// Tells the desk that nobody has hours: while others are asked, and when it has to decide. Hours that no booking leans on
/// are no matter for it.
pub(in crate::actions) async fn to_desk(
    unit: &Unit,
    policy: &Policy,
    centre: &Centre,
    shift: &Shift,
) -> Result<(), Failure> {
    let catalogue = unit.catalogue().await?;
    let inside = inside(unit, centre, shift).await?;
    if inside.is_empty() && shift.state != ShiftState::Desk {
        return Ok(());
    }
    let facts =
        DutyFacts { deadline: shift.offer_until, rooms: rooms(&catalogue, &inside, true), ..of_shift(centre, shift) };
    let letter = Letter::Duty { news: DutyNews::ForDesk, duty: Box::new(facts) };
    write(unit, policy, centre, (shift.id.0, letter), recipients::desk(centre)).await
}

/// Tells somebody of their duty that comes near; from a day before on with whom to ask for.
pub(in crate::actions) async fn coming(
    unit: &Unit,
    policy: &Policy,
    catalogue: &Catalogue,
    duty: &Duty,
) -> Result<(), Failure> {
    let Some((email, locale)) = duty.person.mailbox.clone() else { return Ok(()) };
    let centre = &duty.centre;
    let is_near = shows_contact(duty.span, unit.now());
    let contacts = duty.bookings.iter().filter_map(|booking| booking.on_site_contact.as_ref());
    let contacts = contacts.map(|contact| ContactFacts { name: contact.name.clone(), phone: contact.phone.clone() });
    let note = rota::settings(unit, centre.id).await?.opening_note;
    let facts = DutyFacts {
        host: duty.role == ShiftRole::Host,
        tasks: duty.tasks.iter().map(|task| of_task(task, is_near)).collect(),
        rooms: rooms(catalogue, &duty.bookings, false),
        contacts: if is_near { contacts.collect() } else { Vec::new() },
        opening_note: note.filter(|_| is_near && duty.role == ShiftRole::Key),
        link: Some((LinkPurpose::DeclineDuty { duty_id: duty.id }, valid_for(unit.now(), duty.span))),
        ..at(centre, duty.span)
    };
    let letter = Letter::Duty { news: DutyNews::Coming, duty: Box::new(facts) };
    let recipient = Recipient { name: duty.person.name.clone(), email, locale };
    write(unit, policy, centre, (duty.id.0, letter), vec![recipient]).await
}

/// Reminds who booked to name a key-holder until `deadline`.
pub(in crate::actions) async fn key_needed(
    unit: &Unit,
    policy: &Policy,
    centre: &Centre,
    booking: &Booking,
    deadline: Instant,
) -> Result<(), Failure> {
    let parties = bookings::parties(unit, booking).await?;
    let to = recipients::booker_side(booking, &parties, &[]);
    let facts =
        DutyFacts { deadline: Some(deadline), reference: Some(booking.reference.clone()), ..at(centre, booking.span) };
    let letter = Letter::Duty { news: DutyNews::KeyNeeded, duty: Box::new(facts) };
    write(unit, policy, centre, (booking.id.0, letter), to).await
}

/// Tells who has a key, and the desk, that it is late.
pub(in crate::actions) async fn key_late(
    unit: &Unit,
    policy: &Policy,
    centre: &Centre,
    key: &Key,
    loan: &Loan,
) -> Result<(), Failure> {
    let since = Span::new(loan.out_at, loan.due_at).unwrap_or(Span::SOME_MINUTE);
    let facts = DutyFacts {
        deadline: Some(loan.due_at),
        key: Some(format!("{} ({})", key.number, key.name)),
        holder: Some(loan.holder_name.clone()),
        ..at(centre, since)
    };
    if let Some(person) = loan.person_id {
        let person = people::get(unit, person).await?;
        let to = Recipient { name: person.name, email: person.email, locale: person.locale };
        let letter = Letter::Duty { news: DutyNews::KeyLate, duty: Box::new(facts.clone()) };
        write(unit, policy, centre, (loan.id.0, letter), vec![to]).await?;
    }
    let letter = Letter::Duty { news: DutyNews::KeyLateForDesk, duty: Box::new(facts) };
    write(unit, policy, centre, (loan.id.0, letter), recipients::desk(centre)).await
}

/// The bookings that lean on hours with a key.
async fn inside(unit: &Unit, centre: &Centre, shift: &Shift) -> Result<Vec<Booking>, Failure> {
    match (shift.role, shift.booking_id) {
        (ShiftRole::Host, _) => Ok(Vec::new()),
        (ShiftRole::Key, Some(booking)) => Ok(vec![bookings::get(unit, booking).await?]),
        (ShiftRole::Key, None) => {
            let mut found = rota::confirmed_between(unit, centre.id, shift.span).await?;
            found.retain(|booking| booking.key_holder_id.is_none());
            Ok(found)
        }
    }
}

/// A link works as long as there is something to answer: until the end, an hour at least.
fn valid_for(now: Instant, span: Span) -> i64 {
    span.end().since(now).max(HOUR)
}

fn on_rota(one: &rota::OnRota) -> Recipient {
    Recipient { name: one.name.clone(), email: one.email.clone(), locale: one.locale }
}

fn at(centre: &Centre, span: Span) -> DutyFacts {
    DutyFacts {
        place: Place {
            room_name: String::new(),
            centre_name: centre.name.clone(),
            street: centre.address.street.clone(),
            postal_code: centre.address.postal_code.clone(),
            city: centre.address.city.clone(),
            phone: centre.phone.clone(),
            contact_email: centre.contact_email.clone(),
        },
        timezone: centre.timezone,
        host: false,
        starts_at: span.start(),
        ends_at: span.end(),
        tasks: Vec::new(),
        rooms: Vec::new(),
        contacts: Vec::new(),
        opening_note: None,
        deadline: None,
        reference: None,
        key: None,
        holder: None,
        link: None,
    }
}

fn of_shift(centre: &Centre, shift: &Shift) -> DutyFacts {
    DutyFacts { host: shift.role == ShiftRole::Host, ..at(centre, shift.span) }
}

/// What one does with the key. By name, others are told only when it comes near.
fn of_task(task: &Task, is_near: bool) -> TaskFacts {
    let name = |neighbour: &Neighbour| match neighbour {
        Neighbour::Desk => Some(String::new()),
        Neighbour::Person(name) => is_near.then(|| name.clone()),
    };
    TaskFacts {
        starts_at: task.span.start(),
        ends_at: task.span.end(),
        opens: task.opens,
        takes_over_from: task.takes_over_from.as_ref().and_then(name),
        hands_over_to: task.hands_over_to.as_ref().and_then(name),
        closes: task.closes,
    }
}

fn rooms(catalogue: &Catalogue, bookings: &[Booking], for_desk: bool) -> Vec<RoomFacts> {
    let of = |booking: &Booking| RoomFacts {
        name: catalogue.rooms.get(&booking.room_id).map(|room| room.name.clone()).unwrap_or_default(),
        starts_at: booking.span.start(),
        ends_at: booking.span.end(),
        layout: booking.layout.clone(),
        equipment: equipment(catalogue, booking),
        reference: for_desk.then(|| booking.reference.clone()),
    };
    bookings.iter().map(of).collect()
}

/// Writes a letter about something of a centre.
async fn write(
    unit: &Unit,
    policy: &Policy,
    centre: &Centre,
    (about, letter): (uuid::Uuid, Letter),
    to: Vec<Recipient>,
) -> Result<(), Failure> {
    let payload = serde_json::to_string(&letter).map_err(|fault| Failure::Internal(fault.to_string()))?;
    let row = |recipient: Recipient| post::NewLetter {
        kind: letter.kind().to_owned(),
        stream: format!("{about}:{}", recipient.email),
        centre_id: Some(centre.id),
        booking_id: None,
        recipient: recipient.email,
        recipient_name: recipient.name,
        locale: recipient.locale,
        payload: payload.clone(),
        message_domain: policy.mail_domain.clone(),
        may_wait: letter.may_wait(false),
    };
    let rows: Vec<post::NewLetter> = to.into_iter().map(row).collect();
    if rows.is_empty() { Ok(()) } else { post::write(unit, &rows).await }
}
