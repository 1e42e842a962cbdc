//! Says yes by the button behind the link in a letter: to what a closure offers, and to what was held for who waited.

use super::{confirm, offered as offer, returns, step};
use crate::{
    actions::{Services, auth::links::Payload, letters::Known},
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, ClosureId, UserId},
    },
    mail::LinkPurpose,
    store::{Unit, UseCase, bookings, claims, closures, people, tokens},
};

/// Uses a link, and gives the bookings that are certain since. Nobody is signed in.
pub struct AcceptByLink {
    /// What actions need.
    pub services: Services,
    /// The token.
    pub token: String,
}

impl UseCase for AcceptByLink {
    type Output = Vec<Booking>;

    async fn run(&self, unit: &Unit) -> Result<Vec<Booking>, Failure> {
        let link = tokens::use_link(unit, &self.token).await?.ok_or(Failure::Unauthorized)?;
        let payload: Payload = serde_json::from_str(&link.payload)
            .map_err(|fault| Failure::Internal(format!("the payload of a link: {fault}")))?;
        let actor = people::by_email(unit, &link.email).await?.map(|(person, _)| person.id);
        match payload.link {
            LinkPurpose::Offers { closure_id } => self.offers(unit, closure_id, &link.email, actor).await,
            LinkPurpose::Held { booking_id } => {
                let before = step::locked(unit, booking_id).await?;
                let policy = &self.services.policy;
                let known = Known { address: Some(&link.email), ..Known::default() };
                Ok(vec![confirm::confirmed(unit, policy, actor, &before, known).await?])
            }
            LinkPurpose::Returns { closure_id } => self.returns(unit, closure_id, &link.email, actor).await,
            _ => Err(Failure::Unauthorized),
        }
    }
}

impl AcceptByLink {
    /// Goes back to every old place that is still held for the mailbox since the closure ended.
    async fn returns(
        &self,
        unit: &Unit,
        ended: ClosureId,
        email: &str,
        actor: Option<UserId>,
    ) -> Result<Vec<Booking>, Failure> {
        let ids = closures::returns::returns_for(unit, ended, email).await?;
        let mut held = bookings::by_ids(unit, &ids).await?;
        held.retain(|booking| booking.hold_until.is_some_and(|until| until > unit.now()));
        let of: Vec<BookingId> = held.iter().filter_map(|booking| booking.return_of).collect();
        // Who cancelled meanwhile has nothing to go back with.
        let mut alive = bookings::by_ids(unit, &of).await?;
        alive.retain(|booking| booking.status.holds_claims() && booking.span.start() > unit.now());
        let goes = |of: &BookingId| alive.iter().any(|one| one.id == *of);
        let pairs: Vec<(&Booking, BookingId)> =
            held.iter().filter_map(|one| Some((one, one.return_of.filter(&goes)?))).collect();
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        // All at once and in order, before the first of them goes.
        let together: Vec<&Booking> = pairs.iter().map(|(one, _)| *one).chain(&alive).collect();
        step::lock_many(unit, &together).await?;
        let mut returned = Vec::with_capacity(pairs.len());
        for (one, of) in pairs {
            let known = Known { address: Some(email), ..Known::default() };
            returned.push(returns::go_back(unit, &self.services.policy, actor, one, of, known).await?);
        }
        Ok(returned)
    }

    /// Accepts every place that the closure still offers to bookings of the mailbox.
    async fn offers(
        &self,
        unit: &Unit,
        closure: ClosureId,
        email: &str,
        actor: Option<UserId>,
    ) -> Result<Vec<Booking>, Failure> {
        // One that lapsed, or was settled otherwise meanwhile, is no obstacle to the others.
        let mut offered = bookings::offered_to(unit, closure, email).await?;
        offered.retain(|booking| booking.offer_until.is_some_and(|until| until > unit.now()));
        if offered.is_empty() {
            return Ok(offered);
        }
        let ids: Vec<BookingId> = offered.iter().map(|booking| booking.id).collect();
        claims::lock(unit, &claims::resources_of(unit, &ids).await?).await?;
        bookings::hold(unit, &offered).await?;
        let mut accepted = Vec::with_capacity(offered.len());
        for before in &offered {
            let policy = &self.services.policy;
            let known = Known { address: Some(email), ..Known::default() };
            accepted.push(offer::accept(unit, policy, actor, before, known).await?);
        }
        Ok(accepted)
    }
}
