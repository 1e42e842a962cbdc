//! Idempotency keys: the answer of a request that made something is kept in the transaction that made it, and given
//! again to the same caller who sends the same request.

use super::{Engine, Unit, sql};
use crate::domain::{failure::Failure, ids::UserId, time::DAY};

/// Which request: the caller, method and path, and the key they chose.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The caller.
    pub caller: UserId,
    /// Method and path.
    pub route: String,
    /// What the caller chose, up to 255 characters.
    pub key: String,
    /// SHA-256 of the body, hexadecimal.
    pub body_hash: String,
}

/// An answer that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status, 200 to 299.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<String>,
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The body.
    pub body: String,
}

/// How long an answer is kept, seconds.
pub const KEPT: i64 = DAY;

/// The answer given before, where the key was used; otherwise the key is this unit's until it ends.
///
/// # Errors
/// [`Failure::IdempotencyConflict`] while another unit holds the key, [`Failure::IdempotencyMismatch`] where it was
/// used with another body.
pub async fn replay(unit: &Unit, key: &Key) -> Result<Option<Answer>, Failure> {
    if unit.engine() == Engine::Postgres {
        // Held until the transaction ends in whatever way, so that a crash leaves nothing 'under way' behind.
        let text = "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS held";
        let name = format!("{}\n{}\n{}", key.caller, key.route, key.key);
        if !sql::get::<bool>(&sql::one(unit, text, sql::values![name]).await?, "held")? {
            return Err(Failure::IdempotencyConflict);
        }
    }
    let text = "SELECT * FROM idempotency_keys WHERE caller = $1 AND route = $2 AND key = $3 AND created_at > $4";
    let since = unit.now().epoch_seconds() - KEPT;
    let values = sql::values![key.caller.0, key.route.as_str(), key.key.as_str(), since];
    let Some(row) = sql::first(unit, text, values).await? else { return Ok(None) };
    if sql::get::<String>(&row, "body_hash")? != key.body_hash {
        return Err(Failure::IdempotencyMismatch);
    }
    Ok(Some(Answer {
        status: u16::try_from(sql::get::<i32>(&row, "status")?).unwrap_or(200),
        location: sql::get(&row, "location")?,
        etag: sql::get(&row, "etag")?,
        body: sql::get(&row, "body")?,
    }))
}

/// Keeps an answer in the unit that made it.
pub async fn keep(unit: &Unit, key: &Key, answer: &Answer) -> Result<(), Failure> {
    // An older answer under the same key has lapsed, or `replay` would have found it.
    sql::defer(
        unit,
        "idempotency_keys",
        "INSERT INTO idempotency_keys (caller, route, key, body_hash, status, location, etag, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (caller, route, key) DO UPDATE SET body_hash = excluded.body_hash, status = excluded.status,
            location = excluded.location, etag = excluded.etag, body = excluded.body, created_at = excluded.created_at",
        sql::values![
            key.caller.0,
            key.route.as_str(),
            key.key.as_str(),
            key.body_hash.as_str(),
            i32::from(answer.status),
            answer.location.as_deref(),
            answer.etag.as_deref(),
            answer.body.as_str(),
            unit.now().epoch_seconds(),
        ],
    )
    .await
}

/// Drops the answers that have lapsed and tells how many.
pub async fn drop_lapsed(unit: &Unit) -> Result<u64, Failure> {
    let before = unit.now().epoch_seconds() - KEPT;
    sql::execute(unit, "DELETE FROM idempotency_keys WHERE created_at <= $1", sql::values![before]).await
}
