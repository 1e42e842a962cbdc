//! The letter that a statement is ready: to the organisation's own address, and to its admins.

use super::each::{self, About};
use crate::{
    actions::Policy,
    domain::{failure::Failure, organisation::Organisation, person::Locale, statement::Statement},
    mail::{Letter, Recipient},
    store::{Unit, organisations},
};

/// Writes it to each mailbox once.
pub(in crate::actions) async fn ready(
    unit: &Unit,
    policy: &Policy,
    organisation: &Organisation,
    statement: &Statement,
) -> Result<(), Failure> {
    let admins = organisations::admins(unit, organisation.id).await?;
    let mut recipients: Vec<Recipient> = admins
        .into_iter()
        .map(|admin| Recipient { name: admin.person.name, email: admin.person.email, locale: admin.person.locale })
        .collect();
    let own = &organisation.contact_email;
    if !own.is_empty() && recipients.iter().all(|known| known.email != *own) {
        let locale = recipients.first().map_or_else(Locale::default, |first| first.locale);
        recipients.push(Recipient { name: organisation.name.clone(), email: own.clone(), locale });
    }
    let letter = Letter::Statement {
        organisation_name: organisation.name.clone(),
        month: statement.month.first_day(),
        total_cents: statement.total_cents,
        reference: statement.reference(),
    };
    let about = About { stream: statement.id.to_string(), centre_id: None, booking_id: None };
    each::write(unit, policy, &letter, about, recipients).await
}
