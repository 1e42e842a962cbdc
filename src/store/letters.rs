//! What people want of letters, which bookings they were reminded of, and which letters of the morning were written.

use std::collections::{BTreeSet, HashMap};

use sea_orm::Value;
use serde_json::Map;

use super::{Access, Unit, bookings, sql};
use crate::{
    auth::opaque,
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{BookingId, CentreId},
        letters::{Choices, Topic},
        time::Instant,
    },
};

/// What the people behind these mail addresses chose, in one round trip, and where it is asked `by_topic` what was stopped
/// by a link in one more.
pub async fn choices<A: Access>(
    access: &A,
    emails: &BTreeSet<&str>,
    by_topic: bool,
) -> Result<HashMap<String, Choices>, Failure> {
    if emails.is_empty() {
        return Ok(HashMap::new());
    }
    let emails: Vec<&str> = emails.iter().copied().collect();
    let marks = sql::marks(1, emails.len());
    let text = format!("SELECT email, preferences FROM users WHERE email IN ({marks})");
    let mut preferences: HashMap<String, Map<String, serde_json::Value>> = HashMap::new();
    for row in sql::all(access, &text, emails.iter().map(|email| Value::from(*email))).await? {
        preferences.insert(sql::get(&row, "email")?, sql::json(&row, "preferences")?);
    }
    let stopped = if by_topic { stopped(access, &emails).await? } else { HashMap::new() };
    let nothing = Map::new();
    let of = |email: &str| {
        let stopped = stopped.get(&address(email)).map(Vec::as_slice).unwrap_or_default();
        Choices::of(preferences.get(email).unwrap_or(&nothing), stopped)
    };
    Ok(emails.into_iter().map(|email| (email.to_owned(), of(email))).collect())
}

/// The topics that were stopped by a link, by what is kept of each address.
async fn stopped<A: Access>(access: &A, emails: &[&str]) -> Result<HashMap<String, Vec<Topic>>, Failure> {
    let text = format!("SELECT address, topic FROM letter_stops WHERE address IN ({})", sql::marks(1, emails.len()));
    let mut stopped: HashMap<String, Vec<Topic>> = HashMap::new();
    for row in sql::all(access, &text, emails.iter().map(|email| Value::from(address(email)))).await? {
        // A topic that this version does not know stops nothing that it writes.
        if let Some(topic) = Topic::parse(&sql::get::<String>(&row, "topic")?) {
            stopped.entry(sql::get(&row, "address")?).or_default().push(topic);
        }
    }
    Ok(stopped)
}

/// What the person behind a mail address chose.
pub async fn choices_of<A: Access>(access: &A, email: &str) -> Result<Choices, Failure> {
    let mut found = choices(access, &BTreeSet::from([email]), true).await?;
    Ok(found.remove(email).unwrap_or_else(|| Choices::of(&Map::new(), &[])))
}

/// Stops letters of a topic to an address that nobody has an account with.
pub async fn stop(unit: &Unit, email: &str, topic: Topic) -> Result<(), Failure> {
    let text = "INSERT INTO letter_stops (address, topic, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    sql::execute(unit, text, sql::values![address(email), topic.as_str(), unit.now().epoch_seconds()]).await?;
    Ok(())
}

/// What is kept of an address: it is only ever compared.
fn address(email: &str) -> String {
    opaque::digest(&email.to_lowercase())
}

/// Confirmed bookings that start in `(from, until]` and that nobody was reminded of for that time and room, by start.
pub async fn to_remind<A: Access>(
    access: &A,
    from: Instant,
    until: Instant,
    limit: u64,
) -> Result<Vec<BookingId>, Failure> {
    let text = "SELECT b.id FROM bookings b
        WHERE b.starts_at > $1 AND b.starts_at <= $2 AND b.status = 'confirmed'
            AND NOT EXISTS (SELECT 1 FROM booking_reminders r
                WHERE r.booking_id = b.id AND r.starts_at = b.starts_at AND r.room_id = b.room_id)
        ORDER BY b.starts_at, b.id LIMIT $3";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(access, text, sql::values![from.epoch_seconds(), until.epoch_seconds(), limit]).await?;
    rows.iter().map(|row| Ok(BookingId(sql::get(row, "id")?))).collect()
}

/// Notes that a booking is reminded of, for its time and room; false where it was before.
pub async fn note_reminder(unit: &Unit, booking: &Booking) -> Result<bool, Failure> {
    let text = "INSERT INTO booking_reminders (booking_id, room_id, starts_at) VALUES ($1, $2, $3)
        ON CONFLICT (booking_id) DO UPDATE SET room_id = excluded.room_id, starts_at = excluded.starts_at
        WHERE booking_reminders.room_id <> excluded.room_id OR booking_reminders.starts_at <> excluded.starts_at";
    let values = sql::values![booking.id.0, booking.room_id.0, booking.span.start().epoch_seconds()];
    Ok(sql::execute(unit, text, values).await? == 1)
}

/// Forgets reminders of what began before `before`; tells how many.
pub async fn drop_reminders(unit: &Unit, before: Instant) -> Result<u64, Failure> {
    let text = "DELETE FROM booking_reminders WHERE starts_at < $1";
    sql::execute(unit, text, sql::values![before.epoch_seconds()]).await
}

/// The local date of the last letter of each topic that each centre's desk was written in a morning.
pub async fn mornings<A: Access>(access: &A) -> Result<HashMap<(CentreId, Topic), String>, Failure> {
    let mut written = HashMap::new();
    for row in sql::all(access, "SELECT centre_id, topic, day FROM morning_letters", []).await? {
        if let Some(topic) = Topic::parse(&sql::get::<String>(&row, "topic")?) {
            written.insert((CentreId(sql::get(&row, "centre_id")?), topic), sql::get(&row, "day")?);
        }
    }
    Ok(written)
}

/// Notes the letter of a topic for a local date, written YYYY-MM-DD; false where it, or that of a later date, was before.
pub async fn note_morning(unit: &Unit, centre: CentreId, topic: Topic, day: &str) -> Result<bool, Failure> {
    let text = "INSERT INTO morning_letters (centre_id, topic, day) VALUES ($1, $2, $3)
        ON CONFLICT (centre_id, topic) DO UPDATE SET day = excluded.day WHERE morning_letters.day < excluded.day";
    Ok(sql::execute(unit, text, sql::values![centre.0, topic.as_str(), day]).await? == 1)
}

/// Requests that wait for an answer, in any centre, the most urgent first.
pub async fn unanswered<A: Access>(access: &A, centre: CentreId, limit: u64) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT * FROM bookings WHERE status = 'requested' AND centre_id = $1 ORDER BY answer_by, id LIMIT $2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(access, text, sql::values![centre.0, limit]).await?;
    rows.iter().map(bookings::booking_of).collect()
}
