//! Writes to the other side about a booking.

use serde_json::json;

use crate::{
    actions::{
        Services, letters,
        letters::{Known, Occasion},
    },
    auth::Caller,
    domain::{
        booking::Side,
        comment::Comment,
        failure::Failure,
        ids::{BookingId, CommentId},
        validation::{Faults, Lines, text},
    },
    store::{Unit, UseCase, audit, bookings, comments},
};

/// Comments on one booking at most: each is a mail.
const MOST: i64 = 500;

/// Writes to the other side about a booking: who has to do with it for the centre to the booker, everybody else to the
/// desk. Kept with the booking, and mailed.
pub struct AddComment {
    /// What actions need.
    pub services: Services,
    /// Who writes.
    pub caller: Caller,
    /// Which booking.
    pub id: BookingId,
    /// What, 1 to 2000 characters.
    pub text: String,
}

impl UseCase for AddComment {
    type Output = Comment;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let booking = bookings::get(unit, self.id).await?;
        if self.caller.may_see(&booking) { Ok(()) } else { Err(Failure::NotFound) }
    }

    async fn run(&self, unit: &Unit) -> Result<Comment, Failure> {
        let mut faults = Faults::new();
        let text = text(&mut faults, "/text", &self.text, 2000, Lines::Many);
        faults.into_result()?;
        if comments::count(unit, self.id).await? >= MOST {
            return Err(Failure::invalid("", "too_many", "A booking has at most 500 comments: telephone."));
        }
        let booking = bookings::get(unit, self.id).await?;
        // Who works at the desk and booked for themselves writes as the booker.
        let for_centre = self.caller.is_desk_of(booking.centre_id) || self.caller.reads_city();
        let side = if for_centre && booking.booker_id != Some(self.caller.id) { Side::Centre } else { Side::Booker };
        let comment = Comment {
            id: CommentId::new(unit.now()),
            booking_id: self.id,
            author_id: self.caller.id,
            side,
            text: text.clone(),
            created_at: unit.now(),
        };
        comments::insert(unit, &comment).await?;
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: "booking.commented",
            subject: "booking",
            subject_id: self.id.0,
            centre_id: Some(booking.centre_id),
            before: None,
            after: Some(json!({ "comment_id": comment.id, "side": side })),
        };
        audit::record(unit, event).await?;
        let occasion = Occasion::Comment { text, side };
        letters::write(unit, &self.services.policy, &booking, occasion, Known::default()).await?;
        Ok(comment)
    }
}
