//! Takes the report of a neighbour, who needs no account.

use super::{duty, record_report};
use crate::{
    actions::{Services, letters},
    domain::{
        failure::Failure,
        ids::{CentreId, ReportId},
        report::{LONGEST_AGO, Report, ReportKind, ReportState},
        time::{HOUR, Instant, MINUTE},
        validation::{Faults, Lines, optional_text, text},
    },
    store::{Unit, UseCase, reports},
};

/// Reports about one centre in an hour that are mailed; those beyond are kept for the desk to see.
const MOST_LETTERS: i64 = 20;

/// Takes the report of a neighbour, and tells the desk and who is on duty. Nothing of it depends on whether anything was
/// booked then, but for whom it is mailed to. The neighbour is mailed nothing: an address that nobody proved may be
/// anybody's.
pub struct MakeReport {
    /// What actions need.
    pub services: Services,
    /// About which centre.
    pub centre_id: CentreId,
    /// What they are troubled by.
    pub kind: ReportKind,
    /// When it was; none is now.
    pub happened_at: Option<Instant>,
    /// In their words, 1 to 2000 characters.
    pub text: String,
    /// How the desk reaches them, up to 200 characters.
    pub contact: Option<String>,
}

impl UseCase for MakeReport {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let now = unit.now();
        let catalogue = unit.catalogue().await?;
        let centre = catalogue.centres.get(&self.centre_id).ok_or(Failure::NotFound)?;
        let mut faults = Faults::new();
        let words = text(&mut faults, "/text", &self.text, 2000, Lines::Many);
        let contact = optional_text(&mut faults, "/contact", self.contact.as_deref(), 200, Lines::One);
        let this_minute = now.plus(-now.epoch_seconds().rem_euclid(MINUTE));
        let happened_at = self.happened_at.unwrap_or(this_minute);
        // The clock of who reports may be a little ahead.
        if happened_at > now.plus(10 * MINUTE) || happened_at < now.plus(-LONGEST_AGO) {
            faults.add("/happened_at", "out_of_range", "It is at most 31 days ago, and not ahead.");
        }
        faults.into_result()?;
        let report = Report {
            id: ReportId::new(now),
            centre_id: centre.id,
            kind: self.kind,
            happened_at,
            text: Some(words),
            contact,
            state: ReportState::Open,
            incident_id: None,
            handled_by: None,
            handled_at: None,
            created_at: now,
            version: 1,
        };
        if reports::is_known(unit, &report, now.plus(-10 * MINUTE)).await? {
            return Ok(());
        }
        let lately = reports::count_since(unit, centre.id, now.plus(-HOUR)).await?;
        reports::insert(unit, &report).await?;
        record_report(unit, None, "report.received", None, &report).await?;
        if lately < MOST_LETTERS {
            let on_duty = duty::on_duty(unit, &catalogue, centre.id, happened_at).await?;
            letters::reports::write(unit, &self.services.policy, centre, &report, on_duty).await?;
        }
        Ok(())
    }
}
