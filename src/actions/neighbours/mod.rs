//! Neighbours: what went wrong at bookings, and what neighbours report.

pub mod decide;
pub mod duty;
pub mod handle;
pub mod note;
pub mod reply;
pub mod report;

use serde_json::{Value, json};

use crate::{
    domain::{failure::Failure, ids::UserId, incident::Incident, report::Report},
    store::{Unit, audit},
};

/// Records a change of an incident, with its booking. What people wrote is not in it.
async fn record_incident(
    unit: &Unit,
    actor: UserId,
    action: &str,
    before: Option<&Incident>,
    after: &Incident,
) -> Result<(), Failure> {
    let facts = |incident: &Incident| {
        json!({
            "incident_id": incident.id,
            "kind": incident.kind,
            "happened_at": incident.happened_at.epoch_seconds(),
            "state": incident.state,
            "replied": incident.reply.is_some(),
            "version": incident.version,
        })
    };
    let event = audit::Event {
        actor: Some(actor),
        action,
        subject: "booking",
        subject_id: after.booking_id.0,
        centre_id: Some(after.centre_id),
        before: before.map(facts),
        after: Some(facts(after)),
    };
    audit::record(unit, event).await
}

/// Records a change of a report. A neighbour who reports is nobody with an account, and not named.
async fn record_report(
    unit: &Unit,
    actor: Option<UserId>,
    action: &str,
    before: Option<&Report>,
    after: &Report,
) -> Result<(), Failure> {
    let facts = |report: &Report| -> Value {
        json!({
            "kind": report.kind,
            "happened_at": report.happened_at.epoch_seconds(),
            "state": report.state,
            "incident_id": report.incident_id,
            "version": report.version,
        })
    };
    let event = audit::Event {
        actor,
        action,
        subject: "report",
        subject_id: after.id.0,
        centre_id: Some(after.centre_id),
        before: before.map(facts),
        after: Some(facts(after)),
    };
    audit::record(unit, event).await
}
