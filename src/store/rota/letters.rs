//! Who was told of what: each once.

use uuid::Uuid;

use crate::{
    domain::{failure::Failure, time::Instant},
    store::{Unit, sql},
};

/// Notes that a step is told of something that begins then; false where it was told before.
pub async fn told(unit: &Unit, subject: Uuid, starts_at: Instant, step: &str) -> Result<bool, Failure> {
    let text = "INSERT INTO duty_letters (subject_id, starts_at, step, told_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (subject_id, starts_at, step) DO NOTHING";
    let values = sql::values![subject, starts_at.epoch_seconds(), step, unit.now().epoch_seconds()];
    Ok(sql::execute(unit, text, values).await? == 1)
}
