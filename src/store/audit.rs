//! Audit events: who changed what, when, before and after. By reference: no name, address or text of a person.

use serde_json::Value;
use uuid::Uuid;

use super::{Access, Unit, sql};
use crate::domain::{
    failure::Failure,
    ids::{CentreId, UserId},
    time::Instant,
};

/// A change to record.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// Who did it; none is the service itself (an expiry).
    pub actor: Option<UserId>,
    /// What was done: `booking.confirmed`.
    pub action: &'a str,
    /// What kind of thing it was done to: `booking`.
    pub subject: &'a str,
    /// Which one.
    pub subject_id: Uuid,
    /// The centre it concerns.
    pub centre_id: Option<CentreId>,
    /// What changed, as it was.
    pub before: Option<Value>,
    /// What changed, as it is.
    pub after: Option<Value>,
}

/// A change as it was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Counts up.
    pub id: i64,
    /// When.
    pub at: Instant,
    /// Who; none is the service itself.
    pub actor_id: Option<UserId>,
    /// Their name.
    pub actor_name: Option<String>,
    /// What was done.
    pub action: String,
    /// What changed, as it was.
    pub before: Option<Value>,
    /// What changed, as it is.
    pub after: Option<Value>,
}

/// Records a change in the unit that makes it.
pub async fn record(unit: &Unit, event: Event<'_>) -> Result<(), Failure> {
    record_all(unit, &[event]).await
}

/// Records many changes in the unit that makes them.
pub async fn record_all(unit: &Unit, events: &[Event<'_>]) -> Result<(), Failure> {
    for part in events.chunks(500) {
        let rows: Vec<String> = (0..part.len()).map(|row| format!("({})", sql::marks(row * 8 + 1, 8))).collect();
        let text = format!(
            "INSERT INTO audit_events (at, actor_id, action, subject, subject_id, centre_id, before, after)
             VALUES {}",
            rows.join(", ")
        );
        let values = part.iter().flat_map(|event| {
            sql::values![
                unit.now().epoch_seconds(),
                event.actor.map(|id| id.0),
                event.action,
                event.subject,
                event.subject_id,
                event.centre_id.map(|id| id.0),
                event.before.as_ref().map(ToString::to_string),
                event.after.as_ref().map(ToString::to_string),
            ]
        });
        sql::defer(unit, "audit_events", &text, values).await?;
    }
    Ok(())
}

/// The events of one subject, oldest first, after the one with this id.
pub async fn of_subject<A: Access>(
    access: &A,
    subject: Uuid,
    after: i64,
    limit: u64,
) -> Result<Vec<Recorded>, Failure> {
    let text = "SELECT e.*, u.name AS actor_name FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id
        WHERE e.subject_id = $1 AND e.id > $2 ORDER BY e.id LIMIT $3";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(access, text, sql::values![subject, after, limit]).await?;
    rows.iter()
        .map(|row| {
            let json = |column| -> Result<Option<Value>, Failure> {
                let text: Option<String> = sql::get(row, column)?;
                Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
            };
            Ok(Recorded {
                id: sql::get(row, "id")?,
                at: Instant::from_epoch_seconds(sql::get(row, "at")?),
                actor_id: sql::get::<Option<Uuid>>(row, "actor_id")?.map(UserId),
                actor_name: sql::get(row, "actor_name")?,
                action: sql::get(row, "action")?,
                before: json("before")?,
                after: json("after")?,
            })
        })
        .collect()
}
