//! Notes the date on which a statement was paid.

use chrono::NaiveDate;
use serde_json::json;

use crate::{
    actions::Condition,
    auth::Caller,
    domain::{failure::Failure, ids::StatementId, statement::Statement, time::DAY},
    store::{Unit, UseCase, audit, statements},
};

/// Notes when a statement was paid; none takes the note back.
pub struct Pay {
    /// Who asks.
    pub caller: Caller,
    /// Which statement.
    pub id: StatementId,
    /// The versions that the caller will accept.
    pub condition: Condition,
    /// The date of the payment.
    pub date: Option<NaiveDate>,
}

impl UseCase for Pay {
    type Output = Statement;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let statement = statements::get(unit, self.id).await?;
        let centres = statements::centres_of(unit, self.id).await?;
        if centres.iter().any(|centre| self.caller.is_desk_of(*centre)) || self.caller.is_administrator() {
            Ok(())
        } else if self.caller.reads_city() || self.caller.is_admin_of(statement.organisation_id) {
            Err(Failure::Forbidden)
        } else {
            Err(Failure::NotFound)
        }
    }

    async fn run(&self, unit: &Unit) -> Result<Statement, Failure> {
        let before = statements::get(unit, self.id).await?;
        self.condition.check(before.version)?;
        // Somewhere on earth it is tomorrow already; money that comes later was not paid yet.
        let tomorrow = unit.now().plus(DAY).to_utc().date_naive();
        let made = before.month.first_day();
        if self.date.is_some_and(|date| date > tomorrow || date < made) {
            return Err(Failure::invalid("/date", "out_of_range", "It was paid after the month began, and by today."));
        }
        let after = Statement { paid_on: self.date, version: before.version + 1, ..before.clone() };
        statements::set_paid(unit, &after).await?;
        let event = audit::Event {
            actor: Some(self.caller.id),
            action: "statement.paid",
            subject: "statement",
            subject_id: self.id.0,
            centre_id: None,
            before: Some(json!({"paid_on": before.paid_on})),
            after: Some(json!({"paid_on": after.paid_on})),
        };
        audit::record(unit, event).await?;
        Ok(after)
    }
}
