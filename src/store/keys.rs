//! Keys of centres, and with whom they are. A key is with one person at a time: the database says so.

use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use super::{Access, Unit, sql};
use crate::domain::{
    failure::Failure,
    ids::{CentreId, KeyId, LoanId, UserId},
    key::{Key, Loan},
    time::Instant,
};

const WITH_LOAN: &str = "SELECT k.id, k.centre_id, k.number, k.name, l.id AS loan_id, l.person_id, l.holder_name,
        l.holder_phone, l.out_at, l.due_at, l.back_at
    FROM centre_keys k LEFT JOIN key_loans l ON l.key_id = k.id AND l.back_at IS NULL";

/// The keys of a centre by number: at most 1000.
pub async fn of_centre<A: Access>(access: &A, centre: CentreId) -> Result<Vec<Key>, Failure> {
    let text =
        format!("{WITH_LOAN} WHERE k.centre_id = $1 AND k.retired_at IS NULL ORDER BY k.number, k.id LIMIT 1000");
    sql::all(access, &text, sql::values![centre.0]).await?.iter().map(key).collect()
}

/// A key in use.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: KeyId) -> Result<Key, Failure> {
    let text = format!("{WITH_LOAN} WHERE k.id = $1 AND k.retired_at IS NULL");
    key(&sql::first(access, &text, sql::values![id.0]).await?.ok_or(Failure::NotFound)?)
}

/// Adds a key.
///
/// # Errors
/// [`Failure::Duplicate`] where the centre has one with this number.
pub async fn add(unit: &Unit, new: &Key) -> Result<(), Failure> {
    let text = "INSERT INTO centre_keys (id, centre_id, number, name, created_at) VALUES ($1, $2, $3, $4, $5)";
    let now = unit.now().epoch_seconds();
    sql::execute(unit, text, sql::values![new.id.0, new.centre_id.0, new.number.as_str(), new.name.as_str(), now])
        .await?;
    Ok(())
}

/// Takes a key out of use that is with nobody; false where it is with somebody.
pub async fn retire(unit: &Unit, id: KeyId) -> Result<bool, Failure> {
    let text = "UPDATE centre_keys SET retired_at = $1 WHERE id = $2 AND retired_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM key_loans WHERE key_id = $2 AND back_at IS NULL)";
    Ok(sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), id.0]).await? == 1)
}

/// Notes that a key went out; false where it is with somebody.
pub async fn lend(unit: &Unit, loan: &Loan, by: UserId) -> Result<bool, Failure> {
    let text = "INSERT INTO key_loans (id, key_id, person_id, holder_name, holder_phone, out_at, due_at, out_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (key_id) WHERE back_at IS NULL DO NOTHING";
    let values = sql::values![
        loan.id.0,
        loan.key_id.0,
        loan.person_id.map(|id| id.0),
        loan.holder_name.as_str(),
        loan.holder_phone.as_deref(),
        loan.out_at.epoch_seconds(),
        loan.due_at.epoch_seconds(),
        by.0,
    ];
    Ok(sql::execute(unit, text, values).await? == 1)
}

/// Notes that a key is back; false where it was before.
pub async fn take_back(unit: &Unit, loan: LoanId, by: UserId) -> Result<bool, Failure> {
    let text = "UPDATE key_loans SET back_at = $1, back_by = $2 WHERE id = $3 AND back_at IS NULL";
    Ok(sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), by.0, loan.0]).await? == 1)
}

/// With whom a key is and was, the last first: at most `limit`, behind `before`.
pub async fn loans<A: Access>(
    access: &A,
    id: KeyId,
    before: Option<(Instant, LoanId)>,
    limit: u64,
) -> Result<Vec<Loan>, Failure> {
    let text = "SELECT id AS loan_id, key_id AS id, person_id, holder_name, holder_phone, out_at, due_at, back_at
        FROM key_loans WHERE key_id = $1 AND (out_at < $2 OR (out_at = $2 AND id < $3))
        ORDER BY out_at DESC, id DESC LIMIT $4";
    let (at, last) = before.map_or((i64::MAX, Uuid::max()), |(at, id)| (at.epoch_seconds(), id.0));
    let values = sql::values![id.0, at, last, i64::try_from(limit).unwrap_or(i64::MAX)];
    let rows = sql::all(access, text, values).await?;
    rows.iter().filter_map(|row| loan(row).transpose()).collect()
}

/// Keys that are late and of which nobody was told yet.
pub async fn late<A: Access>(access: &A, now: Instant, limit: u64) -> Result<Vec<KeyId>, Failure> {
    let text = "SELECT key_id FROM key_loans WHERE due_at < $1 AND back_at IS NULL AND told_late_at IS NULL
        ORDER BY due_at, id LIMIT $2";
    let values = sql::values![now.epoch_seconds(), i64::try_from(limit).unwrap_or(i64::MAX)];
    sql::all(access, text, values).await?.iter().map(|row| Ok(KeyId(sql::get(row, "key_id")?))).collect()
}

/// Notes that somebody was told that a key is late; false where they were before, or it is back.
pub async fn note_late(unit: &Unit, loan: LoanId) -> Result<bool, Failure> {
    let text = "UPDATE key_loans SET told_late_at = $1 WHERE id = $2 AND back_at IS NULL AND told_late_at IS NULL";
    Ok(sql::execute(unit, text, [Value::from(unit.now().epoch_seconds()), Value::from(loan.0)]).await? == 1)
}

fn key(row: &QueryResult) -> Result<Key, Failure> {
    Ok(Key {
        id: KeyId(sql::get(row, "id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        number: sql::get(row, "number")?,
        name: sql::get(row, "name")?,
        loan: loan(row)?,
    })
}

fn loan(row: &QueryResult) -> Result<Option<Loan>, Failure> {
    let Some(id) = sql::get::<Option<Uuid>>(row, "loan_id")? else { return Ok(None) };
    let at = |column| -> Result<Instant, Failure> { Ok(Instant::from_epoch_seconds(sql::get(row, column)?)) };
    Ok(Some(Loan {
        id: LoanId(id),
        key_id: KeyId(sql::get(row, "id")?),
        person_id: sql::get::<Option<Uuid>>(row, "person_id")?.map(UserId),
        holder_name: sql::get(row, "holder_name")?,
        holder_phone: sql::get(row, "holder_phone")?,
        out_at: at("out_at")?,
        due_at: at("due_at")?,
        back_at: sql::get::<Option<i64>>(row, "back_at")?.map(Instant::from_epoch_seconds),
    }))
}
