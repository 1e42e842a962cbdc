//! Monthly statements in the database. One stays with the organisation that it was made out to; where that was merged into
//! another, it is read as the other's.

use sea_orm::{QueryResult, Value};

use super::{Access, Unit, bookings, sql};
use crate::domain::{
    booking::Booking,
    failure::Failure,
    ids::{BookingId, CentreId, OrganisationId, RoomId, StatementId},
    statement::{Month, Statement, StatementLine},
    time::{Instant, Span},
};

/// Statements, each with whose it is by now.
const SELECT: &str = "SELECT s.*, coalesce(o.merged_into, o.id) AS owner
    FROM statements s JOIN organisations o ON o.id = s.organisation_id";

/// The condition that a statement is of one of these organisations, or of one that was merged into it.
fn owned(marks: &str) -> String {
    format!("(s.organisation_id IN ({marks}) OR o.merged_into IN ({marks}))")
}

/// Organisations that owe something for bookings that start in `span`, that are not on a statement, and that have no
/// statement of that month.
pub async fn owing<A: Access>(
    access: &A,
    month: Month,
    span: Span,
    limit: u64,
) -> Result<Vec<OrganisationId>, Failure> {
    let text = "SELECT DISTINCT b.organisation_id FROM bookings b
        WHERE b.starts_at >= $1 AND b.starts_at < $2 AND b.due_cents > 0 AND b.status IN ('confirmed', 'cancelled')
            AND b.organisation_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.booking_id = b.id)
            AND NOT EXISTS (
                SELECT 1 FROM statements s WHERE s.organisation_id = b.organisation_id AND s.month = $3)
        LIMIT $4";
    let (from, until) = (span.start().epoch_seconds(), span.end().epoch_seconds());
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(access, text, sql::values![from, until, month.to_string(), limit]).await?;
    rows.iter().map(|row| Ok(OrganisationId(sql::get(row, "organisation_id")?))).collect()
}

/// The bookings of an organisation that start before `until`, have a price, are on no statement, and took place or were
/// cancelled: those from `from` on, and earlier ones that owe.
pub async fn bookings_of<A: Access>(
    access: &A,
    organisation: OrganisationId,
    from: Instant,
    until: Instant,
) -> Result<Vec<Booking>, Failure> {
    let text = "SELECT b.* FROM bookings b
        WHERE b.organisation_id = $1 AND b.starts_at < $2 AND b.due_cents IS NOT NULL
            AND (b.starts_at >= $3 OR b.due_cents > 0) AND b.status IN ('confirmed', 'cancelled')
            AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.booking_id = b.id)
        ORDER BY b.starts_at, b.id";
    let values = sql::values![organisation.0, until.epoch_seconds(), from.epoch_seconds()];
    sql::all(access, text, values).await?.iter().map(bookings::booking_of).collect()
}

/// The months for which an organisation has a statement, or one that was merged into it.
pub async fn months<A: Access>(access: &A, organisation: OrganisationId) -> Result<Vec<Month>, Failure> {
    let text = "SELECT DISTINCT month FROM statements WHERE organisation_id IN (
        SELECT id FROM organisations WHERE id = $1 OR merged_into = $1) ORDER BY month";
    let rows = sql::all(access, text, sql::values![organisation.0]).await?;
    rows.iter().map(month).collect()
}

/// Writes a new statement with its lines, and gives it with its number.
pub async fn insert(unit: &Unit, new: &Statement, lines: &[StatementLine]) -> Result<Statement, Failure> {
    let text = "INSERT INTO statements (id, organisation_id, month, total_cents, created_at, version)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let created_at = new.created_at.epoch_seconds();
    let values =
        sql::values![new.id.0, new.organisation_id.0, new.month.to_string(), new.total_cents, created_at, new.version];
    sql::execute(unit, text, values).await?;
    for part in lines.chunks(200) {
        let rows: Vec<String> = (0..part.len()).map(|row| format!("({})", sql::marks(row * 11 + 1, 11))).collect();
        let text = format!(
            "INSERT INTO statement_lines (booking_id, statement_id, centre_id, room_id, reference, starts_at, ends_at,
                cancelled, total_cents, due_cents, lines)
             VALUES {}",
            rows.join(", ")
        );
        let mut values: Vec<Value> = Vec::with_capacity(part.len() * 11);
        for line in part {
            values.extend(sql::values![
                line.booking_id.0,
                new.id.0,
                line.centre_id.0,
                line.room_id.0,
                line.reference.as_str(),
                line.span.start().epoch_seconds(),
                line.span.end().epoch_seconds(),
                line.cancelled,
                line.total_cents,
                line.due_cents,
                sql::to_json(&line.lines)?,
            ]);
        }
        sql::execute(unit, &text, values).await?;
    }
    get(unit, new.id).await
}

/// A statement.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: StatementId) -> Result<Statement, Failure> {
    let found = sql::first(access, &format!("{SELECT} WHERE s.id = $1"), sql::values![id.0]).await?;
    statement(&found.ok_or(Failure::NotFound)?)
}

