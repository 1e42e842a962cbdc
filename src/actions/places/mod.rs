//! Centres, resources and rooms: made and changed. What bookings stand on changes only with what is booked ahead.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    domain::{
        failure::Failure,
        ids::{CentreId, UserId},
        validation::Faults,
    },
    store::{Unit, audit},
};

pub mod access;
pub(crate) mod carry;
pub mod centres;
pub mod resources;
pub mod rooms;
pub mod tariffs;

/// What a thing is to become, from what it is under the lock; with the faults found on the way, so that all are told at
/// once.
pub type Edit<T> = Box<dyn Fn(&T) -> Result<(T, Faults), Failure> + Send + Sync>;

/// What an audit event is about.
struct Subject {
    kind: &'static str,
    id: Uuid,
    centre_id: CentreId,
}

/// Records that something was made, with its facts.
async fn record_created(unit: &Unit, actor: UserId, subject: Subject, after: Value) -> Result<(), Failure> {
    record(unit, actor, subject, "created", None, Some(after)).await
}

/// Records that something was changed, with the facts that differ.
async fn record_changed(
    unit: &Unit,
    actor: UserId,
    subject: Subject,
    before: Value,
    after: Value,
) -> Result<(), Failure> {
    let (Value::Object(mut before), Value::Object(mut after)) = (before, after) else {
        return Err(Failure::Internal("the facts of an audit event are an object".into()));
    };
    before.retain(|name, value| after.get(name) != Some(value));
    after.retain(|name, _| before.contains_key(name));
    let facts = |facts: Map<String, Value>| Some(Value::Object(facts));
    record(unit, actor, subject, "changed", facts(before), facts(after)).await
}

async fn record(
    unit: &Unit,
    actor: UserId,
    subject: Subject,
    verb: &str,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), Failure> {
    let action = format!("{}.{verb}", subject.kind);
    let event = audit::Event {
        actor: Some(actor),
        action: &action,
        subject: subject.kind,
        subject_id: subject.id,
        centre_id: Some(subject.centre_id),
        before,
        after,
    };
    audit::record(unit, event).await
}
