//! The letter that a neighbour reported something: to the desk, and to who is on duty. It names no booking.

use super::recipients;
use crate::{
    actions::Policy,
    domain::{centre::Centre, failure::Failure, report::Report},
    mail::{Letter, Recipient, ReportFacts},
    store::{Unit, outbox as post},
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
    let told = desk.into_iter().map(|one| (one, &facts)).chain(on_duty.into_iter().map(|one| (one, &for_duty)));
    let mut rows = Vec::new();
    for (recipient, facts) in told {
        let letter = Letter::Report { report: Box::new(facts.clone()) };
        rows.push(post::NewLetter {
            kind: letter.kind().to_owned(),
            stream: format!("{}:{}", report.id, recipient.email),
            centre_id: Some(centre.id),
            booking_id: None,
            recipient: recipient.email,
            recipient_name: recipient.name,
            locale: recipient.locale,
            payload: serde_json::to_string(&letter).map_err(|fault| Failure::Internal(fault.to_string()))?,
            message_domain: policy.mail_domain.clone(),
            may_wait: letter.may_wait(false),
        });
    }
    post::write(unit, &rows).await
}
