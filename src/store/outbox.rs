//! The outbox: letters written in the transaction that causes them, sent afterwards by a worker, at least once, under
//! the Message-ID that was fixed when they were written.

use sea_orm::QueryResult;
use uuid::Uuid;

use super::{Access, Engine, Unit, sql};
use crate::domain::{
    failure::Failure,
    ids::{BookingId, CentreId, new_v7},
    person::Locale,
    text_enum,
    time::Instant,
};

text_enum! {
    /// What became of a letter.
    LetterState { Pending = "pending", Sent = "sent", Failed = "failed" }
}

/// A letter to write.
#[derive(Clone, Debug)]
pub struct NewLetter {
    /// Its kind: `confirmed`, `sign_in_link` …
    pub kind: String,
    /// Letters of one stream go in order: a booking and a recipient.
    pub stream: String,
    /// The centre whose desk may see it; none is for administrators only.
    pub centre_id: Option<CentreId>,
    /// The booking it is about.
    pub booking_id: Option<BookingId>,
    /// Mail address of the recipient.
    pub recipient: String,
    /// Name of the recipient.
    pub recipient_name: String,
    /// Language of the recipient.
    pub locale: Locale,
    /// What it says, as JSON that `mail` can render.
    pub payload: String,
    /// The part of the Message-ID after the `@`.
    pub message_domain: String,
    /// Whether it may wait for the end of its recipient's quiet hours.
    pub may_wait: bool,
}

/// A letter as it lies in the outbox.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Counts up.
    pub id: i64,
    /// Its name outside.
    pub public_id: Uuid,
    /// Its kind.
    pub kind: String,
    /// The centre whose desk may see it.
    pub centre_id: Option<CentreId>,
    /// The booking it is about.
    pub booking_id: Option<BookingId>,
    /// Mail address of the recipient.
    pub recipient: String,
    /// Name of the recipient.
    pub recipient_name: String,
    /// Language of the recipient.
    pub locale: Locale,
    /// What it says; none once it was dropped.
    pub payload: Option<String>,
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// What became of it.
    pub state: LetterState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub due_at: Instant,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// Whether it may wait for the end of its recipient's quiet hours.
    pub may_wait: bool,
}

/// Writes letters, in the unit that causes them.
pub async fn write(unit: &Unit, letters: &[NewLetter]) -> Result<(), Failure> {
    unit.note_letters();
    for part in letters.chunks(100) {
        let rows: Vec<String> = (0..part.len()).map(row_marks).collect();
        let text = format!(
            "INSERT INTO outbox (public_id, kind, stream, centre_id, booking_id, recipient, recipient_name, locale,
                payload, message_id, may_wait, state, due_at, created_at)
             VALUES {}",
            rows.join(", ")
        );
        let values = part.iter().flat_map(|letter| {
            let public_id = new_v7(unit.now());
            sql::values![
                public_id,
                letter.kind.as_str(),
                letter.stream.as_str(),
                letter.centre_id.map(|id| id.0),
                letter.booking_id.map(|id| id.0),
                letter.recipient.as_str(),
                letter.recipient_name.as_str(),
                letter.locale.as_str(),
                letter.payload.as_str(),
                format!("{public_id}@{}", letter.message_domain),
                letter.may_wait,
                unit.now().epoch_seconds(),
                unit.now().epoch_seconds(),
            ]
        });
        sql::defer(unit, "outbox", &text, values).await?;
    }
    Ok(())
}

/// The marks of a letter's row.
fn row_marks(row: usize) -> String {
    let first = row * 13 + 1;
    format!("({}, 'pending', {})", sql::marks(first, 11), sql::marks(first + 11, 2))
}

/// How many letters with a link this recipient was written since `since`.
pub async fn count_links<A: Access>(access: &A, recipient: &str, since: Instant) -> Result<i64, Failure> {
    // The condition on `kind` is that of the index.
    let text = "SELECT count(*) AS n FROM outbox WHERE recipient = $1 AND created_at > $2
        AND kind IN ('verify_address', 'sign_in_link', 'invitation')";
    sql::get(&sql::one(access, text, sql::values![recipient, since.epoch_seconds()]).await?, "n")
}

