//! Unmet demand in the database: what was wanted, and never by whom.

use sea_orm::QueryResult;
use uuid::Uuid;

use super::{Access, Unit, sql};
use crate::domain::{
    booking::Activity,
    demand::{Demand, Unmet},
    failure::Failure,
    ids::{CentreId, OrganisationId, RoomId, new_v7},
    organisation::OrganisationKind,
    time::{DAY, Instant, Span},
};

/// The salt of a day; made where there is none yet. Salt and marks of days before are dropped: from then on nobody can
/// tell who asked.
pub async fn salt_of(unit: &Unit, day: Instant) -> Result<String, Failure> {
    let before = day.plus(-DAY).epoch_seconds();
    sql::execute(unit, "DELETE FROM demand_marks WHERE day < $1", sql::values![before]).await?;
    sql::execute(unit, "DELETE FROM demand_days WHERE day < $1", sql::values![before]).await?;
    let text = "INSERT INTO demand_days (day, salt) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING";
    sql::execute(unit, text, sql::values![day.epoch_seconds(), crate::auth::opaque::new_token()]).await?;
    let text = "SELECT salt FROM demand_days WHERE day = $1";
    sql::get(&sql::one(unit, text, sql::values![day.epoch_seconds()]).await?, "salt")
}

/// Leaves the mark of a wish; false where it was left that day already.
pub async fn mark(unit: &Unit, day: Instant, mark: &str) -> Result<bool, Failure> {
    let text = "INSERT INTO demand_marks (mark, day) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING";
    Ok(sql::execute(unit, text, sql::values![mark, day.epoch_seconds()]).await? == 1)
}

/// The neighbourhood of an organisation, by code.
pub async fn home_of<A: Access>(access: &A, id: OrganisationId) -> Result<Option<String>, Failure> {
    let text = "SELECT neighbourhood_code FROM organisations WHERE id = $1";
    match sql::first(access, text, sql::values![id.0]).await? {
        Some(row) => sql::get(&row, "neighbourhood_code"),
        None => Ok(None),
    }
}

/// Writes a wish down, on the day on which it was had: the hour is not kept.
pub async fn insert(unit: &Unit, day: Instant, demand: &Demand) -> Result<(), Failure> {
    sql::defer(
        unit,
        "demand",
        "INSERT INTO demand (id, day, unmet, rules, starts_at, ends_at, duration_minutes, people, equipment, accessible,
            activity, room_id, centre_id, neighbourhood, from_neighbourhood, kind)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        sql::values![
            new_v7(day),
            day.epoch_seconds(),
            demand.unmet.as_str(),
            sql::to_json(&demand.rules)?,
            demand.window.start().epoch_seconds(),
            demand.window.end().epoch_seconds(),
            demand.minutes,
            demand.people,
            sql::to_json(&demand.equipment)?,
            demand.accessible,
            demand.activity.map(Activity::as_str),
            demand.room_id.map(|id| id.0),
            demand.centre_id.map(|id| id.0),
            demand.neighbourhood.as_deref(),
            demand.from_neighbourhood.as_deref(),
            demand.kind.as_str(),
        ],
    )
    .await
}

/// Wishes of the days from `from` until `until`, by day, behind `after`; with the day and the identifier of each.
pub async fn list<A: Access>(
    access: &A,
    days: (Instant, Instant),
    centre: Option<CentreId>,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<(Instant, Uuid, Demand)>, Failure> {
    let (day, id) = after.unwrap_or((i64::MIN, Uuid::nil()));
    let centre_condition = centre.map_or("1 = 1 OR centre_id = $5", |_| "centre_id = $5");
    let text = format!(
        "SELECT * FROM demand WHERE day >= $1 AND day < $2 AND (day > $3 OR (day = $3 AND id > $4))
            AND ({centre_condition}) ORDER BY day, id LIMIT $6"
    );
    let values = sql::values![
        days.0.epoch_seconds(),
        days.1.epoch_seconds(),
        day,
        id,
        centre.map(|id| id.0),
        i64::try_from(limit).unwrap_or(i64::MAX),
    ];
    sql::all(access, &text, values).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<(Instant, Uuid, Demand), Failure> {
    let instant = |column| sql::get(row, column).map(Instant::from_epoch_seconds);
    let window = Span::new(instant("starts_at")?, instant("ends_at")?);
    let id = |column| sql::get::<Option<Uuid>>(row, column);
    let demand = Demand {
        unmet: sql::word(row, "unmet", Unmet::parse)?,
        rules: sql::json(row, "rules")?,
        window: window.ok_or_else(|| Failure::Internal("an empty wish is stored".into()))?,
        minutes: sql::get(row, "duration_minutes")?,
        people: sql::get(row, "people")?,
        equipment: sql::json(row, "equipment")?,
        accessible: sql::get(row, "accessible")?,
        activity: sql::word_or_null(row, "activity", Activity::parse)?,
        room_id: id("room_id")?.map(RoomId),
        centre_id: id("centre_id")?.map(CentreId),
        neighbourhood: sql::get(row, "neighbourhood")?,
        from_neighbourhood: sql::get(row, "from_neighbourhood")?,
        kind: sql::word(row, "kind", OrganisationKind::parse)?,
    };
    Ok((instant("day")?, sql::get(row, "id")?, demand))
}