/// The statement of an organisation for a month, where there is one.
pub async fn find<A: Access>(
    access: &A,
    organisation: OrganisationId,
    month: Month,
) -> Result<Option<Statement>, Failure> {
    let text = format!("{SELECT} WHERE s.organisation_id = $1 AND s.month = $2");
    let found = sql::first(access, &text, sql::values![organisation.0, month.to_string()]).await?;
    found.as_ref().map(statement).transpose()
}

/// Writes the date on which a statement was paid, over the version before it.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn set_paid(unit: &Unit, paid: &Statement) -> Result<(), Failure> {
    let text = "UPDATE statements SET paid_on = $1, version = $2 WHERE id = $3 AND version = $4";
    let values = sql::values![paid.paid_on.map(|date| date.to_string()), paid.version, paid.id.0, paid.version - 1];
    if sql::execute(unit, text, values).await? == 1 { Ok(()) } else { Err(Failure::Stale) }
}

/// The lines of a statement, in the order of their time.
pub async fn lines<A: Access>(access: &A, id: StatementId) -> Result<Vec<StatementLine>, Failure> {
    let text = "SELECT * FROM statement_lines WHERE statement_id = $1 ORDER BY starts_at, booking_id";
    sql::all(access, text, sql::values![id.0]).await?.iter().map(line).collect()
}

/// The centres that are on a statement.
pub async fn centres_of<A: Access>(access: &A, id: StatementId) -> Result<Vec<CentreId>, Failure> {
    let text = "SELECT DISTINCT centre_id FROM statement_lines WHERE statement_id = $1";
    let rows = sql::all(access, text, sql::values![id.0]).await?;
    rows.iter().map(|row| Ok(CentreId(sql::get(row, "centre_id")?))).collect()
}

/// Whose statements somebody may see.
#[derive(Clone, Debug)]
pub enum Scope {
    /// Everybody's.
    All,
    /// Those of these organisations, and those with a line of these centres.
    Of(Vec<OrganisationId>, Vec<CentreId>),
}

/// A page of statements, the newest first, before the one with the number `before`.
pub async fn list<A: Access>(
    access: &A,
    scope: &Scope,
    organisation: Option<OrganisationId>,
    unpaid: bool,
    before: i64,
    limit: u64,
) -> Result<Vec<Statement>, Failure> {
    let mut values: Vec<Value> = sql::values![before, i64::try_from(limit).unwrap_or(i64::MAX)].to_vec();
    let mut conditions = vec!["s.number < $1".to_owned()];
    if unpaid {
        conditions.push("s.paid_on IS NULL".to_owned());
    }
    if let Some(organisation) = organisation {
        values.push(organisation.0.into());
        conditions.push(owned(&format!("${}", values.len())));
    }
    if let Scope::Of(organisations, centres) = scope {
        let mut either = vec!["1 = 0".to_owned()];
        if !organisations.is_empty() {
            either.push(owned(&sql::marks(values.len() + 1, organisations.len())));
            values.extend(organisations.iter().map(|id| Value::from(id.0)));
        }
        if !centres.is_empty() {
            either.push(format!(
                "EXISTS (SELECT 1 FROM statement_lines l WHERE l.statement_id = s.id AND l.centre_id IN ({}))",
                sql::marks(values.len() + 1, centres.len())
            ));
            values.extend(centres.iter().map(|id| Value::from(id.0)));
        }
        conditions.push(format!("({})", either.join(" OR ")));
    }
    let text = format!("{SELECT} WHERE {} ORDER BY s.number DESC LIMIT $2", conditions.join(" AND "));
    sql::all(access, &text, values).await?.iter().map(statement).collect()
}

fn month(row: &QueryResult) -> Result<Month, Failure> {
    let text: String = sql::get(row, "month")?;
    Month::parse(&text).ok_or_else(|| Failure::Internal("a month that can't be read".into()))
}

fn statement(row: &QueryResult) -> Result<Statement, Failure> {
    Ok(Statement {
        id: StatementId(sql::get(row, "id")?),
        number: sql::get(row, "number")?,
        organisation_id: OrganisationId(sql::get(row, "owner")?),
        month: month(row)?,
        total_cents: sql::get(row, "total_cents")?,
        created_at: Instant::from_epoch_seconds(sql::get(row, "created_at")?),
        paid_on: sql::date(row, "paid_on")?,
        version: sql::get(row, "version")?,
    })
}

fn line(row: &QueryResult) -> Result<StatementLine, Failure> {
    let instant = |column| -> Result<Instant, Failure> { Ok(Instant::from_epoch_seconds(sql::get(row, column)?)) };
    Ok(StatementLine {
        booking_id: BookingId(sql::get(row, "booking_id")?),
        reference: sql::get(row, "reference")?,
        centre_id: CentreId(sql::get(row, "centre_id")?),
        room_id: RoomId(sql::get(row, "room_id")?),
        span: Span::new(instant("starts_at")?, instant("ends_at")?)
            .ok_or_else(|| Failure::Internal("an empty line of a statement is stored".into()))?,
        cancelled: sql::get(row, "cancelled")?,
        total_cents: sql::get(row, "total_cents")?,
        due_cents: sql::get(row, "due_cents")?,
        lines: sql::json(row, "lines")?,
    })
}