/// Takes up to `limit` letters that are due, under a lease of so many seconds: other workers leave them alone until
/// it ends. Of one stream only the first that waits is taken.
pub async fn take(unit: &Unit, lease: Uuid, seconds: i64, limit: u32) -> Result<Vec<Letter>, Failure> {
    let skip_locked = if unit.engine() == Engine::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let now = unit.now().epoch_seconds();
    // Picked in a part of its own: as a subquery PostgreSQL may run it once for each row, and take more than the limit.
    let text = format!(
        "WITH picked AS (
            SELECT o.id FROM outbox o
            WHERE o.state = 'pending' AND o.due_at <= $3 AND (o.leased_until IS NULL OR o.leased_until <= $3)
                AND NOT EXISTS (
                    SELECT 1 FROM outbox e WHERE e.stream = o.stream AND e.state = 'pending' AND e.id < o.id)
            ORDER BY o.due_at, o.id LIMIT $4 {skip_locked})
         UPDATE outbox SET lease = $1, leased_until = $2, held = FALSE WHERE id IN (SELECT id FROM picked)
         RETURNING *"
    );
    let rows = sql::all(unit, &text, sql::values![lease, now + seconds, now, i64::from(limit)]).await?;
    let mut letters = rows.iter().map(letter).collect::<Result<Vec<_>, _>>()?;
    letters.sort_by_key(|letter| letter.id);
    Ok(letters)
}

/// Lets go what is held for the end of quiet hours, where what may not wait comes behind it in its stream.
pub async fn release(unit: &Unit) -> Result<(), Failure> {
    let text = "UPDATE outbox SET due_at = $1, may_wait = FALSE, held = FALSE
        WHERE state = 'pending' AND held = TRUE AND EXISTS (SELECT 1 FROM outbox e
            WHERE e.stream = outbox.stream AND e.state = 'pending' AND e.id > outbox.id AND NOT e.may_wait)";
    sql::execute(unit, text, sql::values![unit.now().epoch_seconds()]).await?;
    Ok(())
}

/// Holds a letter until then, where the lease still holds. It was not tried.
pub async fn hold(unit: &Unit, id: i64, lease: Uuid, until: Instant) -> Result<(), Failure> {
    let text = "UPDATE outbox SET due_at = $1, held = TRUE, lease = NULL, leased_until = NULL
        WHERE id = $2 AND lease = $3 AND state = 'pending'";
    sql::execute(unit, text, sql::values![until.epoch_seconds(), id, lease]).await?;
    Ok(())
}

/// Takes away a letter that is of no use any more, or not wanted, where the lease still holds.
pub async fn withdraw(unit: &Unit, id: i64, lease: Uuid) -> Result<(), Failure> {
    let text = "DELETE FROM outbox WHERE id = $1 AND lease = $2 AND state = 'pending'";
    sql::execute(unit, text, sql::values![id, lease]).await?;
    Ok(())
}

/// Notes that a letter was sent, where the lease still holds.
pub async fn note_sent(unit: &Unit, id: i64, lease: Uuid) -> Result<bool, Failure> {
    let text = "UPDATE outbox SET state = 'sent', sent_at = $1, attempts = attempts + 1, error = NULL,
        lease = NULL, leased_until = NULL WHERE id = $2 AND lease = $3 AND state = 'pending'";
    Ok(sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), id, lease]).await? == 1)
}

/// Notes that a letter could not be sent: to be tried again at `again`, or never where that is none.
pub async fn note_failure(
    unit: &Unit,
    id: i64,
    lease: Uuid,
    error: &str,
    again: Option<Instant>,
) -> Result<bool, Failure> {
    let state = if again.is_some() { LetterState::Pending } else { LetterState::Failed };
    let due = again.unwrap_or(unit.now()).epoch_seconds();
    let text = "UPDATE outbox SET state = $1, due_at = $2, attempts = attempts + 1, error = $3,
        lease = NULL, leased_until = NULL WHERE id = $4 AND lease = $5 AND state = 'pending'";
    Ok(sql::execute(unit, text, sql::values![state.as_str(), due, error, id, lease]).await? == 1)
}

/// Puts a letter that failed back in line, to be tried as often as a new one; one that waits for its next try is due at
/// once. False where it was sent, is being sent, or its text was dropped.
pub async fn retry(unit: &Unit, public_id: Uuid) -> Result<bool, Failure> {
    unit.note_letters();
    let text = "UPDATE outbox SET state = 'pending', due_at = $1, attempts = 0
        WHERE public_id = $2 AND state IN ('failed', 'pending') AND payload IS NOT NULL
            AND (leased_until IS NULL OR leased_until <= $1)";
    Ok(sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), public_id]).await? == 1)
}

