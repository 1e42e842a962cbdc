//! Makes the statement of an organisation for a month: once, however many ask for it at the same time.

use serde_json::json;

use super::everywhere;
use crate::{
    actions::{Services, letters},
    auth::Caller,
    domain::{
        booking::Booking,
        failure::Failure,
        ids::{OrganisationId, StatementId},
        local_time::date_of,
        statement::{self, Month, Statement, StatementLine},
    },
    store::{Unit, UseCase, audit, bookings, catalogue::Catalogue, organisations, statements},
};

/// Makes a statement, or finds the one that was made.
pub struct Make {
    /// What actions need.
    pub services: Services,
    /// Who asks; none is the service itself.
    pub caller: Option<Caller>,
    /// Who owes.
    pub organisation_id: OrganisationId,
    /// The month, which is over.
    pub month: Month,
}

/// A statement, and whether it was made just now.
#[derive(Clone, Debug)]
pub struct Made {
    /// The statement.
    pub statement: Statement,
    /// Whether it was made just now.
    pub new: bool,
}

impl UseCase for Make {
    type Output = Made;

    async fn authorise(&self, _: &Unit) -> Result<(), Failure> {
        self.caller.as_ref().map_or(Ok(()), |caller| caller.needs(caller.is_any_manager()))
    }

    async fn run(&self, unit: &Unit) -> Result<Made, Failure> {
        let organisation = organisations::hold(unit, self.organisation_id).await.map_err(|failure| match failure {
            Failure::NotFound => Failure::invalid("/organisation_id", "unknown", "There is no such organisation."),
            other => other,
        })?;
        if let Some(statement) = statements::find(unit, organisation.id, self.month).await? {
            let lines = statements::lines(unit, statement.id).await?;
            self.has_a_say(&lines)?;
            return Ok(Made { statement, new: false });
        }
        let catalogue = unit.catalogue().await?;
        let span = everywhere(&catalogue, self.month).ok_or(Failure::Stale)?;
        if span.end() > unit.now() {
            return Err(Failure::invalid("/month", "not_over", "The month is not over yet."));
        }
        let stated = statements::months(unit, organisation.id).await?;
        let found = statements::bookings_of(unit, organisation.id, span.start(), span.end()).await?;
        // What was entered after the statement of its month was made comes onto the next.
        let belongs = |booking: &&Booking| {
            month_of(&catalogue, booking).is_some_and(|month| month == self.month || stated.contains(&month))
        };
        let chosen: Vec<Booking> = found.iter().filter(belongs).cloned().collect();
        bookings::hold(unit, &chosen).await?;
        let lines: Vec<StatementLine> = chosen.iter().filter_map(statement::line).collect();
        let total_cents = statement::total(&lines);
        if total_cents == 0 {
            return Err(Failure::invalid("/month", "nothing_due", "Nothing is due for that month."));
        }
        self.has_a_say(&lines)?;
        let new = Statement {
            id: StatementId::new(unit.now()),
            number: 0,
            organisation_id: organisation.id,
            month: self.month,
            total_cents,
            created_at: unit.now(),
            paid_on: None,
            version: 1,
        };
        let statement = statements::insert(unit, &new, &lines).await?;
        let event = audit::Event {
            actor: self.caller.as_ref().map(|caller| caller.id),
            action: "statement.made",
            subject: "statement",
            subject_id: statement.id.0,
            centre_id: None,
            before: None,
            after: Some(json!({
                "organisation_id": statement.organisation_id,
                "month": statement.month.to_string(),
                "number": statement.number,
                "total_cents": statement.total_cents,
                "bookings": lines.len(),
            })),
        };
        audit::record(unit, event).await?;
        letters::statement::ready(unit, &self.services.policy, &organisation, &statement).await?;
        Ok(Made { statement, new: true })
    }
}

impl Make {
    /// A manager sees to statements with lines of their centre.
    fn has_a_say(&self, lines: &[StatementLine]) -> Result<(), Failure> {
        let Some(caller) = &self.caller else { return Ok(()) };
        caller.needs(caller.is_administrator() || lines.iter().any(|line| caller.is_manager_of(line.centre_id)))
    }
}

/// The month in which a booking starts, by the clock of its centre.
fn month_of(catalogue: &Catalogue, booking: &Booking) -> Option<Month> {
    let zone = catalogue.centres.get(&booking.centre_id)?.timezone;
    date_of(booking.span.start(), zone).map(Month::of)
}
