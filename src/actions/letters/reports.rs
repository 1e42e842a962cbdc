//! The letter that a neighbour reported something: to the desk, and to who is on duty. It names no booking.

use super::{
    each::{self, About},
    recipients,
};
use crate::{
    actions::Policy,
    domain::{centre::Centre, failure::Failure, report::Report},
    mail::{Letter, Recipient, ReportFacts},
    store::Unit,
};

/// Writes the letters that tell of a report. How the neighbour is reached is told to the desk only.
pub(in crate::actions) async fn write(
    unit: &Unit,
    policy: &Policy,
    centre: &Centre,
    report: &Report,
    on_duty: Vec<Recipient>,
) -> Result<(), Failure> {
    let facts = ReportFacts {
        centre_name: centre.name.clone(),
        timezone: centre.timezone,
        report: report.kind,
        happened_at: report.happened_at,
        text: report.text.clone().unwrap_or_default(),
        contact: report.contact.clone(),
        on_duty: false,
    };
    let desk = recipients::desk(centre);
    let on_duty: Vec<Recipient> =
        on_duty.into_iter().filter(|one| desk.iter().all(|known| known.email != one.email)).collect();
    let for_duty = ReportFacts { contact: None, on_duty: true, ..facts.clone() };
    for (facts, to) in [(facts, desk), (for_duty, on_duty)] {
        let letter = Letter::Report { report: Box::new(facts) };
        let about = About { stream: report.id.to_string(), centre_id: Some(centre.id), booking_id: None };
        each::write(unit, policy, &letter, about, to).await?;
    }
    Ok(())
}
