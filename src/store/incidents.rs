//! Incidents in the database. Rows are never deleted: what is dismissed counts no more.

use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use super::{Access, Unit, bookings::Scope, sql};
use crate::domain::{
    failure::Failure,
    ids::{BookingId, CentreId, IncidentId, OrganisationId, ReportId, UserId},
    incident::{Incident, IncidentKind, IncidentState, Reply},
    time::Instant,
};

/// Which incidents are wanted; what is absent does not narrow.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// At this booking.
    pub booking_id: Option<BookingId>,
    /// In this centre.
    pub centre_id: Option<CentreId>,
    /// Of this organisation.
    pub organisation_id: Option<OrganisationId>,
    /// In this state.
    pub state: Option<IncidentState>,
}

/// Writes a new incident.
pub async fn insert(unit: &Unit, incident: &Incident) -> Result<(), Failure> {
    let text = format!(
        "INSERT INTO incidents (id, booking_id, centre_id, organisation_id, booker_id, kind, happened_at, description,
            report_id, state, noted_by, created_at, updated_at, version) VALUES ({})",
        sql::marks(1, 14)
    );
    let values = sql::values![
        incident.id.0,
        incident.booking_id.0,
        incident.centre_id.0,
        incident.organisation_id.map(|id| id.0),
        incident.booker_id.map(|id| id.0),
        incident.kind.as_str(),
        incident.happened_at.epoch_seconds(),
        incident.description.as_deref(),
        incident.report_id.map(|id| id.0),
        incident.state.as_str(),
        incident.noted_by.0,
        incident.created_at.epoch_seconds(),
        incident.updated_at.epoch_seconds(),
        incident.version,
    ];
    sql::execute(unit, &text, values).await?;
    Ok(())
}

/// Writes what came of an incident, and the reply: `incident.version` is the new one.
///
/// # Errors
/// [`Failure::Stale`] where another unit changed it meanwhile.
pub async fn update(unit: &Unit, incident: &Incident) -> Result<(), Failure> {
    let text = "UPDATE incidents SET state = $1, outcome = $2, reply = $3, replied_by = $4, replied_at = $5,
        updated_at = $6, version = $7 WHERE id = $8 AND version = $9";
    let reply = incident.reply.as_ref();
    let values = sql::values![
        incident.state.as_str(),
        incident.outcome.as_deref(),
        reply.map(|reply| reply.text.as_str()),
        reply.map(|reply| reply.by.0),
        reply.map(|reply| reply.at.epoch_seconds()),
        incident.updated_at.epoch_seconds(),
        incident.version,
        incident.id.0,
        incident.version - 1,
    ];
    if sql::execute(unit, text, values).await? == 1 { Ok(()) } else { Err(Failure::Stale) }
}

/// An incident.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn get<A: Access>(access: &A, id: IncidentId) -> Result<Incident, Failure> {
    let found = sql::first(access, "SELECT * FROM incidents WHERE id = $1", sql::values![id.0]).await?;
    incident(&found.ok_or(Failure::NotFound)?)
}

/// An incident, locked for the rest of the unit.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn hold(unit: &Unit, id: IncidentId) -> Result<Incident, Failure> {
    let text =
        unit.engine().pick("SELECT * FROM incidents WHERE id = $1 FOR UPDATE", "SELECT * FROM incidents WHERE id = $1");
    incident(&sql::first(unit, text, sql::values![id.0]).await?.ok_or(Failure::NotFound)?)
}

/// How many incidents a booking has.
pub async fn count<A: Access>(access: &A, booking: BookingId) -> Result<i64, Failure> {
    let text = "SELECT count(*) AS n FROM incidents WHERE booking_id = $1";
    sql::get(&sql::one(access, text, sql::values![booking.0]).await?, "n")
}

/// A page of incidents in the order in which they were noted, each with its number, behind `after`.
pub async fn list<A: Access>(
    access: &A,
    scope: &Scope,
    filter: Filter,
    after: i64,
    limit: u64,
) -> Result<Vec<(i64, Incident)>, Failure> {
    let (mut conditions, mut values) = (Vec::new(), Vec::new());
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Scope::Of { centres, organisations, person, .. } = scope {
        let mut any = vec![format!("booker_id = {}", bind(person.0.into()))];
        any.extend(centres.iter().map(|id| format!("centre_id = {}", bind(id.0.into()))));
        any.extend(organisations.iter().map(|id| format!("organisation_id = {}", bind(id.0.into()))));
        conditions.push(format!("({})", any.join(" OR ")));
    }
    let Filter { booking_id, centre_id, organisation_id, state } = filter;
    let narrowed = [
        ("booking_id", booking_id.map(|id| Value::from(id.0))),
        ("centre_id", centre_id.map(|id| Value::from(id.0))),
        ("organisation_id", organisation_id.map(|id| Value::from(id.0))),
        ("state", state.map(|state| Value::from(state.as_str()))),
    ];
    for (column, value) in narrowed {
        conditions.extend(value.map(|value| format!("{column} = {}", bind(value))));
    }
    conditions.push(format!("number > {}", bind(after.into())));
    let limit = bind(i64::try_from(limit).unwrap_or(i64::MAX).into());
    let wanted = conditions.join(" AND ");
    let text = format!("SELECT * FROM incidents WHERE {wanted} ORDER BY number LIMIT {limit}");
    let rows = sql::all(access, &text, values).await?;
    rows.iter().map(|row| Ok((sql::get(row, "number")?, incident(row)?))).collect()
}

/// Notes that those behind an incident were told that rooms look at their bookings from it on; false where they were
/// before.
pub async fn note_review_letter(unit: &Unit, id: IncidentId) -> Result<bool, Failure> {
    let text = "UPDATE incidents SET review_told_at = $1 WHERE id = $2 AND review_told_at IS NULL";
    Ok(sql::execute(unit, text, sql::values![unit.now().epoch_seconds(), id.0]).await? == 1)
}

fn incident(row: &QueryResult) -> Result<Incident, Failure> {
    let id = |column| sql::get::<Option<Uuid>>(row, column);
    let instant = |column| sql::get(row, column).map(Instant::from_epoch_seconds);
    let replied_at = sql::get::<Option<i64>>(row, "replied_at")?.map(Instant::from_epoch_seconds);
    let words: Option<String> = sql::get(row, "reply")?;
    let reply = words.zip(id("replied_by")?).zip(replied_at);
    Ok(Incident {
        id: IncidentId(sql::get(row, "id")?),
        booking_id: BookingId(sql::get(row, "booking_id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        organisation_id: id("organisation_id")?.map(OrganisationId),
        booker_id: id("booker_id")?.map(UserId),
        kind: sql::word(row, "kind", IncidentKind::parse)?,
        happened_at: instant("happened_at")?,
        description: sql::get(row, "description")?,
        report_id: id("report_id")?.map(ReportId),
        state: sql::word(row, "state", IncidentState::parse)?,
        outcome: sql::get(row, "outcome")?,
        reply: reply.map(|((text, by), at)| Reply { text, by: UserId(by), at }),
        noted_by: UserId(sql::get(row, "noted_by")?),
        created_at: instant("created_at")?,
        updated_at: instant("updated_at")?,
        version: sql::get(row, "version")?,
    })
}
