//! Sign-ins: families of refresh tokens. Each token is good for one refresh, which gives the next; one that is used
//! twice was copied, and ends the family.

use sea_orm::QueryResult;
use uuid::Uuid;

use super::{Access, Unit, sql};
use crate::{
    auth::{opaque, tokens::Named},
    domain::{
        failure::Failure,
        ids::{TokenFamilyId, UserId},
        time::{DAY, Instant},
    },
};

/// What came of a refresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// The next token.
    Next {
        /// Whose sign-in, and which.
        named: Named,
        /// The refresh token to use next.
        token: String,
    },
    /// The token is unknown or too old, or its family has ended.
    Refused,
    /// It was used before: its family has ended by this, which must be committed.
    Reused(Named),
}

/// Starts a sign-in whose tokens last so many days without use, and gives its first refresh token.
pub async fn start(unit: &Unit, user: UserId, days: u32) -> Result<(Named, String), Failure> {
    let (family, now) = (TokenFamilyId::new(unit.now()), unit.now().epoch_seconds());
    sql::execute(
        unit,
        "INSERT INTO token_families (id, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        sql::values![family.0, user.0, now, now + i64::from(days) * DAY],
    )
    .await?;
    let token = add_token(unit, family, days).await?;
    Ok((Named { user, family: Some(family) }, token))
}

/// Uses a refresh token.
pub async fn rotate(unit: &Unit, token: &str, days: u32) -> Result<Rotation, Failure> {
    let hash = opaque::digest(token);
    let text = "SELECT family_id FROM refresh_tokens WHERE hash = $1";
    let Some(row) = sql::first(unit, text, sql::values![hash.as_str()]).await? else { return Ok(Rotation::Refused) };
    let family = TokenFamilyId(sql::get(&row, "family_id")?);
    // The family is the lock: whatever happens to one of its tokens happens one at a time.
    let Some((user, ended)) = hold(unit, family).await? else { return Ok(Rotation::Refused) };
    let named = Named { user, family: Some(family) };
    let text = "SELECT expires_at, used_at FROM refresh_tokens WHERE hash = $1";
    let row = sql::one(unit, text, sql::values![hash.as_str()]).await?;
    let now = unit.now().epoch_seconds();
    if ended || sql::get::<i64>(&row, "expires_at")? <= now {
        return Ok(Rotation::Refused);
    }
    if sql::get::<Option<i64>>(&row, "used_at")?.is_some() {
        end(unit, family).await?;
        return Ok(Rotation::Reused(named));
    }
    sql::execute(unit, "UPDATE refresh_tokens SET used_at = $1 WHERE hash = $2", sql::values![now, hash]).await?;
    let text = "UPDATE token_families SET expires_at = $1 WHERE id = $2";
    sql::execute(unit, text, sql::values![now + i64::from(days) * DAY, family.0]).await?;
    Ok(Rotation::Next { named, token: add_token(unit, family, days).await? })
}

/// The sign-in that a refresh token belongs to, used or not.
pub async fn of_token<A: Access>(access: &A, token: &str) -> Result<Option<Named>, Failure> {
    let text = "SELECT f.id, f.user_id FROM refresh_tokens t JOIN token_families f ON f.id = t.family_id
        WHERE t.hash = $1";
    let found = sql::first(access, text, sql::values![opaque::digest(token)]).await?;
    let named = |row: QueryResult| {
        Ok(Named { user: UserId(sql::get(&row, "user_id")?), family: Some(TokenFamilyId(sql::get(&row, "id")?)) })
    };
    found.map(named).transpose()
}

/// Whether a sign-in began at `since` or later, by a link for this purpose that was mailed to this address: the link was
/// used in the unit that began it, and so at the same time.
pub async fn began_by_link<A: Access>(
    access: &A,
    family: TokenFamilyId,
    purpose: &str,
    email: &str,
    since: Instant,
) -> Result<bool, Failure> {
    let text = "SELECT f.id FROM token_families f JOIN link_tokens l ON l.used_at = f.created_at
        WHERE f.id = $1 AND f.created_at >= $2 AND l.email = $3 AND l.purpose = $4";
    let values = sql::values![family.0, since.epoch_seconds(), email, purpose];
    Ok(sql::first(access, text, values).await?.is_some())
}

/// Ends a sign-in; false where it had ended.
pub async fn end(unit: &Unit, family: TokenFamilyId) -> Result<bool, Failure> {
    let text = "UPDATE token_families SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL";
    Ok(sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), family.0]).await? == 1)
}

/// Ends the sign-ins of a person, save one; tells how many.
pub async fn end_others(unit: &Unit, user: UserId, save: Option<TokenFamilyId>) -> Result<u64, Failure> {
    let text = "UPDATE token_families SET ended_at = $1 WHERE user_id = $2 AND id <> $3 AND ended_at IS NULL";
    let save = save.map_or(Uuid::nil(), |family| family.0);
    sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), user.0, save]).await
}

/// Locks a family: whose it is, and whether it has ended.
async fn hold(unit: &Unit, family: TokenFamilyId) -> Result<Option<(UserId, bool)>, Failure> {
    let text = unit.engine().pick(
        "SELECT user_id, ended_at FROM token_families WHERE id = $1 FOR NO KEY UPDATE",
        "SELECT user_id, ended_at FROM token_families WHERE id = $1",
    );
    let Some(row) = sql::first(unit, text, sql::values![family.0]).await? else { return Ok(None) };
    let ended: Option<i64> = sql::get(&row, "ended_at")?;
    Ok(Some((UserId(sql::get(&row, "user_id")?), ended.is_some())))
}

async fn add_token(unit: &Unit, family: TokenFamilyId, days: u32) -> Result<String, Failure> {
    let (token, now) = (opaque::new_token(), unit.now().epoch_seconds());
    sql::execute(
        unit,
        "INSERT INTO refresh_tokens (hash, family_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        sql::values![opaque::digest(&token), family.0, now, now + i64::from(days) * DAY],
    )
    .await?;
    Ok(token)
}
