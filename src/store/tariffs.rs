//! Tariffs in the database. They are read through the catalogue, as every search looks at them.

use std::collections::HashMap;

use sea_orm::{QueryResult, Value};

use super::{Access, Unit, catalogue, sql};
use crate::domain::{
    failure::Failure,
    ids::{CentreId, RoomId, TariffId},
    price::Money,
    tariff::{Tariff, TariffUnit},
};

/// The columns in the order of [`values`].
const COLUMNS: [&str; 13] = [
    "id",
    "centre_id",
    "name",
    "category",
    "unit",
    "cents",
    "dayparts",
    "surcharges",
    "free_kinds",
    "deposit_cents",
    "valid_from",
    "valid_until",
    "version",
];

fn values(tariff: &Tariff) -> Result<[Value; 13], Failure> {
    Ok(sql::values![
        tariff.id.0,
        tariff.centre_id.0,
        tariff.name.as_str(),
        tariff.category.as_deref(),
        tariff.unit.as_str(),
        tariff.price.cents,
        tariff.dayparts.as_ref().map(sql::to_json).transpose()?,
        sql::to_json(&tariff.surcharges)?,
        sql::to_json(&tariff.free_kinds)?,
        tariff.deposit.as_ref().map(|deposit| deposit.cents),
        tariff.valid_from.to_string(),
        tariff.valid_until.map(|date| date.to_string()),
        tariff.version,
    ])
}

/// Writes a new tariff.
pub async fn insert(unit: &Unit, tariff: &Tariff) -> Result<(), Failure> {
    let marks = sql::marks(1, COLUMNS.len());
    let text = format!("INSERT INTO tariffs ({}) VALUES ({marks})", COLUMNS.join(", "));
    sql::execute(unit, &text, values(tariff)?).await?;
    insert_rooms(unit, tariff).await?;
    changed(unit, tariff.centre_id).await
}

/// Writes a tariff over the version before it: `tariff.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn update(unit: &Unit, tariff: &Tariff) -> Result<(), Failure> {
    let text = format!("UPDATE tariffs SET {} WHERE id = $14 AND version = $15", sql::sets(&COLUMNS));
    let which = sql::values![tariff.id.0, tariff.version - 1];
    if sql::execute(unit, &text, values(tariff)?.into_iter().chain(which)).await? != 1 {
        return Err(Failure::Stale);
    }
    drop_rooms(unit, tariff.id).await?;
    insert_rooms(unit, tariff).await?;
    changed(unit, tariff.centre_id).await
}

/// Takes a tariff away. What was quoted by it stays on the bookings.
pub async fn delete(unit: &Unit, tariff: &Tariff) -> Result<(), Failure> {
    drop_rooms(unit, tariff.id).await?;
    sql::execute(unit, "DELETE FROM tariffs WHERE id = $1", sql::values![tariff.id.0]).await?;
    changed(unit, tariff.centre_id).await
}

async fn drop_rooms(unit: &Unit, id: TariffId) -> Result<(), Failure> {
    sql::execute(unit, "DELETE FROM tariff_rooms WHERE tariff_id = $1", sql::values![id.0]).await?;
    Ok(())
}

async fn insert_rooms(unit: &Unit, tariff: &Tariff) -> Result<(), Failure> {
    if tariff.room_ids.is_empty() {
        return Ok(());
    }
    let row = |row: usize| format!("({})", sql::marks(row * 2 + 1, 2));
    let marks: Vec<String> = (0..tariff.room_ids.len()).map(row).collect();
    let text = format!("INSERT INTO tariff_rooms (tariff_id, room_id) VALUES {}", marks.join(", "));
    sql::execute(unit, &text, tariff.room_ids.iter().flat_map(|room| sql::values![tariff.id.0, room.0])).await?;
    Ok(())
}

/// A booking compares the version of its room under its lock. It rises with the tariffs too, so that nobody is quoted
/// what no longer holds.
async fn changed(unit: &Unit, centre: CentreId) -> Result<(), Failure> {
    sql::execute(unit, "UPDATE rooms SET version = version + 1 WHERE centre_id = $1", sql::values![centre.0]).await?;
    catalogue::touch(unit).await
}

/// The tariffs of one centre, or all, by centre and name.
pub(super) async fn read<A: Access>(access: &A, only: Option<CentreId>) -> Result<Vec<Tariff>, Failure> {
    let of = if only.is_some() { "WHERE t.centre_id = $1" } else { "" };
    let values = || only.map(|id| Value::from(id.0));
    let mut rooms: HashMap<TariffId, Vec<RoomId>> = HashMap::new();
    let text = format!(
        "SELECT r.tariff_id, r.room_id FROM tariff_rooms r JOIN tariffs t ON t.id = r.tariff_id {of} ORDER BY r.room_id"
    );
    for row in sql::all(access, &text, values()).await? {
        let tariff = TariffId(sql::get(&row, "tariff_id")?);
        rooms.entry(tariff).or_default().push(RoomId(sql::get(&row, "room_id")?));
    }
    let text = format!("SELECT t.* FROM tariffs t {of} ORDER BY t.centre_id, t.name, t.id");
    let rows = sql::all(access, &text, values()).await?;
    rows.iter()
        .map(|row| {
            let mut tariff = tariff(row)?;
            tariff.room_ids = rooms.remove(&tariff.id).unwrap_or_default();
            Ok(tariff)
        })
        .collect()
}

/// The tariffs of a centre, from the database and past memory.
pub async fn of_centre<A: Access>(access: &A, centre: CentreId) -> Result<Vec<Tariff>, Failure> {
    read(access, Some(centre)).await
}

fn tariff(row: &QueryResult) -> Result<Tariff, Failure> {
    let dayparts: Option<String> = sql::get(row, "dayparts")?;
    let dayparts = dayparts.map(|text| {
        serde_json::from_str(&text).map_err(|fault| Failure::Internal(format!("parts of the day of a tariff: {fault}")))
    });
    Ok(Tariff {
        id: TariffId(sql::get(row, "id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        room_ids: Vec::new(),
        name: sql::get(row, "name")?,
        category: sql::get(row, "category")?,
        unit: sql::word(row, "unit", TariffUnit::parse)?,
        price: Money::euro_cents(sql::get(row, "cents")?),
        dayparts: dayparts.transpose()?,
        surcharges: sql::json(row, "surcharges")?,
        free_kinds: sql::json(row, "free_kinds")?,
        deposit: sql::get::<Option<i64>>(row, "deposit_cents")?.map(Money::euro_cents),
        valid_from: sql::date(row, "valid_from")?
            .ok_or_else(|| Failure::Internal("a tariff without a first date".into()))?,
        valid_until: sql::date(row, "valid_until")?,
        version: sql::get(row, "version")?,
    })
}
