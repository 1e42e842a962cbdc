//! Links mailed to people: kept hashed, good for one use, until they expire.

use super::{Access, Engine, Unit, sql};
use crate::{
    auth::opaque,
    domain::{
        failure::Failure,
        time::{DAY, Instant},
    },
};

/// How long a used or expired link is remembered, seconds.
const REMEMBERED: i64 = 8 * DAY;

/// A link that was mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is good for.
    pub purpose: String,
    /// The address that it was mailed to, which it proves.
    pub email: String,
    /// What else was known when it was made, as JSON.
    pub payload: String,
}

/// Makes the token of a link, for `email` and good until `expires_at`, and keeps its hash. Called when the mail is
/// sent: the token exists nowhere but in the mail.
pub async fn mint_link(
    unit: &Unit,
    purpose: &str,
    email: &str,
    payload: &str,
    expires_at: Instant,
) -> Result<String, Failure> {
    let token = opaque::new_token();
    sql::execute(
        unit,
        "INSERT INTO link_tokens (hash, purpose, email, payload, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        sql::values![
            opaque::digest(&token),
            purpose,
            email,
            payload,
            unit.now().epoch_seconds(),
            expires_at.epoch_seconds(),
        ],
    )
    .await?;
    Ok(token)
}

/// The link of a token that is good at `now`, unchanged.
pub async fn link<A: Access>(access: &A, token: &str, now: Instant) -> Result<Option<Link>, Failure> {
    let text = "SELECT * FROM link_tokens WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
    let found = sql::first(access, text, sql::values![opaque::digest(token), now.epoch_seconds()]).await?;
    found.as_ref().map(row).transpose()
}

/// The link of a token that is good no more, and whether it was used; none where it is unknown, or long gone.
pub async fn spent<A: Access>(access: &A, token: &str) -> Result<Option<(Link, bool)>, Failure> {
    let text = "SELECT * FROM link_tokens WHERE hash = $1";
    let found = sql::first(access, text, sql::values![opaque::digest(token)]).await?;
    found.map(|found| Ok((row(&found)?, sql::get::<Option<i64>>(&found, "used_at")?.is_some()))).transpose()
}

/// Uses the link of a token: the first wins, the others find none.
pub async fn use_link(unit: &Unit, token: &str) -> Result<Option<Link>, Failure> {
    let text =
        "UPDATE link_tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING *";
    let found = sql::first(unit, text, sql::values![opaque::digest(token), unit.now().epoch_seconds()]).await?;
    found.as_ref().map(row).transpose()
}

/// Holds an address, known or not, until the unit ends: who also wants it waits.
pub async fn hold_address(unit: &Unit, email: &str) -> Result<(), Failure> {
    // SQLite has one writer at a time: its unit began with the write lock.
    if unit.engine() == Engine::Postgres {
        let text = "SELECT pg_advisory_xact_lock(hashtextextended('address ' || $1, 0))";
        sql::all(unit, text, sql::values![email]).await?;
    }
    Ok(())
}

/// Forgets links that were used or expired long ago, and sign-ins that expired; tells how many.
pub async fn drop_lapsed(unit: &Unit) -> Result<u64, Failure> {
    let now = unit.now().epoch_seconds();
    let links = sql::execute(unit, "DELETE FROM link_tokens WHERE expires_at < $1", sql::values![now - REMEMBERED]);
    let links = links.await?;
    // A day later than they expire: by then no access token of theirs is left either.
    let families = sql::execute(unit, "DELETE FROM token_families WHERE expires_at < $1", sql::values![now - DAY]);
    Ok(links + families.await?)
}

fn row(row: &sea_orm::QueryResult) -> Result<Link, Failure> {
    Ok(Link { purpose: sql::get(row, "purpose")?, email: sql::get(row, "email")?, payload: sql::get(row, "payload")? })
}
