//! Quotas in the database, and what is counted for them.

use std::sync::Arc;

use sea_orm::QueryResult;

use super::{Access, Engine, Unit, catalogue, sql};
use crate::domain::{
    failure::Failure,
    ids::{BookingId, CentreId, OrganisationId, QuotaId, RoomId, UserId},
    quota::{Area, Measure, Party, Period, Quota, Used},
    time::{Instant, Span},
};

/// The quotas that hold, in the order in which they were made.
pub(super) async fn all<A: Access>(access: &A) -> Result<Vec<Arc<Quota>>, Failure> {
    let rows = sql::all(access, "SELECT * FROM quotas WHERE ended_at IS NULL ORDER BY id", []).await?;
    rows.iter().map(|row| quota(row).map(Arc::new)).collect()
}

/// A quota that holds.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: QuotaId) -> Result<Quota, Failure> {
    let text = "SELECT * FROM quotas WHERE id = $1 AND ended_at IS NULL";
    quota(&sql::first(access, text, sql::values![id.0]).await?.ok_or(Failure::NotFound)?)
}

/// Writes a new quota.
pub async fn insert(unit: &Unit, quota: &Quota) -> Result<(), Failure> {
    let (centre, room) = match quota.area {
        Area::City => (None, None),
        Area::Centre(centre) => (Some(centre.0), None),
        Area::Room(room) => (None, Some(room.0)),
    };
    sql::execute(
        unit,
        "INSERT INTO quotas (id, centre_id, room_id, priority_class, organisation_id, measure, period, most, version,
            created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        sql::values![
            quota.id.0,
            centre,
            room,
            quota.class.as_deref(),
            quota.organisation_id.map(|id| id.0),
            quota.measure.as_str(),
            quota.period.as_str(),
            quota.most,
            quota.version,
            unit.now().epoch_seconds(),
        ],
    )
    .await?;
    touch(unit, quota.area).await
}

/// Writes how much a quota lets through: `quota.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn update(unit: &Unit, quota: &Quota) -> Result<(), Failure> {
    let text = "UPDATE quotas SET most = $1, version = $2 WHERE id = $3 AND version = $4 AND ended_at IS NULL";
    let values = sql::values![quota.most, quota.version, quota.id.0, quota.version - 1];
    if sql::execute(unit, text, values).await? != 1 {
        return Err(Failure::Stale);
    }
    touch(unit, quota.area).await
}

/// The quotas of an organisation of its own, in the order in which they were made.
pub async fn own<A: Access>(access: &A, of: OrganisationId) -> Result<Vec<Quota>, Failure> {
    let text = "SELECT * FROM quotas WHERE organisation_id = $1 AND ended_at IS NULL ORDER BY id";
    sql::all(access, text, sql::values![of.0]).await?.iter().map(quota).collect()
}

/// Gives a quota of an organisation to the one that it names now: `quota.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn give(unit: &Unit, quota: &Quota) -> Result<(), Failure> {
    let text =
        "UPDATE quotas SET organisation_id = $1, version = $2 WHERE id = $3 AND version = $4 AND ended_at IS NULL";
    let values = sql::values![quota.organisation_id.map(|id| id.0), quota.version, quota.id.0, quota.version - 1];
    if sql::execute(unit, text, values).await? != 1 {
        return Err(Failure::Stale);
    }
    touch(unit, quota.area).await
}

/// Ends a quota of this version.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn end(unit: &Unit, quota: &Quota) -> Result<(), Failure> {
    let text = "UPDATE quotas SET ended_at = $1, version = version + 1
        WHERE id = $2 AND version = $3 AND ended_at IS NULL";
    let values = sql::values![unit.now().epoch_seconds(), quota.id.0, quota.version];
    if sql::execute(unit, text, values).await? != 1 {
        return Err(Failure::Stale);
    }
    touch(unit, quota.area).await
}

