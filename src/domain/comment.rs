//! What desk and booker write to each other about a booking.

use super::{
    booking::Side,
    ids::{BookingId, CommentId, UserId},
    time::Instant,
};

/// Something that one side wrote to the other. It stays as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Identifier.
    pub id: CommentId,
    /// The booking.
    pub booking_id: BookingId,
    /// Who wrote it.
    pub author_id: UserId,
    /// For which side; it is mailed to the other.
    pub side: Side,
    /// What they wrote.
    pub text: String,
    /// When.
    pub created_at: Instant,
}
