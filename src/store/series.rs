//! Series in the database, and the dates of them that could not be had. Rows of series are never deleted.

mod row;

use sea_orm::Value;

use super::{Access, Unit, bookings::Scope, sql};
use crate::domain::{
    failure::Failure,
    ids::{CentreId, OrganisationId, RoomId, SeriesId},
    rules::RuleCode,
    series::{Series, SkipReason, Skipped},
    time::Instant,
};

/// Writes a new series.
pub async fn insert(unit: &Unit, series: &Series) -> Result<(), Failure> {
    let columns = row::COLUMNS;
    let text = format!("INSERT INTO series ({}) VALUES ({})", columns.join(", "), sql::marks(1, columns.len()));
    sql::defer(unit, "series", &text, row::values(series)?).await
}

/// Writes a series over the version before it: `series.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn update(unit: &Unit, series: &Series) -> Result<(), Failure> {
    let columns = row::COLUMNS;
    let (id, version) = (columns.len() + 1, columns.len() + 2);
    let text = format!("UPDATE series SET {} WHERE id = ${id} AND version = ${version}", sql::sets(&columns));
    let values = row::values(series)?.into_iter().chain(sql::values![series.id.0, series.version - 1]);
    if sql::execute(unit, &text, values).await? == 1 { Ok(()) } else { Err(Failure::Stale) }
}

/// A series.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: SeriesId) -> Result<Series, Failure> {
    let found = sql::first(access, "SELECT * FROM series WHERE id = $1", sql::values![id.0]).await?;
    row::series(&found.ok_or(Failure::NotFound)?)
}

/// Many series.
pub async fn by_ids<A: Access>(access: &A, ids: &[SeriesId]) -> Result<Vec<Series>, Failure> {
    let mut found = Vec::new();
    for part in ids.chunks(500) {
        let text = format!("SELECT * FROM series WHERE id IN ({})", sql::marks(1, part.len()));
        for row in sql::all(access, &text, part.iter().map(|id| Value::from(id.0))).await? {
            found.push(row::series(&row)?);
        }
    }
    Ok(found)
}

/// Which series are wanted; what is absent does not narrow.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// In this centre.
    pub centre_id: Option<CentreId>,
    /// In this room.
    pub room_id: Option<RoomId>,
    /// For this organisation.
    pub organisation_id: Option<OrganisationId>,
}

/// A page of series, the oldest first, after the one with this identifier.
pub async fn list<A: Access>(
    access: &A,
    scope: &Scope,
    filter: Filter,
    after: Option<SeriesId>,
    limit: u64,
) -> Result<Vec<Series>, Failure> {
    let mut values: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let mut conditions = vec!["1 = 1".to_owned()];
    if let Scope::Of { centres, organisations, person, is_desk } = scope {
        let person = bind(person.0.into());
        let mut any = vec![format!("booker_id = {person}")];
        if *is_desk {
            any.push(format!("(created_by = {person} AND booker_id IS NULL)"));
        }
        let centres: Vec<String> = centres.iter().map(|id| bind(id.0.into())).collect();
        let organisations: Vec<String> = organisations.iter().map(|id| bind(id.0.into())).collect();
        for (column, marks) in [("centre_id", centres), ("organisation_id", organisations)] {
            if !marks.is_empty() {
                any.push(format!("{column} IN ({})", marks.join(", ")));
            }
        }
        conditions.push(format!("({})", any.join(" OR ")));
    }
    let wanted = [
        ("centre_id", filter.centre_id.map(|id| id.0)),
        ("room_id", filter.room_id.map(|id| id.0)),
        ("organisation_id", filter.organisation_id.map(|id| id.0)),
    ];
    for (column, id) in wanted {
        if let Some(id) = id {
            conditions.push(format!("{column} = {}", bind(id.into())));
        }
    }
    if let Some(after) = after {
        conditions.push(format!("id > {}", bind(after.0.into())));
    }
    let limit = bind(i64::try_from(limit).unwrap_or(i64::MAX).into());
    let text = format!("SELECT * FROM series WHERE {} ORDER BY id LIMIT {limit}", conditions.join(" AND "));
    sql::all(access, &text, values).await?.iter().map(row::series).collect()
}

