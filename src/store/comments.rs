//! Comments on bookings in the database. Rows are never changed.

use sea_orm::QueryResult;

use super::{Access, Unit, sql};
use crate::domain::{
    booking::Side,
    comment::Comment,
    failure::Failure,
    ids::{BookingId, CommentId, UserId},
    time::Instant,
};

/// Writes a comment.
pub async fn insert(unit: &Unit, comment: &Comment) -> Result<(), Failure> {
    sql::execute(
        unit,
        "INSERT INTO comments (id, booking_id, author_id, side, text, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        sql::values![
            comment.id.0,
            comment.booking_id.0,
            comment.author_id.0,
            comment.side.as_str(),
            comment.text.as_str(),
            comment.created_at.epoch_seconds(),
        ],
    )
    .await?;
    Ok(())
}

/// How many comments a booking has.
pub async fn count<A: Access>(access: &A, booking: BookingId) -> Result<i64, Failure> {
    let text = "SELECT count(*) AS n FROM comments WHERE booking_id = $1";
    sql::get(&sql::one(access, text, sql::values![booking.0]).await?, "n")
}

/// A comment with its number in the order of writing and the name of who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Counts up.
    pub number: i64,
    /// The comment.
    pub comment: Comment,
    /// The name of who wrote it.
    pub author_name: String,
}

/// The comments on a booking in the order of writing, behind `after`.
pub async fn list<A: Access>(access: &A, booking: BookingId, after: i64, limit: u64) -> Result<Vec<Written>, Failure> {
    let text = "SELECT c.*, u.name AS author_name FROM comments c JOIN users u ON u.id = c.author_id
        WHERE c.booking_id = $1 AND c.number > $2 ORDER BY c.number LIMIT $3";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    sql::all(access, text, sql::values![booking.0, after, limit]).await?.iter().map(written).collect()
}

fn written(row: &QueryResult) -> Result<Written, Failure> {
    Ok(Written {
        number: sql::get(row, "number")?,
        comment: Comment {
            id: CommentId(sql::get(row, "id")?),
            booking_id: BookingId(sql::get(row, "booking_id")?),
            author_id: UserId(sql::get(row, "author_id")?),
            side: sql::word(row, "side", Side::parse)?,
            text: sql::get(row, "text")?,
            created_at: Instant::from_epoch_seconds(sql::get(row, "created_at")?),
        },
        author_name: sql::get(row, "author_name")?,
    })
}