/// Raises the versions of the rooms of an area: who decided on a booking there without knowing of the change decides
/// again, in whichever process.
async fn touch(unit: &Unit, area: Area) -> Result<(), Failure> {
    let (condition, values) = match area {
        Area::City => ("1 = 1", Vec::new()),
        Area::Centre(centre) => ("centre_id = $1", sql::values![centre.0].to_vec()),
        Area::Room(room) => ("id = $1", sql::values![room.0].to_vec()),
    };
    sql::execute(unit, &format!("UPDATE rooms SET version = version + 1 WHERE {condition}"), values).await?;
    catalogue::touch(unit).await
}

/// What somebody booked, with starts in `starts`, at `centres` (none is anywhere): all that a quota can count, `except`
/// left out.
pub async fn booked<A: Access>(
    access: &A,
    party: Party,
    starts: Span,
    centres: Option<&[CentreId]>,
    except: &[BookingId],
) -> Result<Vec<Used>, Failure> {
    let (whose, id) = match party {
        Party::Organisation(id) => ("organisation_id = $1", id.0),
        Party::Person(id) => ("booker_id = $1 AND organisation_id IS NULL", id.0),
    };
    let of_centres = centres.map_or_else(String::new, |ids| format!("AND centre_id IN ({})", sql::marks(4, ids.len())));
    let text = format!(
        "SELECT id, room_id, centre_id, starts_at, ends_at FROM bookings WHERE {whose}
            AND starts_at >= $2 AND starts_at < $3 {of_centres} AND status IN ('requested', 'held', 'confirmed')"
    );
    let mut values = sql::values![id, starts.start().epoch_seconds(), starts.end().epoch_seconds()].to_vec();
    values.extend(centres.unwrap_or_default().iter().map(|id| sea_orm::Value::from(id.0)));
    let mut booked = Vec::new();
    for row in sql::all(access, &text, values).await? {
        if !except.contains(&BookingId(sql::get(&row, "id")?)) {
            booked.push(Used {
                room_id: RoomId(sql::get(&row, "room_id")?),
                centre_id: CentreId(sql::get(&row, "centre_id")?),
                span: span(&row)?,
            });
        }
    }
    booked.sort_by_key(|used| (used.span, used.room_id));
    Ok(booked)
}

/// Holds the count of somebody for the rest of the unit, so that two can't both be the last. Resources are locked before
/// it.
pub async fn hold(unit: &Unit, party: Party) -> Result<(), Failure> {
    // SQLite has one writer at a time: its unit began with the write lock.
    if unit.engine() == Engine::Postgres {
        let (Party::Organisation(OrganisationId(id)) | Party::Person(UserId(id))) = party;
        let text = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        sql::all(unit, text, sql::values![format!("quota:{id}")]).await?;
    }
    Ok(())
}

fn span(row: &QueryResult) -> Result<Span, Failure> {
    let instant = |column| sql::get(row, column).map(Instant::from_epoch_seconds);
    let span = Span::new(instant("starts_at")?, instant("ends_at")?);
    span.ok_or_else(|| Failure::Internal("an empty booking is stored".into()))
}

fn quota(row: &QueryResult) -> Result<Quota, Failure> {
    let centre: Option<uuid::Uuid> = sql::get(row, "centre_id")?;
    let room: Option<uuid::Uuid> = sql::get(row, "room_id")?;
    let organisation: Option<uuid::Uuid> = sql::get(row, "organisation_id")?;
    Ok(Quota {
        id: QuotaId(sql::get(row, "id")?),
        area: match (room, centre) {
            (Some(room), _) => Area::Room(RoomId(room)),
            (None, Some(centre)) => Area::Centre(CentreId(centre)),
            (None, None) => Area::City,
        },
        class: sql::get(row, "priority_class")?,
        organisation_id: organisation.map(OrganisationId),
        measure: sql::word(row, "measure", Measure::parse)?,
        period: sql::word(row, "period", Period::parse)?,
        most: sql::get(row, "most")?,
        version: sql::get(row, "version")?,
    })
}
