//! Accepts what a closure offers, by the link in its letter.

use crate::{
    actions::{Services, auth::links::Payload, bookings::offered as offer, letters::Known},
    domain::{booking::Booking, failure::Failure, ids::BookingId},
    mail::LinkPurpose,
    store::{Unit, UseCase, bookings, claims, people, tokens},
};

/// Uses a link: accepts every place that its closure still offers to bookings of the mailbox that it was sent to.
pub struct AcceptOffers {
    /// What actions need.
    pub services: Services,
    /// The token.
    pub token: String,
}

impl UseCase for AcceptOffers {
    type Output = Vec<Booking>;

    async fn run(&self, unit: &Unit) -> Result<Vec<Booking>, Failure> {
        let link = tokens::use_link(unit, &self.token).await?.ok_or(Failure::Unauthorized)?;
        let payload: Payload = serde_json::from_str(&link.payload)
            .map_err(|fault| Failure::Internal(format!("the payload of a link: {fault}")))?;
        let LinkPurpose::Offers { closure_id } = payload.link else { return Err(Failure::Unauthorized) };
        // One that lapsed, or was settled otherwise meanwhile, is no obstacle to the others.
        let mut offered = bookings::offered_to(unit, closure_id, &link.email).await?;
        offered.retain(|booking| booking.offer_until.is_some_and(|until| until > unit.now()));
        if offered.is_empty() {
            return Ok(offered);
        }
        let ids: Vec<BookingId> = offered.iter().map(|booking| booking.id).collect();
        claims::lock(unit, &claims::resources_of(unit, &ids).await?).await?;
        bookings::hold(unit, &offered).await?;
        let actor = people::by_email(unit, &link.email).await?.map(|(person, _)| person.id);
        let mut accepted = Vec::with_capacity(offered.len());
        for before in &offered {
            let policy = &self.services.policy;
            accepted.push(offer::accept(unit, policy, actor, before, Known::default()).await?);
        }
        Ok(accepted)
    }
}