/// Keeps dates that could not be had.
pub async fn keep_skipped(unit: &Unit, id: SeriesId, skipped: &[Skipped]) -> Result<(), Failure> {
    if skipped.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> = (0..skipped.len()).map(|row| format!("({})", sql::marks(row * 4 + 1, 4))).collect();
    let text = format!("INSERT INTO series_skipped (series_id, starts_at, reason, rule) VALUES {}", rows.join(", "));
    let values = skipped.iter().flat_map(|one| {
        let rule = one.rule.map(RuleCode::as_str);
        sql::values![id.0, one.starts_at.epoch_seconds(), one.reason.as_str(), rule]
    });
    sql::defer(unit, "series_skipped", &text, values).await
}

/// Forgets these dates that could not be had.
pub async fn drop_skipped(unit: &Unit, id: SeriesId, starts: &[Instant]) -> Result<(), Failure> {
    if starts.is_empty() {
        return Ok(());
    }
    let marks = sql::marks(2, starts.len());
    let text = format!("DELETE FROM series_skipped WHERE series_id = $1 AND starts_at IN ({marks})");
    let values = sql::values![id.0].into_iter().chain(starts.iter().map(|start| start.epoch_seconds().into()));
    sql::execute(unit, &text, values).await?;
    Ok(())
}

/// The dates that could not be had, in order.
pub async fn skipped<A: Access>(access: &A, id: SeriesId) -> Result<Vec<Skipped>, Failure> {
    let text = "SELECT starts_at, reason, rule FROM series_skipped WHERE series_id = $1 ORDER BY starts_at";
    let rows = sql::all(access, text, sql::values![id.0]).await?;
    rows.iter()
        .map(|row| {
            Ok(Skipped {
                starts_at: Instant::from_epoch_seconds(sql::get(row, "starts_at")?),
                reason: sql::word(row, "reason", SkipReason::parse)?,
                rule: sql::word_or_null(row, "rule", RuleCode::parse)?,
            })
        })
        .collect()
}

/// Series that end between two instants, that nothing goes on from, and of which nobody was reminded in this year.
pub async fn to_renew<A: Access>(
    access: &A,
    year: i32,
    from: Instant,
    until: Instant,
    limit: u64,
) -> Result<Vec<SeriesId>, Failure> {
    let text = "SELECT id FROM (
            SELECT s.id, (SELECT max(b.ends_at) FROM bookings b
                WHERE b.series_id = s.id AND b.status IN ('requested', 'held', 'confirmed')) AS ends_at
            FROM series s
            WHERE s.cancelled_at IS NULL AND (s.reminded_year IS NULL OR s.reminded_year < $1)
                AND NOT EXISTS (SELECT 1 FROM series n WHERE n.continues = s.id AND n.cancelled_at IS NULL)
        ) AS open WHERE ends_at > $2 AND ends_at <= $3 ORDER BY id LIMIT $4";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = sql::values![year, from.epoch_seconds(), until.epoch_seconds(), limit];
    sql::all(access, text, values).await?.iter().map(|row| Ok(SeriesId(sql::get(row, "id")?))).collect()
}

/// Notes that somebody is reminded of a series in this year. False where somebody was.
pub async fn note_reminded(unit: &Unit, id: SeriesId, year: i32) -> Result<bool, Failure> {
    let text = "UPDATE series SET reminded_year = $1
        WHERE id = $2 AND cancelled_at IS NULL AND (reminded_year IS NULL OR reminded_year < $1)";
    Ok(sql::execute(unit, text, sql::values![year, id.0]).await? == 1)
}