/// A letter by its name outside.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, public_id: Uuid) -> Result<Letter, Failure> {
    let found = sql::first(access, "SELECT * FROM outbox WHERE public_id = $1", sql::values![public_id]).await?;
    letter(&found.ok_or(Failure::NotFound)?)
}

/// A page of letters, oldest first, after the one with this id. `centres`: only letters of these; none is all.
pub async fn list<A: Access>(
    access: &A,
    centres: Option<&[CentreId]>,
    state: Option<LetterState>,
    after: i64,
    limit: u64,
) -> Result<Vec<Letter>, Failure> {
    let mut values = sql::values![after, i64::try_from(limit).unwrap_or(i64::MAX)].to_vec();
    let mut conditions = vec!["id > $1".to_owned()];
    if let Some(state) = state {
        // Written out, so that it meets the condition of a partial index.
        conditions.push(format!("state = '{}'", state.as_str()));
    }
    if let Some(centres) = centres {
        if centres.is_empty() {
            return Ok(Vec::new());
        }
        conditions.push(format!("centre_id IN ({})", sql::marks(values.len() + 1, centres.len())));
        values.extend(centres.iter().map(|id| sea_orm::Value::from(id.0)));
    }
    let text = format!("SELECT * FROM outbox WHERE {} ORDER BY id LIMIT $2", conditions.join(" AND "));
    let rows = sql::all(access, &text, values).await?;
    rows.iter().map(letter).collect()
}

/// How letters fare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Letters that are still to be sent.
    pub pending: i64,
    /// Letters that were given up.
    pub failed: i64,
    /// Seconds since the oldest letter that is still to be sent was written, those left out that are held for the end of
    /// quiet hours; 0 where there is none.
    pub oldest_pending_seconds: i64,
}

/// How letters fare at `now`. Cheap: what was sent is not looked at.
pub async fn figures<A: Access>(access: &A, now: Instant) -> Result<Figures, Failure> {
    // A part for each state, so that each meets the condition of a partial index.
    let text = "SELECT (SELECT count(*) FROM outbox WHERE state = 'pending') AS pending,
        (SELECT count(*) FROM outbox WHERE state = 'failed') AS failed,
        (SELECT min(created_at) FROM outbox WHERE state = 'pending' AND NOT held) AS oldest";
    let row = sql::one(access, text, []).await?;
    let oldest: Option<i64> = sql::get(&row, "oldest")?;
    Ok(Figures {
        pending: sql::get(&row, "pending")?,
        failed: sql::get(&row, "failed")?,
        oldest_pending_seconds: oldest.map_or(0, |oldest| (now.epoch_seconds() - oldest).max(0)),
    })
}

/// Drops the texts of letters that were sent or failed before `before`, and tells how many.
pub async fn drop_payloads(unit: &Unit, before: Instant) -> Result<u64, Failure> {
    let text = "UPDATE outbox SET payload = NULL WHERE payload IS NOT NULL AND state <> 'pending'
        AND coalesce(sent_at, due_at) < $1";
    sql::execute(unit, text, sql::values![before.epoch_seconds()]).await
}

fn letter(row: &QueryResult) -> Result<Letter, Failure> {
    Ok(Letter {
        id: sql::get(row, "id")?,
        public_id: sql::get(row, "public_id")?,
        kind: sql::get(row, "kind")?,
        centre_id: sql::get::<Option<Uuid>>(row, "centre_id")?.map(CentreId),
        booking_id: sql::get::<Option<Uuid>>(row, "booking_id")?.map(BookingId),
        recipient: sql::get(row, "recipient")?,
        recipient_name: sql::get(row, "recipient_name")?,
        locale: sql::word(row, "locale", Locale::parse)?,
        payload: sql::get(row, "payload")?,
        message_id: sql::get(row, "message_id")?,
        state: sql::word(row, "state", LetterState::parse)?,
        attempts: sql::get(row, "attempts")?,
        due_at: Instant::from_epoch_seconds(sql::get(row, "due_at")?),
        error: sql::get(row, "error")?,
        created_at: Instant::from_epoch_seconds(sql::get(row, "created_at")?),
        sent_at: sql::get::<Option<i64>>(row, "sent_at")?.map(Instant::from_epoch_seconds),
        may_wait: sql::get(row, "may_wait")?,
    })
}
