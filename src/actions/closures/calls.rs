//! Whom to telephone about what a closure cancelled.

use crate::{
    actions::Services,
    auth::Caller,
    domain::{booking::Booking, failure::Failure, ids::ClosureId},
    store::{
        Access,
        bookings::{self, Reach},
        closures,
    },
};

/// Somebody with a telephone, and how they stand to a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
}

/// A booking that was cancelled, and how those who were to come are reached.
#[derive(Clone, Debug)]
pub struct Call {
    /// The booking.
    pub booking: Booking,
    /// The name of its organisation.
    pub organisation_name: Option<String>,
    /// Whether a letter goes to somebody.
    pub is_mailed: bool,
    /// Whom to telephone: who is present on the spot, who booked, the key-holder, then the admins of the organisation.
    pub numbers: Vec<Number>,
    /// Who booked, where there is no number.
    pub name: Option<String>,
}

/// Whom to telephone about what a closure cancelled: first those whom no letter reaches, then by start.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Forbidden`] for who is not the desk there.
pub async fn to_telephone(services: &Services, caller: &Caller, id: ClosureId) -> Result<Vec<Call>, Failure> {
    let closure = closures::get(&services.store, id).await?;
    caller.needs(caller.is_desk_of(closure.centre_id))?;
    calls(&services.store, id).await
}

pub(super) async fn calls<A: Access>(access: &A, id: ClosureId) -> Result<Vec<Call>, Failure> {
    let cancelled = closures::cancelled_by(access, id).await?;
    let reached = bookings::reach(access, &cancelled).await?;
    let mut calls: Vec<Call> =
        cancelled.into_iter().zip(reached).map(|(booking, reach)| call(booking, reach)).collect();
    calls.sort_by_key(|call| (call.is_mailed, call.booking.span.start(), call.booking.id));
    Ok(calls)
}

fn call(booking: Booking, reach: Reach) -> Call {
    let caller = booking.caller.as_ref();
    let contact = |contact: &crate::domain::booking::Contact| Some((contact.name.clone(), contact.phone.clone()?));
    let known = [booking.on_site_contact.as_ref().and_then(contact), caller.and_then(contact)];
    let mut numbers: Vec<Number> = Vec::new();
    for (name, phone) in known.into_iter().flatten().chain(reach.numbers) {
        let phone = phone.trim().to_owned();
        if !phone.is_empty() && numbers.iter().all(|number| number.phone != phone) {
            numbers.push(Number { name, phone });
        }
    }
    let name = caller.map(|caller| caller.name.clone()).or(reach.booker_name);
    let is_mailed = reach.is_mailed || caller.is_some_and(|caller| caller.email.is_some());
    Call { is_mailed, organisation_name: reach.organisation_name, name, numbers, booking }
}
